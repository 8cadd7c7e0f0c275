/**
 * Sets an input by its path of keys and indices, and makes the objects that lead there where there are none. Everything
 * else stays, also what cannot be read.
 */
export function setInput(inputs: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let at = inputs;
  for (const key of keys) {
    const next = at[key];
    if (typeof next !== "object" || next === null) at[key] = {};
    at = at[key] as Record<string, unknown>;
  }
  at[last] = value;
}
