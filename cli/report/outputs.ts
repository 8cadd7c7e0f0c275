import { stringify } from "yaml";
import type { Properties, Value } from "../../lab/engine";
import { isSecret } from "../../lab/engine";
import { clean, WIDTH, wrap } from "../text";

/** Stands for a value that is secret. */
export const SECRET_TEXT = "[secret]";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Values as they are shown: secrets as `[secret]`, what a preview cannot know as `[unknown]`. */
export function shown(value: Value): Value {
  if (isSecret(value)) return SECRET_TEXT;
  if (value === UNKNOWN) return "[unknown]";
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner as Value)]));
}

/** Outputs of a stack as YAML, each line at most {@link WIDTH} columns; nothing when there are none. */
export function outputLines(outputs: Properties): readonly string[] {
  const there = Object.entries(shown(outputs) as Properties).filter(([, value]) => value !== null);
  if (there.length === 0) return [];
  const text = stringify(Object.fromEntries(there), { lineWidth: 0 });
  return clean(text)
    .trimEnd()
    .split("\n")
    .flatMap((line) => wrap(line, WIDTH - 2, "  ").map((part) => `  ${part}`));
}
