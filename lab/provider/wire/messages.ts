import type { Properties } from "../../aws/property-values";
import type { CheckFailure } from "../../aws/resource-type";
import { Reader } from "../../wire/reader";
import { Writer } from "../../wire/writer";

/**
 * Requests of `pulumirpc.ResourceProvider` with property values, in the fields that this provider uses.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/proto/pulumi/provider.proto
 */
export interface ProviderRequest {
  readonly id: string;
  readonly urn: string;
  readonly type: string;
  /** Check, Diff, Update: the new inputs. */
  readonly news: Properties;
  /** Check: the old inputs. Diff, Update: the old outputs. */
  readonly olds: Properties | undefined;
  readonly oldInputs: Properties | undefined;
  /** Create: the inputs. Read, Delete: the outputs in the state. */
  readonly properties: Properties;
  /** Read: the inputs in the state. */
  readonly inputs: Properties | undefined;
  readonly ignoreChanges: readonly string[];
  readonly randomSeed: Uint8Array;
  readonly preview: boolean;
  /** Seconds; 0 without a timeout. */
  readonly timeout: number;
  readonly proposedName: string;
  /** 0 propose, 1 enforce, 2 disable. */
  readonly namingMode: number;
  /** Whether the engine sent a naming configuration. */
  readonly hasNaming: boolean;
  /** Invoke: the token. */
  readonly token: string;
}

type Kind = "string" | "struct" | "strings" | "data" | "flag" | "double" | "naming";
type Field = readonly [name: string, kind: Kind];
type Fields = Readonly<Record<number, Field>>;

const CHECK: Fields = {
  1: ["urn", "string"],
  2: ["olds", "struct"],
  3: ["news", "struct"],
  5: ["randomSeed", "data"],
  7: ["type", "string"],
  8: ["naming", "naming"],
};
const DIFF: Fields = {
  1: ["id", "string"],
  2: ["urn", "string"],
  3: ["olds", "struct"],
  4: ["news", "struct"],
  5: ["ignoreChanges", "strings"],
  6: ["oldInputs", "struct"],
  8: ["type", "string"],
};
const CREATE: Fields = {
  1: ["urn", "string"],
  2: ["properties", "struct"],
  3: ["timeout", "double"],
  4: ["preview", "flag"],
  6: ["type", "string"],
};
const READ: Fields = {
  1: ["id", "string"],
  2: ["urn", "string"],
  3: ["properties", "struct"],
  4: ["inputs", "struct"],
  6: ["type", "string"],
};
const UPDATE: Fields = {
  1: ["id", "string"],
  2: ["urn", "string"],
  3: ["olds", "struct"],
  4: ["news", "struct"],
  5: ["timeout", "double"],
  6: ["ignoreChanges", "strings"],
  7: ["preview", "flag"],
  8: ["oldInputs", "struct"],
  10: ["type", "string"],
};
const DELETE: Fields = {
  1: ["id", "string"],
  2: ["urn", "string"],
  3: ["properties", "struct"],
  4: ["timeout", "double"],
  5: ["oldInputs", "struct"],
  7: ["type", "string"],
};
const INVOKE: Fields = { 1: ["token", "string"], 2: ["properties", "struct"], 7: ["preview", "flag"] };

const decoder = (fields: Fields) => (bytes: Uint8Array) => decode(fields, bytes);

/** Decoders of the requests. */
export const REQUESTS = {
  check: decoder(CHECK),
  checkConfig: decoder(CHECK),
  diff: decoder(DIFF),
  diffConfig: decoder(DIFF),
  create: decoder(CREATE),
  read: decoder(READ),
  update: decoder(UPDATE),
  delete: decoder(DELETE),
  invoke: decoder(INVOKE),
} as const;

function decode(fields: Fields, bytes: Uint8Array): ProviderRequest {
  const reader = new Reader(bytes);
  const ignoreChanges: string[] = [];
  const request: Record<string, unknown> = {
    id: "",
    urn: "",
    type: "",
    news: {},
    olds: undefined,
    oldInputs: undefined,
    properties: {},
    inputs: undefined,
    ignoreChanges,
    randomSeed: new Uint8Array(),
    preview: false,
    timeout: 0,
    proposedName: "",
    namingMode: 0,
    hasNaming: false,
    token: "",
  };
  reader.fields(reader.end, (number) => {
    const field = fields[number];
    if (field === undefined) return false;
    const [name, kind] = field;
    if (kind === "string") request[name] = reader.text();
    else if (kind === "struct") request[name] = reader.struct();
    else if (kind === "data") request[name] = reader.data();
    else if (kind === "flag") request[name] = reader.varint() !== 0;
    else if (kind === "double") request[name] = reader.double();
    else if (kind === "strings") ignoreChanges.push(reader.text());
    else readNaming(reader, request);
    return true;
  });
  return request as unknown as ProviderRequest;
}

function readNaming(reader: Reader, request: Record<string, unknown>): void {
  request["hasNaming"] = true;
  reader.fields(reader.open(), (field) => {
    if (field === 1) request["proposedName"] = reader.text();
    else if (field === 2) request["namingMode"] = reader.varint();
    else return false;
    return true;
  });
}

const writer = new Writer();

/** Encodes a `CheckResponse`. */
export function checkResponse(response: {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}): Buffer {
  writeFailures(response.failures);
  writer.struct(1, response.inputs);
  return writer.finish();
}

/** Encodes an `InvokeResponse`. */
export function invokeResponse(response: {
  readonly result: Properties;
  readonly failures: readonly CheckFailure[];
}): Buffer {
  writeFailures(response.failures);
  if (response.failures.length === 0) writer.struct(1, response.result);
  return writer.finish();
}

/** Encodes a `CreateResponse`. The id is empty in a preview. */
export function createResponse(response: { readonly id: string; readonly properties: Properties }): Buffer {
  writer.struct(2, response.properties);
  if (response.id !== "") writer.text(1, response.id);
  return writer.finish();
}

/** Encodes an `UpdateResponse`. */
export function updateResponse(response: { readonly properties: Properties }): Buffer {
  writer.struct(1, response.properties);
  return writer.finish();
}

/** Encodes a `ReadResponse`. A response without an id means that the resource does not exist. */
export function readResponse(response: {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}): Buffer {
  if (response.id !== "") {
    writer.struct(3, response.inputs);
    writer.struct(2, response.properties);
    writer.text(1, response.id);
  }
  return writer.finish();
}

/** Encodes an `ErrorResourceInitFailed`: the detail of an error about a resource that exists and is incomplete. */
export function initFailed(detail: {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
  readonly reasons: readonly string[];
}): Buffer {
  writer.struct(4, detail.inputs);
  for (const reason of [...detail.reasons].reverse()) writer.text(3, reason);
  writer.struct(2, detail.properties);
  writer.text(1, detail.id);
  return writer.finish();
}

function writeFailures(failures: readonly CheckFailure[]): void {
  for (const { property, reason } of [...failures].reverse()) {
    const mark = writer.mark;
    writer.text(2, reason);
    writer.text(1, property);
    writer.close(2, mark);
  }
}
