import { type Properties, setKey, type Value } from "./values";

/** Part of a property path: a key, an index, or `*` for any. */
type Step = string | number;

/**
 * Parses a property path in Pulumi's notation: `tags.owner`, `rules[0].id`, `["a.b"].c`, `rules[*].id`.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/property_path.go
 */
export function parsePath(path: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [, key, index, quoted] of path.matchAll(/([^.[\]"]+)|\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]/g)) {
    if (quoted !== undefined) steps.push(quoted.replace(/\\(.)/g, "$1"));
    else if (index !== undefined) steps.push(index === "*" ? "*" : Number(index));
    else if (key !== undefined) steps.push(key);
  }
  return steps;
}

/** Whether `changed` lies under `pattern` or above it: one path is the start of the other. */
export function pathsMeet(pattern: string, changed: string): boolean {
  const patternSteps = parsePath(pattern);
  const steps = parsePath(changed);
  const common = Math.min(patternSteps.length, steps.length);
  for (let index = 0; index < common; index += 1) {
    if (patternSteps[index] !== "*" && String(patternSteps[index]) !== String(steps[index])) return false;
  }
  return true;
}

/**
 * Returns inputs with the old values of the properties under `ignoreChanges`; a property that had no old value is left
 * out.
 */
export function ignoreChanges(inputs: Properties, olds: Properties, paths: readonly string[]): Properties {
  return paths.reduce<Properties>(
    (result, path) => restoreOld(result, olds, parsePath(path)) as Properties,
    inputs,
  );
}

function restoreOld(
  value: Value | undefined,
  old: Value | undefined,
  steps: readonly Step[],
): Value | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return old;
  if (Array.isArray(value) || Array.isArray(old)) {
    if (!Array.isArray(value) || !Array.isArray(old)) return value;
    return value.map((item, index) =>
      // A new item has no old value.
      index < old.length && (step === "*" || step === index)
        ? (restoreOld(item, old[index], rest) ?? item)
        : item,
    );
  }
  const [current, before] = [asObject(value), asObject(old)];
  if (!current && !before) return value;
  const result: Record<string, Value> = {};
  const keys = step === "*" ? Object.keys({ ...before, ...current }) : [String(step)];
  for (const key of Object.keys(current ?? {}))
    if (!keys.includes(key)) setKey(result, key, current?.[key] as Value);
  for (const key of keys) {
    const restored = restoreOld(valueAt(current, key), valueAt(before, key), rest);
    if (restored !== undefined) setKey(result, key, restored);
  }
  return result;
}

function valueAt(object: Properties | undefined, key: string): Value | undefined {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}

function asObject(value: Value | undefined): Properties | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Properties)
    : undefined;
}
