/** Operation on a resource, in the words of Pulumi's engine. */
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

/** Start, end or failure of a step on one resource. */
export interface StepEvent {
  readonly kind: "step";
  readonly phase: "started" | "done" | "failed";
  readonly op: Op;
  readonly urn: string;
  readonly custom: boolean;
  /** Differing properties of an update or a replacement. */
  readonly diffs?: readonly string[];
  /** Properties that make a replacement necessary. */
  readonly replaces?: readonly string[];
  /** Reason of a failure. */
  readonly error?: string;
}

/** Completion of a component, or of the stack: it has given its outputs. */
export interface OutputsEvent {
  readonly kind: "outputs";
  readonly op: Op;
  readonly urn: string;
}

/** Message for the user. */
export interface MessageEvent {
  readonly kind: "message";
  readonly severity: Severity;
  readonly text: string;
  readonly urn?: string;
}

/** Resource that the program declares and did not register, because another one failed. */
export interface SkippedEvent {
  readonly kind: "skipped";
  readonly type: string;
  readonly name: string;
  /** URN of the failed resource, when it is known. */
  readonly because?: string;
}

/** Violation of a policy, or change of a resource by one. */
export interface PolicyEvent {
  readonly kind: "policy";
  readonly pack: string;
  readonly policy: string;
  readonly level: "advisory" | "mandatory" | "remediate";
  /** Severity, when the pack's author gives one. */
  readonly severity?: "low" | "medium" | "high" | "critical";
  /** The resource; the root of the stack for a finding about the stack as a whole. */
  readonly urn: string;
  /** The whole message as the Pulumi CLI shows it: the policy's description, and what it reports below it. */
  readonly text: string;
  /** The policy's report without its description; the description where it reports nothing more. */
  readonly detail: string;
}

/** Event of a running operation. */
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
