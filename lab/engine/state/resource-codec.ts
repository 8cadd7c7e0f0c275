import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../common/special-values";
import type { Properties, Value } from "../values/values";
import type { CustomTimeouts, ResourceState } from "./resource";

/** Encrypts and decrypts the secrets of a state. */
export interface SecretCodec {
  /** Returns the signed object of a secret, from the JSON of its value. */
  seal(urn: string, json: string): Properties;
  /** Returns the JSON of a secret's value; undefined leaves the secret encrypted. */
  unseal(urn: string, ciphertext: string): string | undefined;
}

/** Leaves encrypted secrets as they are, for callers without the passphrase. */
export const SEALED: SecretCodec = {
  seal(urn) {
    throw new Error(`${urn}: a secret in the clear cannot be written without a passphrase`);
  },
  unseal: () => undefined,
};

type Kind = "string" | "flag" | "strings" | "properties" | "stringsByKey" | "timeouts" | "list" | "value";

/** Fields in the order in which Pulumi writes them. Empty fields are omitted, except `custom`. */
const FIELDS: readonly (readonly [keyof ResourceState, Kind])[] = [
  ["urn", "string"],
  ["custom", "flag"],
  ["delete", "flag"],
  ["id", "string"],
  ["type", "string"],
  ["inputs", "properties"],
  ["outputs", "properties"],
  ["parent", "string"],
  ["protect", "flag"],
  ["taint", "flag"],
  ["external", "flag"],
  ["dependencies", "strings"],
  ["initErrors", "strings"],
  ["provider", "string"],
  ["propertyDependencies", "stringsByKey"],
  ["pendingReplacement", "flag"],
  ["additionalSecretOutputs", "strings"],
  ["aliases", "strings"],
  ["customTimeouts", "timeouts"],
  ["importID", "string"],
  ["retainOnDelete", "flag"],
  ["deletedWith", "string"],
  ["replaceWith", "strings"],
  ["created", "string"],
  ["modified", "string"],
  ["sourcePosition", "string"],
  ["stackTrace", "list"],
  ["ignoreChanges", "strings"],
  ["replaceOnChanges", "strings"],
  ["hideDiff", "strings"],
  ["replacementTrigger", "value"],
];

/** Encodes a resource for the disk: secrets encrypted, keys sorted, empty fields omitted. */
export function encodeResource(resource: ResourceState, codec: SecretCodec): Properties {
  const fields: [string, Value][] = [];
  for (const [name, kind] of FIELDS) {
    const field = resource[name];
    if (field === undefined || (isEmpty(field) && name !== "custom")) continue;
    const value = field as Value;
    fields.push([
      name,
      kind === "properties" || kind === "value" ? encodeValue(resource.urn, value, codec) : sortKeys(value),
    ]);
  }
  return Object.fromEntries(fields);
}

/**
 * Decodes a resource. Unknown fields are dropped, as Pulumi drops them.
 *
 * @param where the name of the resource in faults, for example `resources[3]`
 * @param faults receives all faults
 */
export function decodeResource(
  raw: unknown,
  codec: SecretCodec,
  where: string,
  faults: string[],
): ResourceState {
  const source = isObject(raw) ? raw : {};
  if (!isObject(raw)) faults.push(`${where} is ${shortJson(raw)}, expected an object`);
  const urn = typeof source["urn"] === "string" ? source["urn"] : where;
  const fields: [string, unknown][] = [["custom", false]];
  for (const [name, kind] of FIELDS) {
    const value = source[name];
    if (value === undefined || value === null) continue;
    const expectation = expectedForm(kind, value);
    if (expectation) faults.push(`${where}.${name} is ${shortJson(value)}, expected ${expectation}`);
    else if (kind === "stringsByKey") fields.push([name, withoutNulls(value as Record<string, unknown>)]);
    else if (kind === "properties" || kind === "value")
      fields.push([name, decodeValue(urn, name, value as Value, codec, faults)]);
    else fields.push([name, value]);
  }
  for (const name of ["urn", "type"]) {
    if (source[name] === undefined) faults.push(`${where}.${name} is missing, expected a string`);
  }
  return Object.fromEntries(fields) as unknown as ResourceState;
}

