import assert from "node:assert/strict";
import { kinesisEncryptedRetention } from "../../../policies/baseline/rules/kinesis-encrypted-retention";
import { prove, ref, remedied, resource, set, unset, type World, without } from "../../helpers/policy";

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
const compliant: World = [stream, alarm];
const onDemand = set([stream], "clicks", "streamModeDetails", { streamMode: "ON_DEMAND" });

const UNWATCHED =
  'it has a fixed number of shards and nobody sees when readers fall behind; set streamModeDetails.streamMode to "ON_DEMAND", or add an alarm on GetRecords.IteratorAgeMilliseconds of AWS/Kinesis';

prove(kinesisEncryptedRetention, {
  compliant,
  alsoCompliant: {
    "a stream that grows by itself": onDemand,
    "an alarm by a written name": set(set(compliant, "clicks", "name", "clicks"), "behind", "dimensions", {
      StreamName: "clicks",
    }),
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
      given: "no encryption",
      change: (world) => unset(world, "clicks", "encryptionType"),
      told: {
        clicks:
          'encryptionType is missing, expected "KMS"; with kmsKeyId "alias/aws/kinesis" or a key of your own',
      },
    },
    {
      given: "encryption that is turned off",
      change: (world) => set(world, "clicks", "encryptionType", "NONE"),
      told: {
        clicks:
          'encryptionType is "NONE", expected "KMS"; with kmsKeyId "alias/aws/kinesis" or a key of your own',
      },
    },
    {
      given: "records that are kept for a day by default",
      change: (world) => unset(world, "clicks", "retentionPeriod"),
      told: {
        clicks:
          "retentionPeriod is 24 by default, expected 168 or more hours, in which a reader that stands still can be mended",
      },
    },
    {
      given: "fewer hours than the settings ask for",
      change: (world) => world,
      settings: { minHours: 169 },
      told: {
        clicks:
          "retentionPeriod is 168, expected 169 or more hours, in which a reader that stands still can be mended",
      },
    },
    { given: "no alarm", change: (world) => without(world, "behind"), told: { clicks: UNWATCHED } },
    {
      given: "an alarm on another stream",
      change: (world) => [
        ...set(world, "behind", "dimensions.StreamName", ref("orders", "name")),
        ...onDemand.map((one) => ({ ...one, name: "orders" })),
      ],
      told: { clicks: UNWATCHED },
    },
    {
      given: "an alarm on something else of the stream",
      change: (world) => set(world, "behind", "metricName", "IncomingBytes"),
      told: { clicks: UNWATCHED },
    },
  ],
});

describe("the remedy of kinesis-encrypted-retention", () => {
  it("given a stream in clear that forgets, when put right, then it is encrypted and remembers", () => {
    const world = [resource("aws:kinesis/stream:Stream", "clicks", { shardCount: 2 })];

    assert.deepEqual(remedied(kinesisEncryptedRetention, world, "clicks"), {
      shardCount: 2,
      encryptionType: "KMS",
      kmsKeyId: "alias/aws/kinesis",
      retentionPeriod: 168,
    });
  });

  it("given a stream that complies, when put right, then it is left alone", () => {
    assert.equal(remedied(kinesisEncryptedRetention, compliant, "clicks"), undefined);
  });
});
