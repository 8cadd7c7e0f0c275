import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { requireStack } from "../reading/stack";

const REST_RESOURCE = ["aws:apigateway/resource:Resource"];

/** Limit on the levels of a path, in case resources refer to each other in a circle. */
const MAX_LEVELS = 100;

/**
 * The route of a method of a REST API, such as `GET /orders/{id}`. A level outside of the stack is `?`.
 *
 * @throws {Undecided} when a part of the path is unknown
 */
export function routeOf(method: Resource, context: { readonly stack?: Stack }): string {
  const stack = requireStack(context, "resourceId");
  const parts: string[] = [];
  let current: Resource | undefined = method;
  let path = "resourceId";
  for (let level = 0; current && level < MAX_LEVELS; level++) {
    const next: Resource | undefined = stack.findTarget(current, path, REST_RESOURCE);
    if (next) parts.unshift(next.string("pathPart") ?? "?");
    else if (!isRoot(stack, current, path)) parts.unshift("?");
    current = next;
    path = "parentId";
  }
  return `${method.string("httpMethod") ?? "ANY"} /${parts.join("/")}`;
}

/** Whether a property refers to the root of an API, which is an output of the API and no resource of its own. */
function isRoot(stack: Stack, resource: Resource, path: string): boolean {
  return stack.dependenciesOf(resource, path).some(({ type }) => type === "aws:apigateway/restApi:RestApi");
}
