import { createHash } from "node:crypto";
import { EngineError } from "../errors";
import { decodePending } from "./checkpoint";
import { decodeResource, encodeResource, isObject, type SecretCodec } from "./resource-codec";
import type { JournalRecord } from "./types";

/** The first line of a journal: the checkpoint that it continues. */
export interface JournalHeader {
  readonly format: 1;
  /** Random; every checksum includes it, so that lines of another journal are not accepted. */
  readonly id: string;
  readonly project: string;
  readonly stack: string;
  /** sha256 of the checkpoint, whose resources have the keys 0 to n-1; empty without a checkpoint. */
  readonly base: string;
  readonly serial: number;
  readonly salt: string;
}

/** A parsed journal. */
export interface JournalText {
  /** Absent when the writer died during the first line: no append had been reported as durable. */
  readonly header?: JournalHeader;
  /** Records of each append in order, not decoded. */
  readonly batches: readonly (readonly unknown[])[];
  /** Bytes of an incomplete last line. */
  readonly torn: number;
}

/** Renders the first line. */
export function headerLine(header: JournalHeader): string {
  return line(0, "", "begin", JSON.stringify(header));
}

/** Renders the line of one append with its secrets encrypted; `number` is 1 for the first append. */
export function batchLine(
  id: string,
  number: number,
  records: readonly JournalRecord[],
  codec: SecretCodec,
): string {
  return line(number, id, "records", JSON.stringify(records.map((record) => encodeRecord(record, codec))));
}

/**
 * Parses a journal. An incomplete last line is left out; damage anywhere else is an error.
 *
 * @param salvage returns the lines before the damage instead of throwing
 * @throws {EngineError} `LAB_STATE` naming the damaged line
 */
export function readJournal(bytes: Buffer, file: string, salvage = false): JournalText {
  const lines = splitLines(bytes);
  const batches: unknown[][] = [];
  let header: JournalHeader | undefined;
  for (const [number, { text, start, isComplete }] of lines.entries()) {
    const content = isComplete ? parseLine(text, number, header?.id ?? "") : undefined;
    if (content === undefined || (number === 0) === Array.isArray(content)) {
      if (number === lines.length - 1 || salvage)
        return { ...(header && { header }), batches, torn: bytes.length - start };
      throw new EngineError(
        "LAB_STATE",
        `${file}: line ${number + 1} is damaged and ${lines.length - number - 1} follow; restore the stack from a copy`,
      );
    }
    if (Array.isArray(content)) batches.push(content);
    else header = content as JournalHeader;
  }
  return { ...(header && { header }), batches, torn: 0 };
}

/**
 * Decodes a record.
 *
 * @param faults receives all faults
 */
export function decodeRecord(
  raw: unknown,
  codec: SecretCodec,
  where: string,
  faults: string[],
): JournalRecord {
  const source = isObject(raw) ? raw : {};
  const key = Number(source["key"]);
  const operation = Number(source["operation"]);
  switch (source["kind"]) {
    case "put":
      return {
        kind: "put",
        key,
        resource: decodeResource(source["resource"], codec, `${where}.resource`, faults),
      };
    case "drop":
      return { kind: "drop", key };
    case "pending":
      return { kind: "pending", operation, ...decodePending(source, codec, where, faults) };
    case "settled":
      return { kind: "settled", operation };
    default:
      faults.push(
        `${where}.kind is ${JSON.stringify(source["kind"])}, expected put, drop, pending or settled`,
      );
      return { kind: "drop", key };
  }
}

function encodeRecord(record: JournalRecord, codec: SecretCodec): object {
  return "resource" in record ? { ...record, resource: encodeResource(record.resource, codec) } : record;
}

function line(number: number, id: string, name: "begin" | "records", text: string): string {
  return `{"n":${number},"sum":"${checksum(id, number, text)}","${name}":${text}}\n`;
}

function parseLine(text: string, number: number, id: string): JournalHeader | unknown[] | undefined {
  const match = /^\{"n":(\d+),"sum":"([0-9a-f]{16})","(?:begin|records)":(.*)\}$/s.exec(text);
  const [, n, sum, json = ""] = match ?? [];
  if (!match || Number(n) !== number || sum !== checksum(id, number, json)) return undefined;
  return JSON.parse(json) as JournalHeader | unknown[];
}

function checksum(id: string, number: number, text: string): string {
  return createHash("sha256").update(`${id}:${number}:`).update(text).digest("hex").slice(0, 16);
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** Whether it ends with a line feed. */
  readonly isComplete: boolean;
}

function splitLines(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end;
    lines.push({ text: bytes.toString("utf8", start, stop), start, isComplete: end >= 0 });
    start = stop + 1;
  }
  return lines;
}
