import type { CloudRecord, RecordFilter, RecordKey } from "../aws/cloud-store";
import { addFault, type FaultRule, listFaults, removeFaults } from "../aws/faults";
import { isObject, type Properties } from "../aws/property-values";
import { advanceClock } from "./clock";
import { retries } from "./requests";
import { LmdbStore } from "./store";

/** Changes the simulated cloud from outside the program, as an operator, an accident or a test does. */
export interface CloudControl {
  /** The cloud itself. */
  readonly store: LmdbStore;
  /** Resources in the order of account, region, type, id. */
  list(filter?: RecordFilter): readonly CloudRecord[];
  get(key: RecordKey): CloudRecord | undefined;
  /**
   * The one resource with this logical name, or with this id.
   *
   * @throws {Error} when no resource or more than one matches
   */
  find(type: string, nameOrId: string): CloudRecord;
  /** Deletes a resource without a change of the state; false when it does not exist. */
  delete(key: RecordKey): boolean;
  /**
   * Changes properties without a change of the state; null removes one. A refresh reports the changes as drift.
   *
   * @throws {Error} when the resource does not exist
   */
  change(key: RecordKey, properties: Properties): CloudRecord;
  /** Adds a fault and returns its key. */
  addFault(rule: FaultRule): string;
  /** Active faults by key. */
  faults(): readonly (readonly [key: string, rule: FaultRule])[];
  /** Removes one fault, or all of them. */
  removeFaults(key?: string): void;
  /** Number of retries of throttled and unanswered requests, by `service/operation`. */
  retries(): Readonly<Record<string, number>>;
  /** Advances the lab's clock by milliseconds. @throws {Error} for a negative value */
  advance(ms: number): void;
  /** Lab time, milliseconds since 1970. */
  now(): number;
  /** Removes every resource of an account and returns their number. */
  wipe(account: string): number;
  /** Closes the cloud. */
  close(): Promise<void>;
}

/** Opens the cloud in a directory, which plugins may be using at the same time. */
export function openCloud(directory: string): CloudControl {
  const store = new LmdbStore(directory);
  return {
    store,
    list: (filter) => store.list(filter),
    get: (key) => store.get(key),
    find: (type, nameOrId) => find(store, type, nameOrId),
    delete: (key) => store.remove(key),
    change: (key, properties) => store.transact(() => change(store, key, properties)),
    addFault: (rule) => addFault(store, rule),
    faults: () => listFaults(store),
    removeFaults: (key) => removeFaults(store, key),
    retries: () => retries(store),
    advance: (ms) => {
      if (!(ms >= 0)) throw new Error(`advance: ms is ${JSON.stringify(ms)}, expected milliseconds from 0`);
      advanceClock(store, ms);
    },
    now: () => store.clock.now(),
    wipe: (account) =>
      store.transact(() => store.list({ account }).filter((record) => store.remove(record)).length),
    close: () => store.close(),
  };
}

function find(store: LmdbStore, type: string, nameOrId: string): CloudRecord {
  const records = store
    .list({ type })
    .filter(({ id, urn }) => id === nameOrId || urn.endsWith(`::${nameOrId}`));
  const [record] = records;
  if (record !== undefined && records.length === 1) return record;
  throw new Error(
    `find: name is ${JSON.stringify(nameOrId)}, expected one ${type}; the cloud has ${records.length}`,
  );
}

function change(store: LmdbStore, key: RecordKey, properties: Properties): CloudRecord {
  const record = store.get(key);
  if (record === undefined) {
    throw new Error(
      `change: id is ${JSON.stringify(key.id)}, expected a ${key.type} that is in ${key.region}`,
    );
  }
  const outputs = dropNulls({ ...record.outputs, ...properties, ...mergeTagsAll(record, properties) });
  const changedKeys = Object.keys({ ...properties, ...mergeTagsAll(record, properties) });
  const allDrift = [...new Set([...(record.drifted ?? []), ...changedKeys])];
  const newRecord = { ...record, outputs, drifted: allDrift, updatedAt: store.clock.now() };
  store.put(newRecord);
  return newRecord;
}

/** Applies changed tags to `tagsAll`, which keeps the provider's default tags. */
function mergeTagsAll(record: CloudRecord, { tags }: Properties): Properties {
  const all = record.outputs["tagsAll"];
  if (tags === undefined || !isObject(all)) return {};
  const before = isObject(record.outputs["tags"]) ? record.outputs["tags"] : {};
  const others = Object.entries(all).filter(([key]) => !Object.hasOwn(before, key));
  return { tagsAll: { ...Object.fromEntries(others), ...(isObject(tags) ? tags : {}) } };
}

function dropNulls(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}
