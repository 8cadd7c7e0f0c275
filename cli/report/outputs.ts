import { stringify } from "yaml";
import { UNKNOWN_VALUE } from "../../common/special-values";
import type { Properties, Value } from "../../lab/engine";
import { isSecret } from "../../lab/engine";
import { stripControls, WIDTH, wrap } from "../formatting";

/** Replaces a secret value. */
export const SECRET_TEXT = "[secret]";

/** Replaces secrets with `[secret]` and values that a preview does not know with `[unknown]`. */
export function redact(value: Value): Value {
  if (isSecret(value)) return SECRET_TEXT;
  if (value === UNKNOWN_VALUE) return "[unknown]";
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redact(inner as Value)]));
}

/** Formats outputs of a stack as YAML lines of at most {@link WIDTH} columns; empty without outputs. */
export function outputLines(outputs: Properties): readonly string[] {
  const present = Object.entries(redact(outputs) as Properties).filter(([, value]) => value !== null);
  if (present.length === 0) return [];
  const text = stringify(Object.fromEntries(present), { lineWidth: 0 });
  return stripControls(text)
    .trimEnd()
    .split("\n")
    .flatMap((line) => wrap(line, WIDTH - 2, "  ").map((part) => `  ${part}`));
}
