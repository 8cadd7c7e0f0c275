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

const NO_LAG_ALARM =
  'it has a fixed number of shards and no alarm on consumers that fall behind; set streamModeDetails.streamMode to "ON_DEMAND", or add an alarm on GetRecords.IteratorAgeMilliseconds of AWS/Kinesis';

prove(kinesisEncryptedRetention, {
  compliant,
  alsoCompliant: {
    "an on-demand stream": onDemand,
    "an alarm with the literal stream name": setInput(
      setInput(compliant, "clicks", "name", "clicks"),
      "behind",
      "dimensions",
      {
        StreamName: "clicks",
      },
    ),
    "an alarm with metric queries": [
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
    "an alarm on the function that consumes it": [
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
      change: (fixtures) => unsetInput(fixtures, "clicks", "encryptionType"),
      messages: {
        clicks:
          'encryptionType is missing, expected "KMS"; with kmsKeyId "alias/aws/kinesis" or a customer managed key',
      },
    },
    {
      title: "disabled encryption",
      change: (fixtures) => setInput(fixtures, "clicks", "encryptionType", "NONE"),
      messages: {
        clicks:
          'encryptionType is "NONE", expected "KMS"; with kmsKeyId "alias/aws/kinesis" or a customer managed key',
      },
    },
    {
      title: "the default retention of a day",
      change: (fixtures) => unsetInput(fixtures, "clicks", "retentionPeriod"),
      messages: {
        clicks:
          "retentionPeriod is 24 by default, expected 168 or more hours, so that a failed consumer can be repaired in time",
      },
    },
    {
      title: "a retention below the minimum in the settings",
      change: (fixtures) => fixtures,
      settings: { minHours: 169 },
      messages: {
        clicks:
          "retentionPeriod is 168, expected 169 or more hours, so that a failed consumer can be repaired in time",
      },
    },
    {
      title: "no alarm",
      change: (fixtures) => withoutResources(fixtures, "behind"),
      messages: { clicks: NO_LAG_ALARM },
    },
    {
      title: "an alarm on another stream",
      change: (fixtures) => [
        ...setInput(fixtures, "behind", "dimensions.StreamName", ref("orders", "name")),
        ...onDemand.map((one) => ({ ...one, name: "orders" })),
      ],
      messages: { clicks: NO_LAG_ALARM },
    },
    {
      title: "an alarm on another metric of the stream",
      change: (fixtures) => setInput(fixtures, "behind", "metricName", "IncomingBytes"),
      messages: { clicks: NO_LAG_ALARM },
    },
  ],
});

describe("the remediation of kinesis-encrypted-retention", () => {
  it("sets the encryption and the retention of a stream", () => {
    const fixtures = [resource("aws:kinesis/stream:Stream", "clicks", { shardCount: 2 })];

    assert.deepEqual(remediate(kinesisEncryptedRetention, fixtures, "clicks"), {
      shardCount: 2,
      encryptionType: "KMS",
      kmsKeyId: "alias/aws/kinesis",
      retentionPeriod: 168,
    });
  });

  it("leaves a compliant stream alone", () => {
    assert.equal(remediate(kinesisEncryptedRetention, compliant, "clicks"), undefined);
  });
});
