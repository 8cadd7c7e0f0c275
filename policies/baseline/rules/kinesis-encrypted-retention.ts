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

/** A stream is encrypted, keeps records until they can be read again, and somebody sees it fall behind. */
export const kinesisEncryptedRetention = stackRule<Settings>({
  name: "kinesis-encrypted-retention",
  title: "Streams are encrypted and keep records long enough",
  description:
    "A Kinesis stream is encrypted by a key, keeps its records long enough, and grows by itself or has an alarm on the age of what is read.",
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
    'Set encryptionType to "KMS" and kmsKeyId to "alias/aws/kinesis" or a key of your own, retentionPeriod to 168 hours or more, and streamModeDetails.streamMode to "ON_DEMAND", or add aws.cloudwatch.MetricAlarm on GetRecords.IteratorAgeMilliseconds.',
  url: "https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html",
  settings: {
    minHours: {
      type: "integer",
      minimum: 24,
      maximum: 8760,
      default: 168,
      description: "Fewest hours that records are kept.",
    },
  },
  types: KINESIS_STREAM,
  checks: {
    encryption: (stream) =>
      mustBeOneOf(
        stream,
        "encryptionType",
        ["KMS"],
        'with kmsKeyId "alias/aws/kinesis" or a key of your own',
      ),
    retention: (stream, { settings }) => {
      const hours = stream.number("retentionPeriod") ?? RETENTION_HOURS;
      if (hours >= settings.minHours) return undefined;
      const byDefault = stream.read("retentionPeriod").state === "absent" ? " by default" : "";
      return `retentionPeriod is ${hours}${byDefault}, expected ${settings.minHours} or more hours, in which a reader that stands still can be mended`;
    },
    capacity: (stream, { stack }) => {
      if (stream.string("streamModeDetails.streamMode") === "ON_DEMAND") return undefined;
      if (isWatched(stack, stream)) return undefined;
      return 'it has a fixed number of shards and nobody sees when readers fall behind; set streamModeDetails.streamMode to "ON_DEMAND", or add an alarm on GetRecords.IteratorAgeMilliseconds of AWS/Kinesis';
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

/** What Kinesis keeps when nothing is said. @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
const RETENTION_HOURS = 24;

/** Metrics that tell how far readers are behind, by namespace, with the dimension that names what they are of. */
const AGES = [
  { namespace: "AWS/Kinesis", metric: "GetRecords.IteratorAgeMilliseconds", dimension: "StreamName" },
  { namespace: "AWS/Lambda", metric: "IteratorAge", dimension: "FunctionName" },
] as const;

function isWatched(stack: Stack, stream: Resource): boolean {
  const readers = eventSourceMappingsOf(stack, stream).flatMap(({ fn }) => fn ?? []);
  return isAnyPassing(stack.ofTypes(METRIC_ALARM), (alarm) =>
    evaluateWithin(alarm, () =>
      isAnyPassing(metricsOf(alarm), ({ namespace, props }) => {
        const age = AGES.find((one) => one.namespace === namespace);
        if (!age || props.string("metricName") !== age.metric) return false;
        const path = `${props.at}dimensions.${age.dimension}`;
        const watched = age.namespace === "AWS/Kinesis" ? [stream] : readers;
        const types = watched.map(({ type }) => type);
        return stack.findTargets(alarm, path, types).some((one) => watched.includes(one));
      }),
    ),
  );
}
