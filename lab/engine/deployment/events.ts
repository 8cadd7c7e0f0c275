/** What is done to a resource, in the words of Pulumi's engine. */
export type Op =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "read-replacement"
  | "refresh"
  | "discard"
  | "discard-replaced"
  | "remove-pending-replace";

/** Severity of a message. */
export type Severity = "debug" | "info" | "warning" | "error";

/** A step on one resource has begun, ended, or failed. */
export interface StepEvent {
  readonly kind: "step";
  readonly phase: "started" | "done" | "failed";
  readonly op: Op;
  readonly urn: string;
  readonly custom: boolean;
  /** Properties that differ, of an update or a replacement. */
  readonly diffs?: readonly string[];
  /** Properties because of which it is replaced. */
  readonly replaces?: readonly string[];
  /** Why it failed. */
  readonly error?: string;
}

/** A component, or the stack, has given its outputs, which is when it is complete. */
export interface OutputsEvent {
  readonly kind: "outputs";
  readonly op: Op;
  readonly urn: string;
}

/** Something to tell the user. */
export interface MessageEvent {
  readonly kind: "message";
  readonly severity: Severity;
  readonly text: string;
  readonly urn?: string;
}

/** A resource that the program declares was not looked at, since something it needs has failed. */
export interface SkippedEvent {
  readonly kind: "skipped";
  readonly type: string;
  readonly name: string;
  /** URN of what failed, when it is known. */
  readonly because?: string;
}

/** A policy was violated, or a value was changed by one. */
export interface PolicyEvent {
  readonly kind: "policy";
  readonly pack: string;
  readonly policy: string;
  readonly level: "advisory" | "mandatory" | "remediate";
  /** How bad it is in the eyes of the pack's author, when it says so. */
  readonly severity?: "low" | "medium" | "high" | "critical";
  /** The resource; the root of the stack for what is about the stack as a whole. */
  readonly urn: string;
  /** The whole message as the Pulumi CLI shows it: the policy's description, and what it reports below it. */
  readonly text: string;
  /** What the policy reports, without its description; the description where it reports nothing more. */
  readonly detail: string;
}

/** What an operation tells while it runs. */
export type EngineEvent = StepEvent | OutputsEvent | MessageEvent | SkippedEvent | PolicyEvent;

/** Operations that are part of another, or change nothing, and so are not counted. */
const UNCOUNTED: ReadonlySet<Op> = new Set([
  "create-replacement",
  "delete-replaced",
  "read",
  "read-replacement",
  "discard-replaced",
  "remove-pending-replace",
]);

/** Whether an operation counts as a change of the stack, as in Pulumi's summaries. */
export function isCounted(op: Op): boolean {
  return !UNCOUNTED.has(op);
}
