import type { Properties } from "../../aws/property-values";
import type { CheckFailure } from "../../aws/resource-type";
import { Reader } from "../../wire/reader";
import { Writer } from "../../wire/writer";

/**
 * Messages of `pulumirpc.ResourceProvider` that carry property values, in the fields that this provider uses.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/proto/pulumi/provider.proto
 */
export interface ProviderRequest {
  readonly id: string;
  readonly urn: string;
  readonly type: string;
  /** Check: the new inputs. Diff, Update: likewise. */
  readonly news: Properties;
  /** Check: the old inputs. Diff, Update: the old outputs. */
  readonly olds: Properties | undefined;
  readonly oldInputs: Properties | undefined;
  /** Create, Read, Delete: inputs, or the outputs as the state has them. */
  readonly properties: Properties;
  /** Read: the inputs as the state has them. */
  readonly inputs: Properties | undefined;
  readonly ignoreChanges: readonly string[];
  readonly randomSeed: Uint8Array;
  readonly preview: boolean;
  /** Seconds; 0 when none is set. */
  readonly timeout: number;
  readonly proposedName: string;
  /** 0 propose, 1 enforce, 2 disable. */
  readonly namingMode: number;
  /** Whether the engine said anything about naming. */
  readonly hasNaming: boolean;
  /** Invoke: the token. */
  readonly token: string;
}

type Kind = "text" | "struct" | "texts" | "data" | "flag" | "double" | "naming";
type Field = readonly [name: string, kind: Kind];
type Fields = Readonly<Record<number, Field>>;

const CHECK: Fields = {
  1: ["urn", "text"],
  2: ["olds", "struct"],
  3: ["news", "struct"],
  5: ["randomSeed", "data"],
  7: ["type", "text"],
  8: ["naming", "naming"],
};
const DIFF: Fields = {
  1: ["id", "text"],
  2: ["urn", "text"],
  3: ["olds", "struct"],
  4: ["news", "struct"],
  5: ["ignoreChanges", "texts"],
  6: ["oldInputs", "struct"],
  8: ["type", "text"],
};
const CREATE: Fields = {
  1: ["urn", "text"],
  2: ["properties", "struct"],
  3: ["timeout", "double"],
  4: ["preview", "flag"],
  6: ["type", "text"],
};
const READ: Fields = {
  1: ["id", "text"],
  2: ["urn", "text"],
  3: ["properties", "struct"],
  4: ["inputs", "struct"],
  6: ["type", "text"],
};
const UPDATE: Fields = {
  1: ["id", "text"],
  2: ["urn", "text"],
  3: ["olds", "struct"],
  4: ["news", "struct"],
  5: ["timeout", "double"],
  6: ["ignoreChanges", "texts"],
  7: ["preview", "flag"],
  8: ["oldInputs", "struct"],
  10: ["type", "text"],
};
const DELETE: Fields = {
  1: ["id", "text"],
  2: ["urn", "text"],
  3: ["properties", "struct"],
  4: ["timeout", "double"],
  5: ["oldInputs", "struct"],
  7: ["type", "text"],
};
const INVOKE: Fields = { 1: ["token", "text"], 2: ["properties", "struct"], 7: ["preview", "flag"] };

const decoder = (fields: Fields) => (bytes: Uint8Array) => decode(fields, bytes);

/** How each request is read. */
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
    if (kind === "text") request[name] = reader.text();
    else if (kind === "struct") request[name] = reader.struct();
    else if (kind === "data") request[name] = reader.data();
    else if (kind === "flag") request[name] = reader.varint() !== 0;
    else if (kind === "double") request[name] = reader.double();
    else if (kind === "texts") ignoreChanges.push(reader.text());
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

/** A `CheckResponse`. */
export function checkResponse(answer: {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}): Buffer {
  writeFailures(answer.failures);
  writer.struct(1, answer.inputs);
  return writer.finish();
}

/** An `InvokeResponse`. */
export function invokeResponse(answer: {
  readonly result: Properties;
  readonly failures: readonly CheckFailure[];
}): Buffer {
  writeFailures(answer.failures);
  if (answer.failures.length === 0) writer.struct(1, answer.result);
  return writer.finish();
}

/** A `CreateResponse`; a preview answers no id. */
export function createResponse(answer: { readonly id: string; readonly properties: Properties }): Buffer {
  writer.struct(2, answer.properties);
  if (answer.id !== "") writer.text(1, answer.id);
  return writer.finish();
}

/** An `UpdateResponse`. */
export function updateResponse(answer: { readonly properties: Properties }): Buffer {
  writer.struct(1, answer.properties);
  return writer.finish();
}

/** A `ReadResponse`; one without an id says that there is no such resource. */
export function readResponse(answer: {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}): Buffer {
  if (answer.id !== "") {
    writer.struct(3, answer.inputs);
    writer.struct(2, answer.properties);
    writer.text(1, answer.id);
  }
  return writer.finish();
}

/** An `ErrorResourceInitFailed`: the detail of a status that says a resource exists but is not what was asked for. */
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
