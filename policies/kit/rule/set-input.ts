/** Sets an input by its path of keys and indices, and creates missing objects on the path. Other inputs stay, unknown ones included. */
export function setInput(inputs: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let parent = inputs;
  for (const key of keys) {
    const next = parent[key];
    if (typeof next !== "object" || next === null) parent[key] = {};
    parent = parent[key] as Record<string, unknown>;
  }
  parent[last] = value;
}
