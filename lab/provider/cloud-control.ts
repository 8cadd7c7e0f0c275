import { addFault, type FaultRule, faults, removeFaults } from "../aws/faults";
import { isObject, type Properties } from "../aws/value";
import type { CloudRecord, RecordFilter, RecordKey } from "../aws/world";
import { advanceClock } from "./clock";
import { retries } from "./requests";
import { LmdbWorld } from "./store";

/** A hand inside the simulated cloud: what an operator, an accident or a test does behind the program's back. */
export interface CloudControl {
  /** The cloud itself. */
  readonly world: LmdbWorld;
  /** Resources in the order of account, region, type, id. */
  list(filter?: RecordFilter): readonly CloudRecord[];
  get(key: RecordKey): CloudRecord | undefined;
  /**
   * The one resource with this logical name, or with this id.
   *
   * @throws {Error} when there is none, or more than one
   */
  find(type: string, nameOrId: string): CloudRecord;
  /** Deletes a resource behind the state's back; false when there is none. */
  delete(key: RecordKey): boolean;
  /**
   * Changes properties behind the state's back; a null takes one away. A refresh shows them as drift.
   *
   * @throws {Error} when there is no such resource
   */
  change(key: RecordKey, properties: Properties): CloudRecord;
  /** Adds a fault and answers its key. */
  addFault(rule: FaultRule): string;
  /** Faults that are in force, by key. */
  faults(): readonly (readonly [key: string, rule: FaultRule])[];
  /** Removes one fault, or all of them. */
  removeFaults(key?: string): void;
  /** How often requests were throttled or unanswered and repeated, by `service/operation`. */
  retries(): Readonly<Record<string, number>>;
  /** Moves the lab's clock on, in milliseconds from 0. @throws {Error} when it would go back */
  advance(ms: number): void;
  /** Lab time, milliseconds since 1970. */
  now(): number;
  /** Removes every resource of an account and answers how many there were. */
  wipe(account: string): number;
  /** Lets go of the cloud. */
  close(): Promise<void>;
}

/** Opens the cloud in a directory, which plugins may be using at the same time. */
export function openCloud(directory: string): CloudControl {
  const world = new LmdbWorld(directory);
  return {
    world,
    list: (filter) => world.list(filter),
    get: (key) => world.get(key),
    find: (type, nameOrId) => find(world, type, nameOrId),
    delete: (key) => world.remove(key),
    change: (key, properties) => world.transact(() => change(world, key, properties)),
    addFault: (rule) => addFault(world, rule),
    faults: () => faults(world),
    removeFaults: (key) => removeFaults(world, key),
    retries: () => retries(world),
    advance: (ms) => {
      if (!(ms >= 0)) throw new Error(`advance: ms is ${JSON.stringify(ms)}, expected milliseconds from 0`);
      advanceClock(world, ms);
    },
    now: () => world.clock.now(),
    wipe: (account) =>
      world.transact(() => world.list({ account }).filter((record) => world.remove(record)).length),
    close: () => world.close(),
  };
}

function find(world: LmdbWorld, type: string, nameOrId: string): CloudRecord {
  const records = world
    .list({ type })
    .filter(({ id, urn }) => id === nameOrId || urn.endsWith(`::${nameOrId}`));
  const [record] = records;
  if (record !== undefined && records.length === 1) return record;
  throw new Error(
    `find: name is ${JSON.stringify(nameOrId)}, expected one ${type}; the cloud has ${records.length}`,
  );
}

function change(world: LmdbWorld, key: RecordKey, properties: Properties): CloudRecord {
  const record = world.get(key);
  if (record === undefined) {
    throw new Error(
      `change: id is ${JSON.stringify(key.id)}, expected a ${key.type} that is in ${key.region}`,
    );
  }
  const outputs = dropNulls({ ...record.outputs, ...properties, ...mergeTagsAll(record, properties) });
  const changedKeys = Object.keys({ ...properties, ...mergeTagsAll(record, properties) });
  const drifted = [...new Set([...(record.drifted ?? []), ...changedKeys])];
  const updated = { ...record, outputs, drifted, updatedAt: world.clock.now() };
  world.put(updated);
  return updated;
}

/** Tags that are changed by hand show among all tags as well, where the provider's default tags still are. */
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
