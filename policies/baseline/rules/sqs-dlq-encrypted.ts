import {
  deadLetterSourcesOf,
  describeMismatch,
  evaluateWithin,
  eventSourceMappingsOf,
  isDeadLetterQueue,
  QUEUE,
  type Resource,
  redriveSettingOf,
  setInput,
  stackRule,
} from "../../kit";

/** A queue is encrypted, retains failed messages, and hides a message while a function processes it. */
export const sqsDlqEncrypted = stackRule<Settings>({
  name: "sqs-dlq-encrypted",
  title: "Queues are encrypted and lose no message",
  description:
    "An SQS queue is encrypted, has a dead-letter queue that retains messages at least as long, and a visibility timeout that is long enough for the function that processes it.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "SQS.1",
    specification: "Amazon SQS queues should be encrypted at rest",
  },
  tags: [
    "apps",
    "checkov:CKV_AWS_27",
    "cdk-nag:AwsSolutions-SQS2",
    "cdk-nag:AwsSolutions-SQS3",
    "trivy:AWS-0096",
  ],
  remediationSteps:
    "Set redrivePolicy to JSON with deadLetterTargetArn and maxReceiveCount, messageRetentionSeconds of the dead-letter queue to at least that of its source, and visibilityTimeoutSeconds to six times the timeout of the function; leave sqsManagedSseEnabled on, or set kmsMasterKeyId.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  settings: {
    visibilityFactor: {
      type: "number",
      minimum: 1,
      maximum: 100,
      default: 6,
      description: "Minimum ratio of the visibility timeout to the timeout of the function.",
    },
  },
  types: QUEUE,
  checks: {
    encryption: (queue) => {
      // SQS encrypts by default.
      if (queue.boolean("sqsManagedSseEnabled") !== false || queue.isSet("kmsMasterKeyId")) return undefined;
      return describeMismatch(
        queue,
        "sqsManagedSseEnabled",
        "true",
        "or set kmsMasterKeyId; otherwise messages are not encrypted",
      );
    },
    "dead-letter queue": (queue, { stack }) => {
      if (redriveSettingOf(stack, queue) || isDeadLetterQueue(stack, queue)) return undefined;
      return describeMismatch(
        queue,
        "redrivePolicy",
        "JSON with deadLetterTargetArn and maxReceiveCount",
        "a message that always fails returns until it expires",
      );
    },
    retention: (queue, { stack }) => {
      const retention = queue.number("messageRetentionSeconds") ?? RETENTION_SECONDS;
      const sources = deadLetterSourcesOf(stack, queue).map((source) => ({
        name: source.name,
        seconds: evaluateWithin(source, () => source.number("messageRetentionSeconds") ?? RETENTION_SECONDS),
      }));
      const [longest] = sources.sort((a, b) => b.seconds - a.seconds);
      if (!longest || retention >= longest.seconds) return undefined;
      return `messageRetentionSeconds is ${retention}${byDefault(queue, "messageRetentionSeconds")}, expected ${longest.seconds} or more, the retention of ${longest.name}; the age of a message counts from its first queue`;
    },
    visibility: (queue, { stack, settings }) =>
      eventSourceMappingsOf(stack, queue).flatMap(({ mapping, fn }) => {
        if (!fn) return [];
        const timeout = evaluateWithin(fn, () => fn.number("timeout") ?? TIMEOUT_SECONDS);
        const window = evaluateWithin(mapping, () => mapping.number("maximumBatchingWindowInSeconds") ?? 0);
        const needed = Math.min(
          Math.ceil(settings.visibilityFactor * timeout + window),
          MAX_VISIBILITY_SECONDS,
        );
        const visibility = queue.number("visibilityTimeoutSeconds") ?? VISIBILITY_SECONDS;
        if (visibility >= needed) return [];
        const batching = window > 0 ? ` and ${window} s of the batching window` : "";
        return `visibilityTimeoutSeconds is ${visibility}${byDefault(queue, "visibilityTimeoutSeconds")}, expected ${needed} or more, ${settings.visibilityFactor} times the ${timeout} s of ${fn.name}${batching}; otherwise a message is processed twice`;
      }),
  },
  remediation: (inputs, queue) => {
    if (queue.boolean("sqsManagedSseEnabled") !== false || queue.isSet("kmsMasterKeyId")) return false;
    setInput(inputs, "sqsManagedSseEnabled", true);
    return true;
  },
});

interface Settings {
  readonly visibilityFactor: number;
}

/**
 * Defaults of SQS and Lambda in seconds, and the maximum visibility timeout of SQS.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const RETENTION_SECONDS = 345_600;
const VISIBILITY_SECONDS = 30;
const TIMEOUT_SECONDS = 3;
const MAX_VISIBILITY_SECONDS = 43_200;

function byDefault(queue: Resource, path: string): string {
  return queue.read(path).state === "absent" ? " by default" : "";
}
