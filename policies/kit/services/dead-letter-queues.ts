import {
  EVENT_INVOKE_CONFIG,
  EVENT_SOURCE_MAPPING,
  EVENT_TARGET,
  FUNCTION,
  QUEUE,
  SCHEDULE,
} from "../facts/resource-types/apps";
import { TOPIC_SUBSCRIPTION } from "../facts/resource-types/notification";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { isAnyTrue } from "../reading/three-valued-logic";

/** Where a queue sends what nobody could work off, as a resource of its own. */
const QUEUE_REDRIVE = ["aws:sqs/redrivePolicy:RedrivePolicy"];
const QUEUE_REDRIVE_ALLOW = ["aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"];

/** Properties by which other things than queues name the queue that takes what they failed on. */
const FAILURE_SENDERS: readonly (readonly [types: readonly string[], path: string])[] = [
  [FUNCTION, "deadLetterConfig.targetArn"],
  [EVENT_INVOKE_CONFIG, "destinationConfig.onFailure.destination"],
  [EVENT_SOURCE_MAPPING, "destinationConfig.onFailure.destinationArn"],
  [EVENT_TARGET, "deadLetterConfig.arn"],
  [SCHEDULE, "target.deadLetterConfig.arn"],
  [TOPIC_SUBSCRIPTION, "redrivePolicy"],
];

/** Where a queue says that it sends what nobody could work off: in itself, or in a resource of its own. */
export function redriveSettingOf(stack: Stack, queue: Resource): Resource | undefined {
  return hasRedriveTarget(queue) ? queue : stack.findReferrers(queue, QUEUE_REDRIVE, "queueUrl")[0];
}

/**
 * The queues that send a queue what nobody could work off.
 *
 * @throws {Undecided} when none is known to, and one may
 */
export function deadLetterSourcesOf(stack: Stack, queue: Resource): readonly Resource[] {
  return [...findInlineSources(stack, queue), ...findSeparateSources(stack, queue)];
}

/**
 * Whether a queue is there for what others failed on.
 *
 * @throws {Undecided} when it is not known to be, and may be
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
  const linked = stack.findReferrers(queue, QUEUE, "redrivePolicy").filter((source) => source !== queue);
  return linked.length > 0 ? linked : findSourcesByTargetName(stack, queue);
}

function findSeparateSources(stack: Stack, queue: Resource): readonly Resource[] {
  return stack
    .findReferrers(queue, QUEUE_REDRIVE, "redrivePolicy")
    .flatMap((redrive) => stack.findTargets(redrive, "queueUrl", QUEUE))
    .filter((source) => source !== queue);
}

/** Queues whose policy names an ARN that is written out, by the name at its end. */
const queuesByTargetName = new WeakMap<Stack, ReadonlyMap<string, readonly Resource[]>>();

function findSourcesByTargetName(stack: Stack, queue: Resource): readonly Resource[] {
  let byName = queuesByTargetName.get(stack);
  if (!byName) {
    byName = indexByTargetName(stack);
    queuesByTargetName.set(stack, byName);
  }
  const name = queue.read("name");
  return (name.state === "known" && byName.get(String(name.value))) || [];
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

/** Whether a queue says where it sends to; a policy without a target sends nowhere. */
function hasRedriveTarget(queue: Resource): boolean {
  if (queue.read("redrivePolicy").state !== "known") return queue.isSet("redrivePolicy");
  return queue.json("redrivePolicy")?.isSet("deadLetterTargetArn") ?? false;
}
