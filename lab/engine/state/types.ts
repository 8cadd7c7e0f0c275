import type { Properties } from "../values";
import type { Deployment, PendingType, ResourceState } from "./resource";

/** A passphrase, and where it came from, so that a wrong one can be told apart. */
export interface Passphrase {
  readonly text: string;
  /** For example `PULUMI_CONFIG_PASSPHRASE`; shown in errors. */
  readonly source: string;
  /**
   * Folder in which the keys derived from it are kept. Only for the passphrase that the lab makes itself, which lies in a
   * file beside: a key tells no more than that file. @default - nothing is kept
   */
  readonly keys?: string;
}

/** A resource is new or has changed: it takes the place of what the key held. */
export interface PutRecord {
  readonly kind: "put";
  /** 0 to n-1 are the resources of {@link StateSession.base} in their order; new ones take any higher whole number. */
  readonly key: number;
  readonly resource: ResourceState;
}

/** A resource is gone. */
export interface DropRecord {
  readonly kind: "drop";
  readonly key: number;
}

/** An operation is about to begin; append this before the provider is called. */
export interface PendingRecord {
  readonly kind: "pending";
  /** 0 to m-1 are the pending operations of the base in their order; new ones take any higher whole number. */
  readonly operation: number;
  readonly type: PendingType;
  readonly resource: ResourceState;
  /** Sent with the create, so that the provider can be asked what became of it. */
  readonly token?: string;
}

/** What became of an operation is known. */
export interface SettledRecord {
  readonly kind: "settled";
  readonly operation: number;
}

/** One change of a stack's state. */
export type JournalRecord = PutRecord | DropRecord | PendingRecord | SettledRecord;

/** What a stack holds, as of now. */
export interface StateView {
  /** The checkpoint with the journal of a dead or a live writer replayed. */
  readonly base: Deployment;
  /** What the user should be told: a lock that was taken, a journal that was replayed, a file that was edited. */
  readonly notices: readonly string[];
  /** Counts the checkpoints written by this engine; 0 before the first. */
  readonly serial: number;
  /** Salt of the stack's secrets, in the form of Pulumi's `encryptionsalt`; absent when no stack was there. */
  readonly salt?: string;
}

/** What an update did, in the words of Pulumi's history. */
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

/** How a session ended. */
export interface SessionEnd {
  /** Outputs of the stack, put in its root resource. @default - as they are */
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
   * Writes records down; resolves when they are durable. The records of one call are kept or lost together. After a
   * failure every later call fails too: begin nothing new, let what runs end, and append its records all the same, so
   * that the emergency copy holds them.
   *
   * @throws {EngineError} `LAB_STATE` when the disk is full or the lock was taken away
   */
  append(records: readonly JournalRecord[]): Promise<void>;
  /** What the stack holds with all that was appended. */
  current(): Deployment;
  /**
   * Writes the checkpoint, removes the journal and releases the lock. A state that did not change is not written.
   *
   * @throws {EngineError} `LAB_STATE` when it cannot be written: the old checkpoint and the journal are then intact
   */
  close(end?: SessionEnd): Promise<void>;
  /** Releases the lock and leaves the journal for the next session, which replays it. */
  abandon(): Promise<void>;
}

/** One line of a list of stacks. */
export interface StackSummary {
  readonly project: string;
  readonly stack: string;
  /** Resources in the checkpoint, without an unfinished journal. Absent when it cannot be read. */
  readonly resources?: number;
  /** Time of the checkpoint, ISO 8601, informative only. */
  readonly updated?: string;
  /** Whether somebody holds the lock. */
  readonly locked: boolean;
  /** Why the state cannot be read. */
  readonly fault?: string;
}

/** How to open a stack. */
export interface OpenOptions {
  readonly passphrase: Passphrase;
  /** Salt for a stack that has no state yet; give `encryptionsalt` of its configuration. @default - a new one */
  readonly salt?: string;
  /** Take a state that is older than the last one written here. @default false */
  readonly force?: boolean;
}
