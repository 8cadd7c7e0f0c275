import type { Clock } from "../../lab/aws/clock";
import type { CloudRecord, CloudStore, RecordFilter, RecordKey } from "../../lab/aws/cloud-store";
import type { Value } from "../../lab/aws/property-values";
import { ManualClock } from "./manual-clock";

/** The simulated cloud in memory. */
export class MemoryStore implements CloudStore {
  readonly clock: Clock;
  #records = new Map<string, CloudRecord>();
  #notes = new Map<string, Map<string, Value>>();
  #open = false;

  /** @param clock @default - a {@link ManualClock} */
  constructor(clock: Clock = new ManualClock()) {
    this.clock = clock;
  }

  get(key: RecordKey): CloudRecord | undefined {
    return this.#records.get(toKeyString(key));
  }

  list(filter: RecordFilter = {}): readonly CloudRecord[] {
    const { account, region, type } = filter;
    const matches = [...this.#records.values()].filter(
      (record) =>
        (account === undefined || record.account === account) &&
        (region === undefined || record.region === region) &&
        (type === undefined || record.type === type),
    );
    return matches.sort((a, b) => (toKeyString(a) < toKeyString(b) ? -1 : 1));
  }

  findByToken(token: string): CloudRecord | undefined {
    return [...this.#records.values()].find((record) => record.token === token);
  }

  put(record: CloudRecord): void {
    this.#records.set(toKeyString(record), structuredClone(record));
  }

  remove(key: RecordKey): boolean {
    return this.#records.delete(toKeyString(key));
  }

  note(kind: string, key: string): Value | undefined {
    return this.#notes.get(kind)?.get(key);
  }

  notes(kind: string, prefix = ""): readonly (readonly [string, Value])[] {
    const matches = [...(this.#notes.get(kind) ?? [])].filter(([key]) => key.startsWith(prefix));
    return matches.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  setNote(kind: string, key: string, value: Value | undefined): void {
    const notes = this.#notes.get(kind) ?? new Map<string, Value>();
    this.#notes.set(kind, notes);
    if (value === undefined) notes.delete(key);
    else notes.set(key, structuredClone(value));
  }

  transact<T>(body: () => T): T {
    if (this.#open) return body();
    const records = new Map(this.#records);
    const notes = new Map([...this.#notes].map(([kind, entries]) => [kind, new Map(entries)]));
    this.#open = true;
    try {
      return body();
    } catch (error) {
      this.#records = records;
      this.#notes = notes;
      throw error;
    } finally {
      this.#open = false;
    }
  }
}

function toKeyString(key: RecordKey): string {
  return `${key.account}\0${key.region}\0${key.type}\0${key.id}`;
}
