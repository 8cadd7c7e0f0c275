import {
  OUTPUT_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
  UNKNOWN_VALUE,
} from "../../common/special-values";
import { isList, isObject, type Properties, type Value } from "../aws/property-values";
import { define } from "../wire/reader";

/** Unknowns of other types than text, which are treated alike. */
const UNKNOWNS = new Set([
  UNKNOWN_VALUE,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
]);

/** Positions of secrets: the value itself, or some of its members. */
export type Mask = true | { readonly [key: string]: Mask };

/** Properties in the clear, and the positions of their secrets. */
export interface Revealed {
  readonly plain: Properties;
  /** Undefined when nothing was secret. */
  readonly mask: Mask | undefined;
}

/** Removes the secret marks from property values, so that the simulated services see the values that AWS would see. */
export function reveal(properties: Properties): Revealed {
  const { value, mask } = revealValue(properties);
  return { plain: isObject(value) ? value : {}, mask };
}

/** Marks the secrets of a request in its response. Secret tags stay secret in `tagsAll`. */
export function conceal(properties: Properties, mask: Mask | undefined): Properties {
  if (mask === undefined) return properties;
  const tags = mask === true ? undefined : mask["tags"];
  const whole = mask !== true && tags !== undefined ? { tagsAll: tags, ...mask } : mask;
  return concealValue(properties, whole) as Properties;
}

interface RevealedValue {
  readonly value: Value;
  readonly mask: Mask | undefined;
}

function revealValue(value: Value): RevealedValue {
  if (typeof value === "string")
    return { value: UNKNOWNS.has(value) ? UNKNOWN_VALUE : value, mask: undefined };
  if (typeof value !== "object" || value === null) return { value, mask: undefined };
  if (isList(value)) return revealList(value);
  const signature = Object.hasOwn(value, SIGNATURE_KEY) ? (value as Properties)[SIGNATURE_KEY] : undefined;
  if (signature === SECRET_SIGNATURE)
    return { value: revealValue((value as Properties)["value"] ?? null).value, mask: true };
  if (signature === OUTPUT_SIGNATURE) {
    const inner = (value as Properties)["value"];
    return {
      value: inner === undefined ? UNKNOWN_VALUE : revealValue(inner).value,
      mask: (value as Properties)["secret"] === true ? true : undefined,
    };
  }
  return revealObject(value as Properties);
}

function revealList(list: readonly Value[]): RevealedValue {
  const masks: Record<string, Mask> = {};
  let secret = false;
  const value = list.map((item, i) => {
    const revealed = revealValue(item);
    if (revealed.mask !== undefined) {
      masks[i] = revealed.mask;
      secret = true;
    }
    return revealed.value;
  });
  return { value, mask: secret ? masks : undefined };
}

function revealObject(object: Properties): RevealedValue {
  const masks: Record<string, Mask> = {};
  let secret = false;
  const value: Record<string, Value> = {};
  for (const key of Object.keys(object)) {
    const revealed = revealValue(object[key] ?? null);
    set(value, key, revealed.value);
    if (revealed.mask === undefined) continue;
    masks[key] = revealed.mask;
    secret = true;
  }
  return { value, mask: secret ? masks : undefined };
}

function concealValue(value: Value, mask: Mask): Value {
  if (value === UNKNOWN_VALUE) return value;
  // a list or an object that became a string, such as a policy document, is secret as a whole
  if (mask === true || typeof value !== "object" || value === null)
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
  if (isList(value))
    return value.map((item, i) => (mask[i] === undefined ? item : concealValue(item, mask[i])));
  const object: Record<string, Value> = {};
  for (const key of Object.keys(value)) {
    const member = (value as Properties)[key] ?? null;
    const inner = Object.hasOwn(mask, key) ? mask[key] : undefined;
    set(object, key, inner === undefined ? member : concealValue(member, inner));
  }
  return object;
}

function set(into: Record<string, Value>, key: string, value: Value): void {
  if (key === "__proto__") define(into, key, value);
  else into[key] = value;
}
