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

/** A queue is encrypted, loses no message that cannot be worked off, and gives its workers the time they need. */
export const sqsDlqEncrypted = stackRule<Settings>({
  name: "sqs-dlq-encrypted",
  title: "Queues are encrypted and lose no message",
  description:
    "An SQS queue is encrypted, has a dead-letter queue that keeps messages as long as itself, and hides a message long enough for the function that works it off.",
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
    "Set redrivePolicy to JSON with deadLetterTargetArn and maxReceiveCount, messageRetentionSeconds of the dead-letter queue to that of its source or more, visibilityTimeoutSeconds to six times the timeout of the function, and leave sqsManagedSseEnabled on, or set kmsMasterKeyId.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  settings: {
    visibilityFactor: {
      type: "number",
      minimum: 1,
      maximum: 100,
      default: 6,
      description: "How many timeouts of its function a queue hides a message for.",
    },
  },
  types: QUEUE,
  checks: {
    encryption: (queue) => {
      // SQS encrypts by itself what it is not told to leave in clear.
      if (queue.boolean("sqsManagedSseEnabled") !== false || queue.isSet("kmsMasterKeyId")) return undefined;
      return describeMismatch(
        queue,
        "sqsManagedSseEnabled",
        "true",
        "or set kmsMasterKeyId; else messages lie in clear",
      );
    },
    "dead-letter queue": (queue, { stack }) => {
      if (redriveSettingOf(stack, queue) || isDeadLetterQueue(stack, queue)) return undefined;
      return describeMismatch(
        queue,
        "redrivePolicy",
        "JSON with deadLetterTargetArn and maxReceiveCount",
        "a message that nobody can work off comes back until it is lost",
      );
    },
    retention: (queue, { stack }) => {
      const kept = queue.number("messageRetentionSeconds") ?? RETENTION_SECONDS;
      const sources = deadLetterSourcesOf(stack, queue).map((source) => ({
        name: source.name,
        seconds: evaluateWithin(source, () => source.number("messageRetentionSeconds") ?? RETENTION_SECONDS),
      }));
      const [longest] = sources.sort((a, b) => b.seconds - a.seconds);
      if (!longest || kept >= longest.seconds) return undefined;
      return `messageRetentionSeconds is ${kept}${byDefault(queue, "messageRetentionSeconds")}, expected ${longest.seconds} or more, as long as ${longest.name} keeps messages; a message's age counts from its first queue`;
    },
    visibility: (queue, { stack, settings }) =>
      eventSourceMappingsOf(stack, queue).flatMap(({ mapping, fn }) => {
        if (!fn) return [];
        const timeout = evaluateWithin(fn, () => fn.number("timeout") ?? TIMEOUT_SECONDS);
        const window = evaluateWithin(mapping, () => mapping.number("maximumBatchingWindowInSeconds") ?? 0);
        const needed = Math.min(Math.ceil(settings.visibilityFactor * timeout + window), LONGEST_SECONDS);
        const hidden = queue.number("visibilityTimeoutSeconds") ?? VISIBILITY_SECONDS;
        if (hidden >= needed) return [];
        const waits = window > 0 ? ` and ${window} s in which a batch is gathered` : "";
        return `visibilityTimeoutSeconds is ${hidden}${byDefault(queue, "visibilityTimeoutSeconds")}, expected ${needed} or more, ${settings.visibilityFactor} times the ${timeout} s of ${fn.name}${waits}; else a message is worked off twice`;
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
 * What SQS and Lambda take when nothing is said, in seconds, and the longest time that SQS hides a message.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const RETENTION_SECONDS = 345_600;
const VISIBILITY_SECONDS = 30;
const TIMEOUT_SECONDS = 3;
const LONGEST_SECONDS = 43_200;

function byDefault(queue: Resource, path: string): string {
  return queue.read(path).state === "absent" ? " by default" : "";
}
