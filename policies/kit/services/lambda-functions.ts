import {
  EVENT_INVOKE_CONFIG,
  EVENT_SOURCE_MAPPING,
  EVENT_TARGET,
  FUNCTION,
  FUNCTION_ALIAS,
  SCHEDULE,
} from "../facts/resource-types/apps";
import { TOPIC_SUBSCRIPTION } from "../facts/resource-types/notification";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { isAnyTrue } from "../reading/three-valued-logic";

/** Properties by which services that do not wait for the answer name the function that they call. */
const ASYNC_INVOKERS: readonly (readonly [types: readonly string[], path: string])[] = [
  [["aws:s3/bucketNotification:BucketNotification"], "lambdaFunctions"],
  [TOPIC_SUBSCRIPTION, "endpoint"],
  [EVENT_TARGET, "arn"],
  [SCHEDULE, "target.arn"],
  [["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"], "destinationArn"],
  [["aws:iot/topicRule:TopicRule"], "lambdas"],
  [["aws:ses/receiptRule:ReceiptRule"], "lambdaActions"],
  // Who sets what becomes of such calls has some.
  [EVENT_INVOKE_CONFIG, "functionName"],
];

/**
 * Services that do not wait for the answer of a function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
 */
const ASYNC_SERVICES =
  /^(?:s3|sns|events|scheduler|logs(?:\..+)?|iot|ses|config|codecommit)\.amazonaws\.com$/;

/**
 * The functions that a property names, also by an alias.
 *
 * @throws {Undecided} when the property is unknown and the graph does not tell
 */
export function findFunctions(stack: Stack, resource: Resource, path: string): readonly Resource[] {
  const aliases = stack
    .findTargets(resource, path, FUNCTION_ALIAS)
    .flatMap((alias) => stack.findTargets(alias, "functionName", FUNCTION));
  return aliases.length > 0 ? aliases : stack.findTargets(resource, path, FUNCTION);
}

/**
 * The resources of some types whose property names a function or an alias of it.
 *
 * @throws {Undecided} when none is known to, and one may
 */
export function findCallers(
  stack: Stack,
  fn: Resource,
  types: readonly string[],
  path: string,
): readonly Resource[] {
  const aliases = stack.findReferrers(fn, FUNCTION_ALIAS, "functionName");
  const byAlias = aliases.flatMap((alias) => stack.findReferrers(alias, types, path));
  return [...new Set([...byAlias, ...(byAlias.length > 0 ? [] : stack.findReferrers(fn, types, path))])];
}

/**
 * Whether something of the stack calls a function without waiting for its answer, so that nobody but the function's own
 * settings takes care of what fails.
 *
 * @throws {Undecided} when nothing is known to, and something may
 */
export function isInvokedAsynchronously(stack: Stack, fn: Resource): boolean {
  return isAnyTrue(
    ...ASYNC_INVOKERS.map(
      ([types, path]) =>
        () =>
          findCallers(stack, fn, types, path).length > 0,
    ),
    () =>
      findCallers(stack, fn, ["aws:lambda/permission:Permission"], "function").some((permission) =>
        ASYNC_SERVICES.test(permission.string("principal") ?? ""),
      ),
  );
}

/** The mappings that call functions with the items of a queue or a stream, each with its function. */
export function eventSourceMappingsOf(
  stack: Stack,
  source: Resource,
): readonly { readonly mapping: Resource; readonly fn: Resource | undefined }[] {
  return stack
    .findReferrers(source, EVENT_SOURCE_MAPPING, "eventSourceArn")
    .map((mapping) => ({ mapping, fn: findFunctions(stack, mapping, "functionName")[0] }));
}
