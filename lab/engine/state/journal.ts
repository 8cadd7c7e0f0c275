import { createHash } from "node:crypto";
import { EngineError } from "../errors";
import { decodePending } from "./checkpoint";
import { decodeResource, encodeResource, isObject, type SecretCodec } from "./resource-codec";
import type { JournalRecord } from "./types";

/** The first line of a journal: what it goes on from. */
export interface JournalHeader {
  readonly format: 1;
  /** Drawn at random; every checksum depends on it, so that lines of another journal are not taken for this one's. */
  readonly id: string;
  readonly project: string;
  readonly stack: string;
  /** sha256 of the checkpoint whose resources have the keys 0 to n-1; empty when there was none. */
  readonly base: string;
  readonly serial: number;
  readonly salt: string;
}

/** A journal that was read. */
export interface JournalText {
  /** Absent when the writer died before its first line was whole: then nothing was promised to anybody. */
  readonly header?: JournalHeader;
  /** Records of each append, in order, not yet decoded. */
  readonly batches: readonly (readonly unknown[])[];
  /** Bytes of the last line that was cut off while it was written. */
  readonly torn: number;
}

/** The first line. */
export function headerLine(header: JournalHeader): string {
  return line(0, "", "begin", JSON.stringify(header));
}

/** The line of one append; `number` is 1 for the first. Secrets are sealed. */
export function batchLine(
  id: string,
  number: number,
  records: readonly JournalRecord[],
  codec: SecretCodec,
): string {
  return line(number, id, "records", JSON.stringify(records.map((record) => encodeRecord(record, codec))));
}

/**
 * Reads a journal. A last line that was cut off is left out; damage anywhere else is a fault.
 *
 * @param salvage keeps what stands before the damage instead
 * @throws {EngineError} `LAB_STATE` naming the damaged line
 */
export function readJournal(bytes: Buffer, file: string, salvage = false): JournalText {
  const lines = splitLines(bytes);
  const batches: unknown[][] = [];
  let header: JournalHeader | undefined;
  for (const [number, { text, start, whole }] of lines.entries()) {
    const content = whole ? parseLine(text, number, header?.id ?? "") : undefined;
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
 * A record from what is written down.
 *
 * @param faults takes everything that is wrong
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
  /** Whether its line feed is there. */
  readonly whole: boolean;
}

function splitLines(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end;
    lines.push({ text: bytes.toString("utf8", start, stop), start, whole: end >= 0 });
    start = stop + 1;
  }
  return lines;
}
