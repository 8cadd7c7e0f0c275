import type { Properties } from "../values/values";
import type { Deployment, PendingType, ResourceState } from "./resource";

/** A passphrase and its source, which errors about a wrong passphrase name. */
export interface Passphrase {
  readonly text: string;
  /** For example `PULUMI_CONFIG_PASSPHRASE`. */
  readonly source: string;
  /**
   * Folder of the keys derived from it. Only for the passphrase that the lab creates itself: that lies in a file beside the
   * folder, so stored keys reveal nothing more. @default - keys are not stored
   */
  readonly keys?: string;
}

/** A resource is new or has changed, and replaces the one with the same key. */
export interface PutRecord {
  readonly kind: "put";
  /** 0 to n-1 are the resources of {@link StateSession.base} in their order; a new one has any higher whole number. */
  readonly key: number;
  readonly resource: ResourceState;
}

/** A resource was deleted. */
export interface DropRecord {
  readonly kind: "drop";
  readonly key: number;
}

/** An operation is about to start. To be appended before the provider is called. */
export interface PendingRecord {
  readonly kind: "pending";
  /** 0 to m-1 are the pending operations of the base in their order; a new one has any higher whole number. */
  readonly operation: number;
  readonly type: PendingType;
  readonly resource: ResourceState;
  /** Sent with the create, so that the engine can look up its outcome. */
  readonly token?: string;
}

/** The outcome of an operation is known. */
export interface SettledRecord {
  readonly kind: "settled";
  readonly operation: number;
}

/** One change of a stack's state. */
export type JournalRecord = PutRecord | DropRecord | PendingRecord | SettledRecord;

/** The current state of a stack. */
export interface StateView {
  /** The checkpoint, with the journal of a dead or a live writer replayed. */
  readonly base: Deployment;
  /** Notices for the user: a lock that was taken over, a journal that was replayed, a file that was edited. */
  readonly notices: readonly string[];
  /** Number of checkpoints that this engine has written. */
  readonly serial: number;
  /** Salt of the stack's secrets, in the form of Pulumi's `encryptionsalt`; absent when the stack did not exist. */
  readonly salt?: string;
}

/** Summary of an update, with the fields of Pulumi's history. */
export interface UpdateSummary {
  readonly kind: "update" | "preview" | "refresh" | "destroy" | "import" | "rename";
  readonly result: "succeeded" | "failed" | "in-progress";
  /** Seconds since 1970. */
  readonly startTime: number;
  readonly endTime: number;
  readonly message?: string;
  /** Count by operation, for example `{create: 2, same: 5}`. */
  readonly resourceChanges?: Readonly<Record<string, number>>;
}

/** How a session ends. */
export interface SessionEnd {
  /** Outputs of the stack, stored in its root resource. @default - unchanged */
  readonly outputs?: Properties;
  /** Written to the stack's history. @default - none */
  readonly update?: UpdateSummary;
}

/** The exclusive right to change one stack. */
export interface StateSession extends StateView {
  readonly project: string;
  readonly stack: string;
  readonly salt: string;
  /**
   * Appends records; resolves when they are durable. The records of one call are kept or lost together. After a failure
   * every later call fails too: start nothing new, wait for running operations, and append their records all the same, so
   * that the emergency copy holds them.
   *
   * @throws {EngineError} `LAB_STATE` when the disk is full or the lock was removed
   */
  append(records: readonly JournalRecord[]): Promise<void>;
  /** The deployment with all appended records. */
  current(): Deployment;
  /**
   * Writes the checkpoint, removes the journal and releases the lock. An unchanged state is not written.
   *
   * @throws {EngineError} `LAB_STATE` when the checkpoint cannot be written; the old one and the journal are then intact
   */
  close(end?: SessionEnd): Promise<void>;
  /** Releases the lock and leaves the journal for the next session, which replays it. */
  abandon(): Promise<void>;
}

/** One stack in a list of stacks. */
export interface StackSummary {
  readonly project: string;
  readonly stack: string;
  /** Number of resources in the checkpoint, without the journal. Absent when it cannot be read. */
  readonly resources?: number;
  /** Time of the checkpoint, ISO 8601; for display only. */
  readonly updated?: string;
  /** Whether a lock exists. */
  readonly locked: boolean;
  /** Why the state cannot be read. */
  readonly fault?: string;
}

/** Options for opening a stack. */
export interface OpenOptions {
  readonly passphrase: Passphrase;
  /** Salt for a stack without a state: `encryptionsalt` of its configuration. @default - a new one */
  readonly salt?: string;
  /** Accepts a state that is older than the last one written here. @default false */
  readonly force?: boolean;
}