/** Whether a value is an object, and not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The beginning of a value's JSON, for error messages. */
export function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function encodeValue(urn: string, value: Value, codec: SecretCodec): Value {
  if (Array.isArray(value)) return value.map((item) => encodeValue(urn, item, codec));
  if (!isObject(value)) return value;
  const object = value as Properties;
  if (object[SIGNATURE_KEY] === SECRET_SIGNATURE) {
    if (typeof object["ciphertext"] === "string" && object["value"] === undefined) return object;
    return codec.seal(urn, JSON.stringify(encodeValue(urn, object["value"] ?? null, codec)));
  }
  return Object.fromEntries(
    sortedKeys(object).map((key) => [key, encodeValue(urn, object[key] ?? null, codec)]),
  );
}

function decodeValue(urn: string, path: string, value: Value, codec: SecretCodec, faults: string[]): Value {
  if (Array.isArray(value)) {
    return value.map((item, index) => decodeValue(urn, `${path}[${index}]`, item, codec, faults));
  }
  if (!isObject(value)) return value;
  const object = value as Properties;
  if (object[SIGNATURE_KEY] === SECRET_SIGNATURE) return decodeSecret(urn, path, object, codec, faults);
  return Object.fromEntries(
    Object.keys(object).map((key) => [
      key,
      decodeValue(urn, `${path}.${key}`, object[key] ?? null, codec, faults),
    ]),
  );
}

function decodeSecret(
  urn: string,
  path: string,
  secret: Properties,
  codec: SecretCodec,
  faults: string[],
): Value {
  const { ciphertext, plaintext } = secret;
  try {
    if (typeof plaintext !== "string" && typeof ciphertext !== "string") {
      throw new Error("ciphertext and plaintext are missing");
    }
    const json = typeof plaintext === "string" ? plaintext : codec.unseal(urn, String(ciphertext));
    if (json === undefined) return secret;
    const value = decodeValue(urn, path, parseSecret(json), codec, faults);
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
  } catch (error) {
    faults.push(
      `${urn}: the secret at ${path} cannot be read; ${error instanceof Error ? error.message : error}`,
    );
    return secret;
  }
}

/** The parser's own message would quote the secret. */
function parseSecret(json: string): Value {
  try {
    return JSON.parse(json) as Value;
  } catch {
    throw new Error("its value is not JSON");
  }
}

function expectedForm(kind: Kind, value: unknown): string | undefined {
  switch (kind) {
    case "string":
      return typeof value === "string" ? undefined : "a string";
    case "flag":
      return typeof value === "boolean" ? undefined : "true or false";
    case "strings":
      return isStrings(value) ? undefined : "a list of strings";
    case "list":
      return Array.isArray(value) ? undefined : "a list";
    case "properties":
      return isObject(value) ? undefined : "an object";
    case "stringsByKey":
      return isObject(value) && Object.values(value).every((v) => v === null || isStrings(v))
        ? undefined
        : "an object of lists of strings";
    case "value":
      return undefined;
    case "timeouts":
      return isTimeouts(value) ? undefined : "create, update and delete in seconds";
  }
}

/** Go writes a nil list as null. */
function withoutNulls(lists: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, list ?? []]));
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isTimeouts(value: unknown): value is CustomTimeouts {
  const { create = 0, update = 0, delete: remove = 0 } = isObject(value) ? value : { create: undefined };
  return isObject(value) && [create, update, remove].every((seconds) => typeof seconds === "number");
}

function isEmpty(value: unknown): boolean {
  if (value === false || value === "") return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function sortKeys(value: Value): Value {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const object = value as Properties;
  return Object.fromEntries(sortedKeys(object).map((key) => [key, sortKeys(object[key] ?? null)]));
}

function sortedKeys(object: Properties): string[] {
  return Object.keys(object).sort();
}
