import {
  OUTPUT_SIGNATURE,
  RESOURCE_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
  UNKNOWN_VALUE,
} from "../../../common/special-values";
import type { Properties, Value } from "../../wire/value";

export type { Properties, Value } from "../../wire/value";

/** Whether a value is an object, special or not. */
export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the signature of a special value; undefined for any other. */
export function signatureOf(value: Value | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const signature = value[SIGNATURE_KEY];
  return typeof signature === "string" ? signature : undefined;
}

/** Whether a value is a secret. */
export function isSecret(value: Value | undefined): value is Properties {
  return signatureOf(value) === SECRET_SIGNATURE;
}

/** Marks a value as secret; a secret stays as it is. */
export function secret(value: Value): Properties {
  return isSecret(value) ? value : { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** Sets a key that may be `__proto__`, with which a plain assignment would set the prototype. */
export function setKey(object: Record<string, Value>, key: string, value: Value): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/** Returns an object with each value mapped. */
export function mapObject(object: Properties, map: (value: Value, key: string) => Value): Properties {
  const mapped: Record<string, Value> = {};
  for (const key of Object.keys(object)) setKey(mapped, key, map(object[key] as Value, key));
  return mapped;
}

/** Returns a value without its secret marks: the value itself, not a copy, where nothing is secret. */
export function withoutSecrets(value: Value): Value {
  if (Array.isArray(value)) return containsSecrets(value) ? value.map(withoutSecrets) : value;
  if (!isObject(value)) return value;
  if (isSecret(value)) return withoutSecrets(value["value"] ?? null);
  return containsSecrets(value) ? mapObject(value, withoutSecrets) : value;
}

/**
 * Replaces each reference to a resource by its id, which may still be unknown, or by its URN where it has no id: for a
 * provider that does not accept references.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/plugin/rpc.go KeepResources
 */
export function withoutReferences(value: Value): Value {
  if (!containsReferences(value)) return value;
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (!isObject(value)) return value;
  if (signatureOf(value) !== RESOURCE_SIGNATURE) return mapObject(value, withoutReferences);
  const id = value["id"];
  if (id === undefined || id === null) return value["urn"] ?? null;
  return id === "" ? UNKNOWN_VALUE : id;
}

function containsReferences(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsReferences);
  if (!isObject(value)) return false;
  if (signatureOf(value) === RESOURCE_SIGNATURE) return true;
  for (const key of Object.keys(value)) if (containsReferences(value[key])) return true;
  return false;
}

/** Whether a value contains a secret. */
export function containsSecrets(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsSecrets);
  if (!isObject(value)) return false;
  if (isSecret(value)) return true;
  for (const key of Object.keys(value)) if (containsSecrets(value[key])) return true;
  return false;
}

/** Whether a value, or a part of it, is unknown. */
export function containsUnknowns(value: Value | undefined): boolean {
  if (typeof value === "string") return UNKNOWNS.has(value);
  if (Array.isArray(value)) return value.some(containsUnknowns);
  if (!isObject(value)) return false;
  if (signatureOf(value) === OUTPUT_SIGNATURE && !("value" in value)) return true;
  for (const key of Object.keys(value)) if (containsUnknowns(value[key])) return true;
  return false;
}

/**
 * Marks outputs as secret where the inputs of the same key are, for a provider that does not keep the marks itself. The
 * items of two lists need not correspond, so that a list with a secret input becomes secret as a whole.
 */
export function secretLike(outputs: Properties, inputs: Properties): Properties {
  if (!containsSecrets(inputs)) return outputs;
  return mapObject(outputs, (output, key) => {
    const input = Object.hasOwn(inputs, key) ? inputs[key] : undefined;
    if (input === undefined || !containsSecrets(input) || isSecret(output)) return output;
    if (isObject(input) && isObject(output) && !isSecret(input) && !signatureOf(output)) {
      return secretLike(output, input);
    }
    return secret(output);
  });
}

/**
 * Replaces output values, which carry dependencies, by values that a checkpoint can hold. A reference to a resource gets
 * the version of its package, empty where the program gives none.
 */
export function withoutOutputValues(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutOutputValues);
  if (!isObject(value)) return value;
  const signature = signatureOf(value);
  if (signature === RESOURCE_SIGNATURE) return { ...value, packageVersion: value["packageVersion"] ?? "" };
  if (signature !== OUTPUT_SIGNATURE) return mapObject(value, withoutOutputValues);
  const inner = value["value"] === undefined ? UNKNOWN_VALUE : withoutOutputValues(value["value"]);
  return value["secret"] === true ? secret(inner) : inner;
}

/** Whether two values are equal, apart from the order of keys. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a === undefined || b === undefined) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal((a as Properties)[key], (b as Properties)[key]));
}

/** @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/plugin/rpc.go Unknown*Value */
const UNKNOWNS: ReadonlySet<string> = new Set([
  UNKNOWN_VALUE,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
