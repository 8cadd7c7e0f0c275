import assert from "node:assert/strict";
import { kinesisEncryptedRetention } from "../../../policies/baseline/rules/kinesis-encrypted-retention";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const stream = resource("aws:kinesis/stream:Stream", "clicks", {
  encryptionType: "KMS",
  kmsKeyId: "alias/aws/kinesis",
  retentionPeriod: 168,
  shardCount: 2,
});
const alarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm", "behind", {
  namespace: "AWS/Kinesis",
  metricName: "GetRecords.IteratorAgeMilliseconds",
  dimensions: { StreamName: ref("clicks", "name") },
});
const compliant: Fixtures = [stream, alarm];
const onDemand = setInput([stream], "clicks", "streamModeDetails", { streamMode: "ON_DEMAND" });

const UNWATCHED =
  'it has a fixed number of shards and nobody sees when readers fall behind; set streamModeDetails.streamMode to "ON_DEMAND", or add an alarm on GetRecords.IteratorAgeMilliseconds of AWS/Kinesis';

prove(kinesisEncryptedRetention, {
  compliant,
  alsoCompliant: {
    "a stream that grows by itself": onDemand,
    "an alarm by a written name": setInput(
      setInput(compliant, "clicks", "name", "clicks"),
      "behind",
      "dimensions",
      {
        StreamName: "clicks",
      },
    ),
    "an alarm of queries": [
      stream,
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "behind", {
        metricQueries: [
          { id: "e", expression: "m / 1000", returnData: true },
          {
            id: "m",
            metric: {
              namespace: "AWS/Kinesis",
              metricName: "GetRecords.IteratorAgeMilliseconds",
              dimensions: { StreamName: ref("clicks", "name") },
            },
          },
        ],
      }),
    ],
    "an alarm on the function that reads it": [
      stream,
      resource("aws:lambda/function:Function", "reader", {}),
      resource("aws:lambda/eventSourceMapping:EventSourceMapping", "read", {
        functionName: ref("reader", "arn"),
        eventSourceArn: ref("clicks", "arn"),
      }),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "behind", {
        namespace: "AWS/Lambda",
        metricName: "IteratorAge",
        dimensions: { FunctionName: ref("reader", "name") },
      }),
    ],
  },
  mutants: [
    {
      title: "no encryption",
      change: (world) => unsetInput(world, "clicks", "encryptionType"),
      messages: {
        clicks:
          'encryptionType is missing, expected "KMS"; with kmsKeyId "alias/aws/kinesis" or a key of your own',
      },
    },
    {
      title: "encryption that is turned off",
      change: (world) => setInput(world, "clicks", "encryptionType", "NONE"),
      messages: {
        clicks:
          'encryptionType is "NONE", expected "KMS"; with kmsKeyId "alias/aws/kinesis" or a key of your own',
      },
    },
    {
      title: "records that are kept for a day by default",
      change: (world) => unsetInput(world, "clicks", "retentionPeriod"),
      messages: {
        clicks:
          "retentionPeriod is 24 by default, expected 168 or more hours, in which a reader that stands still can be mended",
      },
    },
    {
      title: "fewer hours than the settings ask for",
      change: (world) => world,
      settings: { minHours: 169 },
      messages: {
        clicks:
          "retentionPeriod is 168, expected 169 or more hours, in which a reader that stands still can be mended",
      },
    },
    {
      title: "no alarm",
      change: (world) => withoutResources(world, "behind"),
      messages: { clicks: UNWATCHED },
    },
    {
      title: "an alarm on another stream",
      change: (world) => [
        ...setInput(world, "behind", "dimensions.StreamName", ref("orders", "name")),
        ...onDemand.map((one) => ({ ...one, name: "orders" })),
      ],
      messages: { clicks: UNWATCHED },
    },
    {
      title: "an alarm on something else of the stream",
      change: (world) => setInput(world, "behind", "metricName", "IncomingBytes"),
      messages: { clicks: UNWATCHED },
    },
  ],
});

describe("the remediation of kinesis-encrypted-retention", () => {
  it("given a stream in clear that forgets, when put right, then it is encrypted and remembers", () => {
    const world = [resource("aws:kinesis/stream:Stream", "clicks", { shardCount: 2 })];

    assert.deepEqual(remediate(kinesisEncryptedRetention, world, "clicks"), {
      shardCount: 2,
      encryptionType: "KMS",
      kmsKeyId: "alias/aws/kinesis",
      retentionPeriod: 168,
    });
  });

  it("given a stream that complies, when put right, then it is left alone", () => {
    assert.equal(remediate(kinesisEncryptedRetention, compliant, "clicks"), undefined);
  });
});
