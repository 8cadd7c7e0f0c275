import type { Clock } from "./clock";
import type { Properties, Value } from "./property-values";

/** Region of the records of global services, which have no region. */
export const GLOBAL = "global";

/** Identity of a resource in the simulated cloud. */
export interface RecordKey {
  /** Account, 12 digits. */
  readonly account: string;
  /** Region code, or {@link GLOBAL}. */
  readonly region: string;
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Id of the resource, unique in its type. */
  readonly id: string;
}

/** One resource in the simulated cloud, independent of any state file. */
export interface CloudRecord extends RecordKey {
  /** URN under which a program created it. */
  readonly urn: string;
  /** Inputs, after defaults and names. */
  readonly inputs: Properties;
  /** Outputs. */
  readonly outputs: Properties;
  /** Top-level properties that were changed outside of the program. @default - none */
  readonly drifted?: readonly string[];
  /** Idempotency token of the request that created it. @default - none */
  readonly token?: string | undefined;
  /** Lab time of its creation, milliseconds since 1970. */
  readonly createdAt: number;
  /** Lab time of its last change, milliseconds since 1970. */
  readonly updatedAt: number;
}

/** Filter of a list; an absent field matches all records. */
export interface RecordFilter {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly type?: string | undefined;
}

/**
 * The simulated cloud: records by account, region, type and id. Several processes may share one store; decisions that
 * concern all of them, such as about a globally unique name, belong in {@link CloudStore.transact}.
 */
export interface CloudStore {
  /** Lab time. */
  readonly clock: Clock;
  /** Returns the record with a key. */
  get(key: RecordKey): CloudRecord | undefined;
  /** Lists records in the order of account, region, type, id. */
  list(filter?: RecordFilter): readonly CloudRecord[];
  /** Returns the record that a request with this idempotency token created. */
  findByToken(token: string): CloudRecord | undefined;
  /** Adds a record or replaces the one with its key. */
  put(record: CloudRecord): void;
  /** Removes a record, and returns whether it existed. */
  remove(key: RecordKey): boolean;
  /**
   * Returns a note, which a service stores beside the records: a reserved name, an object of a bucket, a counter.
   *
   * @param kind owner and subject, such as `s3/object`
   */
  note(kind: string, key: string): Value | undefined;
  /** Returns keys and values of the notes of one kind whose keys begin with `prefix`, in the order of the keys. */
  notes(kind: string, prefix?: string): readonly (readonly [key: string, value: Value])[];
  /** Writes a note; undefined removes it. */
  setNote(kind: string, key: string, value: Value | undefined): void;
  /** Runs `body` in a transaction: isolated from other processes, and undone when it throws. */
  transact<T>(body: () => T): T;
}
