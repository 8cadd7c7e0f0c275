import {
  evaluateWithin,
  eventSourceMappingsOf,
  isAnyPassing,
  KINESIS_STREAM,
  METRIC_ALARM,
  metricsOf,
  mustBeOneOf,
  type Resource,
  type Stack,
  setInput,
  stackRule,
} from "../../kit";

/** A stream is encrypted, retains records long enough to repair a consumer, and an alarm reports consumers that fall behind. */
export const kinesisEncryptedRetention = stackRule<Settings>({
  name: "kinesis-encrypted-retention",
  title: "Streams are encrypted and retain records",
  description:
    "A Kinesis stream is encrypted with a KMS key, retains its records long enough, and is on-demand or has an alarm on its iterator age.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "Kinesis.1",
    specification: "Kinesis streams should be encrypted at rest",
  },
  tags: [
    "apps",
    "security-hub:Kinesis.3",
    "checkov:CKV_AWS_43",
    "checkov:CKV_AWS_185",
    "cdk-nag:AwsSolutions-KDS1",
    "trivy:AWS-0064",
  ],
  remediationSteps:
    'Set encryptionType to "KMS" and kmsKeyId to "alias/aws/kinesis" or a customer managed key, retentionPeriod to 168 hours or more, and streamModeDetails.streamMode to "ON_DEMAND", or add aws.cloudwatch.MetricAlarm on GetRecords.IteratorAgeMilliseconds.',
  url: "https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html",
  settings: {
    minHours: {
      type: "integer",
      minimum: 24,
      maximum: 8760,
      default: 168,
      description: "Minimum retention of records in hours.",
    },
  },
  types: KINESIS_STREAM,
  checks: {
    encryption: (stream) =>
      mustBeOneOf(
        stream,
        "encryptionType",
        ["KMS"],
        'with kmsKeyId "alias/aws/kinesis" or a customer managed key',
      ),
    retention: (stream, { settings }) => {
      const hours = stream.number("retentionPeriod") ?? RETENTION_HOURS;
      if (hours >= settings.minHours) return undefined;
      const byDefault = stream.read("retentionPeriod").state === "absent" ? " by default" : "";
      return `retentionPeriod is ${hours}${byDefault}, expected ${settings.minHours} or more hours, so that a failed consumer can be repaired in time`;
    },
    capacity: (stream, { stack }) => {
      if (stream.string("streamModeDetails.streamMode") === "ON_DEMAND") return undefined;
      if (hasLagAlarm(stack, stream)) return undefined;
      return 'it has a fixed number of shards and no alarm on consumers that fall behind; set streamModeDetails.streamMode to "ON_DEMAND", or add an alarm on GetRecords.IteratorAgeMilliseconds of AWS/Kinesis';
    },
  },
  remediation: (inputs, stream, { settings }) => {
    let changed = false;
    if (stream.string("encryptionType") !== "KMS") {
      setInput(inputs, "encryptionType", "KMS");
      if (stream.read("kmsKeyId").state === "absent") setInput(inputs, "kmsKeyId", "alias/aws/kinesis");
      changed = true;
    }
    if ((stream.number("retentionPeriod") ?? RETENTION_HOURS) < settings.minHours) {
      setInput(inputs, "retentionPeriod", settings.minHours);
      changed = true;
    }
    return changed;
  },
});

interface Settings {
  readonly minHours: number;
}

/** Default retention of Kinesis. @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
const RETENTION_HOURS = 24;

/** Metrics of the lag of consumers, with the dimension that names the stream or function. */
const LAG_METRICS = [
  { namespace: "AWS/Kinesis", metric: "GetRecords.IteratorAgeMilliseconds", dimension: "StreamName" },
  { namespace: "AWS/Lambda", metric: "IteratorAge", dimension: "FunctionName" },
] as const;

function hasLagAlarm(stack: Stack, stream: Resource): boolean {
  const consumers = eventSourceMappingsOf(stack, stream).flatMap(({ fn }) => fn ?? []);
  return isAnyPassing(stack.ofTypes(METRIC_ALARM), (alarm) =>
    evaluateWithin(alarm, () =>
      isAnyPassing(metricsOf(alarm), ({ namespace, props }) => {
        const lagMetric = LAG_METRICS.find((one) => one.namespace === namespace);
        if (!lagMetric || props.string("metricName") !== lagMetric.metric) return false;
        const path = `${props.at}dimensions.${lagMetric.dimension}`;
        const monitored = lagMetric.namespace === "AWS/Kinesis" ? [stream] : consumers;
        const types = monitored.map(({ type }) => type);
        return stack.findTargets(alarm, path, types).some((one) => monitored.includes(one));
      }),
    ),
  );
}
