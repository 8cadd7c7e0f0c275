import { Props } from "../reading/props";
import type { Resource } from "../reading/resource";

/** The containers of a task definition; empty when its text is no JSON. */
export function containersOf(task: Resource): readonly Props[] {
  const text = task.string("containerDefinitions");
  if (text === undefined) return [];
  try {
    return new Props([{ containerDefinitions: JSON.parse(text) }]).list("containerDefinitions");
  } catch {
    return [];
  }
}
