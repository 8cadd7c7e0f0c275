import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { type Database, open, type RootDatabase } from "lmdb";
import type { Clock } from "../aws/clock";
import type { CloudRecord, CloudStore, RecordFilter, RecordKey } from "../aws/cloud-store";
import type { Value } from "../aws/property-values";
import { SystemClock } from "./clock";

type Key = string[];

/** Longest part of a key; a longer id is replaced by a prefix and a digest. */
const LONGEST_KEY = 400;
/** Sorts after every other string. */
const LAST = "\u{10ffff}";

/**
 * The cloud in a directory, shared by all processes that open it. A process that is killed leaves every finished
 * transaction and nothing of an unfinished one. Outside of {@link LmdbStore.transact}, what other processes write is
 * seen once the timers that are due have run.
 */
export class LmdbStore implements CloudStore {
  readonly clock: Clock;
  readonly #root: RootDatabase<unknown, Key>;
  readonly #records: Database<CloudRecord, Key>;
  readonly #tokens: Database<Key, Key>;
  readonly #notes: Database<Value, Key>;

  /**
   * @param directory made when it is not there, readable by its owner only
   * @param timeScale lab seconds per real second while something takes its time; 0 when nothing takes time
   */
  constructor(directory: string, timeScale = 0) {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#root = open<unknown, Key>({
      path: path.join(directory, "cloud.mdb"),
      noSubdir: true,
      maxDbs: 3,
      encoding: "json",
      // a simulated cloud need not outlive a power cut; without waiting for the disk a write costs microseconds
      noSync: true,
      overlappingSync: false,
    });
    const options = { encoding: "json", cache: false } as const;
    this.#records = this.#root.openDB<CloudRecord, Key>({ ...options, name: "records" });
    this.#tokens = this.#root.openDB<Key, Key>({ ...options, name: "tokens" });
    this.#notes = this.#root.openDB<Value, Key>({ ...options, name: "notes" });
    this.clock = new SystemClock(this, timeScale);
  }

  get(key: RecordKey): CloudRecord | undefined {
    return this.#records.get(keyOf(key));
  }

  list(filter: RecordFilter = {}): readonly CloudRecord[] {
    const { account, region, type } = filter;
    const prefix = [account, region, type];
    const known = prefix.indexOf(undefined);
    const start = prefix.slice(0, known === -1 ? prefix.length : known) as Key;
    const records: CloudRecord[] = [];
    for (const { value } of this.#records.getRange(
      start.length > 0 ? { start, end: [...start, LAST] } : {},
    )) {
      if (region !== undefined && value.region !== region) continue;
      if (type === undefined || value.type === type) records.push(value);
    }
    return records;
  }

  findByToken(token: string): CloudRecord | undefined {
    const key = this.#tokens.get([shorten(token)]);
    return key && this.#records.get(key);
  }

  put(record: CloudRecord): void {
    this.transact(() => {
      const key = keyOf(record);
      this.#records.putSync(key, record);
      if (record.token !== undefined) this.#tokens.putSync([shorten(record.token)], key);
    });
  }

  remove(key: RecordKey): boolean {
    return this.transact(() => {
      const place = keyOf(key);
      const record = this.#records.get(place);
      if (record?.token !== undefined) this.#tokens.removeSync([shorten(record.token)]);
      return this.#records.removeSync(place);
    });
  }

  note(kind: string, key: string): Value | undefined {
    return this.#notes.get([kind, shorten(key)]);
  }

  notes(kind: string, prefix = ""): readonly (readonly [string, Value])[] {
    const notes: (readonly [string, Value])[] = [];
    for (const { key, value } of this.#notes.getRange({
      start: [kind, prefix],
      end: [kind, prefix + LAST],
    })) {
      notes.push([key[1] ?? "", value]);
    }
    return notes;
  }

  setNote(kind: string, key: string, value: Value | undefined): void {
    const place = [kind, shorten(key)];
    if (value === undefined) this.#notes.removeSync(place);
    else this.#notes.putSync(place, value);
  }

  transact<T>(body: () => T): T {
    return this.#root.transactionSync(body) as T;
  }

  /** Lets go of the directory. */
  async close(): Promise<void> {
    await this.#root.close();
  }
}

function keyOf({ account, region, type, id }: RecordKey): Key {
  return [account, region, type, shorten(id)];
}

function shorten(text: string): string {
  if (text.length <= LONGEST_KEY) return text;
  return `${text.slice(0, 100)}#${createHash("sha256").update(text).digest("hex")}`;
}
