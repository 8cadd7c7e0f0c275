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

/** Properties by which services name the function that they invoke asynchronously. */
const ASYNC_INVOKERS: readonly (readonly [types: readonly string[], path: string])[] = [
  [["aws:s3/bucketNotification:BucketNotification"], "lambdaFunctions"],
  [TOPIC_SUBSCRIPTION, "endpoint"],
  [EVENT_TARGET, "arn"],
  [SCHEDULE, "target.arn"],
  [["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"], "destinationArn"],
  [["aws:iot/topicRule:TopicRule"], "lambdas"],
  [["aws:ses/receiptRule:ReceiptRule"], "lambdaActions"],
  // A function with settings for asynchronous invocations has such invocations.
  [EVENT_INVOKE_CONFIG, "functionName"],
];

/**
 * Services that invoke functions asynchronously.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
 */
const ASYNC_SERVICES =
  /^(?:s3|sns|events|scheduler|logs(?:\..+)?|iot|ses|config|codecommit)\.amazonaws\.com$/;

/**
 * Finds the functions to which a property refers, directly or by an alias.
 *
 * @throws {Undecided} when the property is unknown and its dependencies name no function
 */
export function findFunctions(stack: Stack, resource: Resource, path: string): readonly Resource[] {
  const aliases = stack
    .findTargets(resource, path, FUNCTION_ALIAS)
    .flatMap((alias) => stack.findTargets(alias, "functionName", FUNCTION));
  return aliases.length > 0 ? aliases : stack.findTargets(resource, path, FUNCTION);
}

/**
 * Finds the resources of some types whose property refers to a function or to an alias of it.
 *
 * @throws {Undecided} when none is known to refer to it and one is undecided
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
 * Whether a resource of the stack invokes a function asynchronously, so that only the function's settings handle failed
 * events.
 *
 * @throws {Undecided} when none is known to and one is undecided
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

/** The mappings that invoke functions with the items of a queue or a stream, each with its function. */
export function eventSourceMappingsOf(
  stack: Stack,
  source: Resource,
): readonly { readonly mapping: Resource; readonly fn: Resource | undefined }[] {
  return stack
    .findReferrers(source, EVENT_SOURCE_MAPPING, "eventSourceArn")
    .map((mapping) => ({ mapping, fn: findFunctions(stack, mapping, "functionName")[0] }));
}
