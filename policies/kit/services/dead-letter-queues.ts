import {
  EVENT_INVOKE_CONFIG,
  EVENT_SOURCE_MAPPING,
  EVENT_TARGET,
  FUNCTION,
  QUEUE,
  SCHEDULE,
} from "../facts/resource-types/apps";
import { TOPIC_SUBSCRIPTION } from "../facts/resource-types/notification";
import { memoizeByStack } from "../reading/memoize-by-stack";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { isAnyTrue } from "../reading/three-valued-logic";

/** Separate resources that set the dead-letter queue of a queue, and which queues may use a queue as one. */
const QUEUE_REDRIVE = ["aws:sqs/redrivePolicy:RedrivePolicy"];
const QUEUE_REDRIVE_ALLOW = ["aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"];

/** Properties by which resources other than queues name the queue for events that they could not process. */
const FAILURE_SENDERS: readonly (readonly [types: readonly string[], path: string])[] = [
  [FUNCTION, "deadLetterConfig.targetArn"],
  [EVENT_INVOKE_CONFIG, "destinationConfig.onFailure.destination"],
  [EVENT_SOURCE_MAPPING, "destinationConfig.onFailure.destinationArn"],
  [EVENT_TARGET, "deadLetterConfig.arn"],
  [SCHEDULE, "target.deadLetterConfig.arn"],
  [TOPIC_SUBSCRIPTION, "redrivePolicy"],
];

/** The resource that sets the dead-letter queue of a queue: the queue itself or a separate resource. */
export function redriveSettingOf(stack: Stack, queue: Resource): Resource | undefined {
  return hasRedriveTarget(queue) ? queue : stack.findReferrers(queue, QUEUE_REDRIVE, "queueUrl")[0];
}

/**
 * The queues that use a queue as their dead-letter queue.
 *
 * @throws {Undecided} when none is known to and one is undecided
 */
export function deadLetterSourcesOf(stack: Stack, queue: Resource): readonly Resource[] {
  return [...findInlineSources(stack, queue), ...findSeparateSources(stack, queue)];
}

/**
 * Whether a queue is a dead-letter queue.
 *
 * @throws {Undecided} when it is not known to be one and a resource that may name it is undecided
 */
export function isDeadLetterQueue(stack: Stack, queue: Resource): boolean {
  return isAnyTrue(
    () => queue.isSet("redriveAllowPolicy"),
    () => stack.findReferrers(queue, QUEUE_REDRIVE_ALLOW, "queueUrl").length > 0,
    () => findInlineSources(stack, queue).length > 0,
    () => stack.findReferrers(queue, QUEUE_REDRIVE, "redrivePolicy").length > 0,
    ...FAILURE_SENDERS.map(
      ([types, path]) =>
        () =>
          stack.findReferrers(queue, types, path).length > 0,
    ),
  );
}

function findInlineSources(stack: Stack, queue: Resource): readonly Resource[] {
  const referrers = stack.findReferrers(queue, QUEUE, "redrivePolicy").filter((source) => source !== queue);
  return referrers.length > 0 ? referrers : findSourcesByTargetName(stack, queue);
}

function findSeparateSources(stack: Stack, queue: Resource): readonly Resource[] {
  return stack
    .findReferrers(queue, QUEUE_REDRIVE, "redrivePolicy")
    .flatMap((redrive) => stack.findTargets(redrive, "queueUrl", QUEUE))
    .filter((source) => source !== queue);
}

/** Queues whose redrive policy has a literal ARN, by the name at the end of the ARN. */
const queuesByTargetName = memoizeByStack(indexByTargetName);

function findSourcesByTargetName(stack: Stack, queue: Resource): readonly Resource[] {
  const name = queue.read("name");
  return name.state === "known" ? (queuesByTargetName(stack).get(String(name.value)) ?? []) : [];
}

function indexByTargetName(stack: Stack): ReadonlyMap<string, readonly Resource[]> {
  const byName = new Map<string, Resource[]>();
  for (const source of stack.ofTypes(QUEUE)) {
    if (source.read("redrivePolicy").state !== "known") continue;
    const arn = source.json("redrivePolicy")?.string("deadLetterTargetArn") ?? "";
    const name = arn.slice(arn.lastIndexOf(":") + 1);
    byName.set(name, [...(byName.get(name) ?? []), source]);
  }
  return byName;
}

/** Whether the redrive policy of a queue has a target. */
function hasRedriveTarget(queue: Resource): boolean {
  if (queue.read("redrivePolicy").state !== "known") return queue.isSet("redrivePolicy");
  return queue.json("redrivePolicy")?.isSet("deadLetterTargetArn") ?? false;
}
