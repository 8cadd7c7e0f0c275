import type { Clock } from "./clock";
import type { Properties, Value } from "./property-values";

/** Where the records of global services live: they have no region of their own. */
export const GLOBAL = "global";

/** What identifies a resource in the cloud. */
export interface RecordKey {
  /** Account, 12 digits. */
  readonly account: string;
  /** Region code, or {@link GLOBAL}. */
  readonly region: string;
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Id of the resource in its type. */
  readonly id: string;
}

/** One resource as the cloud holds it, whatever a state file says of it. */
export interface CloudRecord extends RecordKey {
  /** URN of the resource that made it. */
  readonly urn: string;
  /** Properties that it was asked for, after defaults and names. */
  readonly inputs: Properties;
  /** Properties that it has. */
  readonly outputs: Properties;
  /** Top-level properties that were changed behind the program's back. @default - none */
  readonly drifted?: readonly string[];
  /** Idempotency token of the request that made it. @default - none */
  readonly token?: string | undefined;
  /** Lab time of its creation, milliseconds since 1970. */
  readonly createdAt: number;
  /** Lab time of its last change, milliseconds since 1970. */
  readonly updatedAt: number;
}

/** Which records a listing takes; an absent field takes all. */
export interface RecordFilter {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly type?: string | undefined;
}

/**
 * The simulated cloud: account, then region, then type, then id. Several processes may share one; what must be decided
 * once for all of them (such as a name that is globally unique) is decided inside {@link CloudStore.transact}.
 */
export interface CloudStore {
  /** Lab time. */
  readonly clock: Clock;
  /** The record, or undefined. */
  get(key: RecordKey): CloudRecord | undefined;
  /** Records in the order of account, region, type, id. */
  list(filter?: RecordFilter): readonly CloudRecord[];
  /** The record that a request with this idempotency token made, if any. */
  findByToken(token: string): CloudRecord | undefined;
  /** Adds a record or takes the place of the one with its key. */
  put(record: CloudRecord): void;
  /** Whether there was such a record; it is gone. */
  remove(key: RecordKey): boolean;
  /**
   * A note that a service keeps beside the records: a reserved name, the objects of a bucket, a counter.
   *
   * @param kind who keeps it, such as `s3/object`
   */
  note(kind: string, key: string): Value | undefined;
  /** Keys and values of the notes of one kind whose key begins with `prefix`, in the order of their keys. */
  notes(kind: string, prefix?: string): readonly (readonly [key: string, value: Value])[];
  /** Writes a note; undefined takes it away. */
  setNote(kind: string, key: string, value: Value | undefined): void;
  /** Runs `body` so that no other process sees or does anything in between; nothing of it stays when it throws. */
  transact<T>(body: () => T): T;
}
