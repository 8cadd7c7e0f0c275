import { UNKNOWN_VALUE } from "../../common/special-values";
import type { Properties, Value } from "../wire/value";

export type { Properties, Value } from "../wire/value";

/** Whether a value is known: neither the unknown value nor a list or object that contains it. */
export function isKnown(value: Value | undefined): boolean {
  if (typeof value === "string") return value !== UNKNOWN_VALUE;
  if (typeof value !== "object" || value === null) return true;
  return Array.isArray(value) ? value.every(isKnown) : Object.values(value).every(isKnown);
}

/** Whether a value is an object: neither null, nor a list, nor a scalar. */
export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The value when it is a known string, else undefined. */
export function asString(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== UNKNOWN_VALUE ? value : undefined;
}

/** The value when it is a number, else undefined. */
export function asNumber(value: Value | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The objects of a list, without its unknown members; none when it is not a known list. */
export function asObjects(value: Value | undefined): readonly Properties[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** The known strings of a list; none when it is not a known list. */
export function asStrings(value: Value | undefined): readonly string[] {
  return isList(value) ? value.flatMap((item) => asString(item) ?? []) : [];
}

/** The value at a path such as `rules[0].id`, or undefined. */
export function valueAt(inputs: Properties, path: string): Value | undefined {
  let value: Value | undefined = inputs;
  for (const step of path.split(/[.[\]]+/)) {
    if (step === "") continue;
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.hasOwn(value, step) ? (value as Properties)[step] : undefined;
  }
  return value;
}
