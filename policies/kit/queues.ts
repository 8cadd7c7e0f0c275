import type { Stack } from "./graph";
import { either } from "./logic";
import type { Resource } from "./resource";
import {
  EVENT_INVOKE_CONFIG,
  EVENT_SOURCE_MAPPING,
  EVENT_TARGET,
  FUNCTION,
  QUEUE,
  SCHEDULE,
} from "./types/apps";
import { TOPIC_SUBSCRIPTION } from "./types/notification";

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
export function redriveOf(stack: Stack, queue: Resource): Resource | undefined {
  return isGiven(queue) ? queue : stack.referrers(queue, QUEUE_REDRIVE, "queueUrl")[0];
}

/**
 * The queues that send a queue what nobody could work off.
 *
 * @throws {Undecided} when none is known to, and one may
 */
export function sourcesOf(stack: Stack, queue: Resource): readonly Resource[] {
  return [...inlineSources(stack, queue), ...ownedSources(stack, queue)];
}

/**
 * Whether a queue is there for what others failed on.
 *
 * @throws {Undecided} when it is not known to be, and may be
 */
export function isDeadLetterQueue(stack: Stack, queue: Resource): boolean {
  return either(
    () => queue.isSet("redriveAllowPolicy"),
    () => stack.referrers(queue, QUEUE_REDRIVE_ALLOW, "queueUrl").length > 0,
    () => inlineSources(stack, queue).length > 0,
    () => stack.referrers(queue, QUEUE_REDRIVE, "redrivePolicy").length > 0,
    ...FAILURE_SENDERS.map(
      ([types, path]) =>
        () =>
          stack.referrers(queue, types, path).length > 0,
    ),
  );
}

function inlineSources(stack: Stack, queue: Resource): readonly Resource[] {
  const linked = stack.referrers(queue, QUEUE, "redrivePolicy").filter((source) => source !== queue);
  return linked.length > 0 ? linked : writtenSources(stack, queue);
}

function ownedSources(stack: Stack, queue: Resource): readonly Resource[] {
  return stack
    .referrers(queue, QUEUE_REDRIVE, "redrivePolicy")
    .flatMap((redrive) => stack.links(redrive, "queueUrl", QUEUE))
    .filter((source) => source !== queue);
}

/** Queues whose policy names an ARN that is written out, by the name at its end. */
const written = new WeakMap<Stack, ReadonlyMap<string, readonly Resource[]>>();

function writtenSources(stack: Stack, queue: Resource): readonly Resource[] {
  let byName = written.get(stack);
  if (!byName) {
    byName = writtenByName(stack);
    written.set(stack, byName);
  }
  const name = queue.read("name");
  return (name.state === "known" && byName.get(String(name.value))) || [];
}

function writtenByName(stack: Stack): ReadonlyMap<string, readonly Resource[]> {
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
function isGiven(queue: Resource): boolean {
  if (queue.read("redrivePolicy").state !== "known") return queue.isSet("redrivePolicy");
  return queue.json("redrivePolicy")?.isSet("deadLetterTargetArn") ?? false;
}
