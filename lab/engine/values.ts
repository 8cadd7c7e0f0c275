import type { Properties, Value } from "../wire/value";

export type { Properties, Value } from "../wire/value";

/** Key that marks a signed object. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** Signatures of the special values. */
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
export const BYTE_STRING = "803fd3297a5875dc03ca845dda5d2a98";
/** Stands for a value that a preview cannot know. The SDK sends this one whatever the type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is an object, special or not. */
export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The signature of a special value; undefined for any other. */
export function signatureOf(value: Value | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const signature = value[SIGNATURE];
  return typeof signature === "string" ? signature : undefined;
}

/** Whether a value is a secret. */
export function isSecret(value: Value | undefined): value is Properties {
  return signatureOf(value) === SECRET;
}

/** Makes a value secret; a secret stays as it is. */
export function secret(value: Value): Properties {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** Sets a key that may be `__proto__`, which plain assignment would take for the prototype. */
export function setKey(object: Record<string, Value>, key: string, value: Value): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/** An object with each value mapped. */
export function mapObject(object: Properties, map: (value: Value, key: string) => Value): Properties {
  const mapped: Record<string, Value> = {};
  for (const key of Object.keys(object)) setKey(mapped, key, map(object[key] as Value, key));
  return mapped;
}

/** The value without its secret marks. The value itself, not a copy, where nothing is secret. */
export function withoutSecrets(value: Value): Value {
  if (Array.isArray(value)) return containsSecrets(value) ? value.map(withoutSecrets) : value;
  if (!isObject(value)) return value;
  if (isSecret(value)) return withoutSecrets(value["value"] ?? null);
  return containsSecrets(value) ? mapObject(value, withoutSecrets) : value;
}

/**
 * The value with each reference to a resource replaced by the id, which may be unknown still, or by the URN of what has
 * no id: for a provider that does not take references.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/plugin/rpc.go KeepResources
 */
export function withoutReferences(value: Value): Value {
  if (!containsReferences(value)) return value;
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (!isObject(value)) return value;
  if (signatureOf(value) !== RESOURCE_REFERENCE) return mapObject(value, withoutReferences);
  const id = value["id"];
  if (id === undefined || id === null) return value["urn"] ?? null;
  return id === "" ? UNKNOWN : id;
}

function containsReferences(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsReferences);
  if (!isObject(value)) return false;
  if (signatureOf(value) === RESOURCE_REFERENCE) return true;
  for (const key of Object.keys(value)) if (containsReferences(value[key])) return true;
  return false;
}

/** Whether a secret is anywhere inside. */
export function containsSecrets(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsSecrets);
  if (!isObject(value)) return false;
  if (isSecret(value)) return true;
  for (const key of Object.keys(value)) if (containsSecrets(value[key])) return true;
  return false;
}

/** Whether a value, or a part of it, cannot be known yet. */
export function containsUnknowns(value: Value | undefined): boolean {
  if (typeof value === "string") return UNKNOWNS.has(value);
  if (Array.isArray(value)) return value.some(containsUnknowns);
  if (!isObject(value)) return false;
  if (signatureOf(value) === OUTPUT_VALUE && !("value" in value)) return true;
  for (const key of Object.keys(value)) if (containsUnknowns(value[key])) return true;
  return false;
}

/**
 * Gives `outputs` the secrecy of `inputs`, key by key, for a provider that does not keep the marks itself. Inside a
 * list the places of inputs and outputs need not agree, so that a list with a secret input becomes secret as a whole.
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
 * Turns output values, which carry what an output depends on, into what a checkpoint can hold. A reference to a
 * resource gets the version of its package, empty where the program gives none.
 */
export function withoutOutputValues(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutOutputValues);
  if (!isObject(value)) return value;
  const signature = signatureOf(value);
  if (signature === RESOURCE_REFERENCE) return { ...value, packageVersion: value["packageVersion"] ?? "" };
  if (signature !== OUTPUT_VALUE) return mapObject(value, withoutOutputValues);
  const inner = value["value"] === undefined ? UNKNOWN : withoutOutputValues(value["value"]);
  return value["secret"] === true ? secret(inner) : inner;
}

/** Whether two values are equal, the order of keys aside. */
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
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
