import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { requireStack } from "../reading/stack";

const REST_RESOURCE = ["aws:apigateway/resource:Resource"];

/** An API has no more levels than a path may have characters. */
const MAX_LEVELS = 100;

/**
 * The route of a method of a REST API, such as `GET /orders/{id}`. A level that no resource of the stack is behind is shown
 * as `?`.
 *
 * @throws {Undecided} when it is not known what the path is made of
 */
export function routeOf(method: Resource, context: { readonly stack?: Stack }): string {
  const stack = requireStack(context, "resourceId");
  const parts: string[] = [];
  let at: Resource | undefined = method;
  let path = "resourceId";
  for (let level = 0; at && level < MAX_LEVELS; level++) {
    const next: Resource | undefined = stack.findTarget(at, path, REST_RESOURCE);
    if (next) parts.unshift(next.string("pathPart") ?? "?");
    else if (!isRoot(stack, at, path)) parts.unshift("?");
    at = next;
    path = "parentId";
  }
  return `${method.string("httpMethod") ?? "ANY"} /${parts.join("/")}`;
}

/** The root of an API is not a resource of its own: it is named by the API. */
function isRoot(stack: Stack, resource: Resource, path: string): boolean {
  return stack.dependenciesOf(resource, path).some(({ type }) => type === "aws:apigateway/restApi:RestApi");
}
