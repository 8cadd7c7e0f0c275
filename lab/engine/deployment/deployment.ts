import pLimit from "p-limit";
import { EngineError, type EngineErrorCode, messageOf } from "../errors";
import type { Project, StackConfig } from "../project";
import type { ResourceState } from "../state";
import {
  type EngineEvent,
  isCounted,
  type Op,
  type PolicyEvent,
  type SkippedEvent,
  type StepEvent,
} from "./events";
import type { StackState } from "./stack-state";

/** Settings of one run of an operation. */
export interface DeploymentSettings {
  readonly project: Project;
  readonly organization: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  /** Largest number of provider operations in progress. */
  readonly parallel: number;
  /** Whether a resource may be changed. */
  readonly isTarget: (urn: string) => boolean;
  /** Whether the operation is limited to targets. */
  readonly hasTargets: boolean;
  readonly onEvent: (event: EngineEvent) => void;
  /** Hides the secrets of the configuration in text. */
  readonly mask: (text: string) => string;
}

/** The run is ending early, so that an operation is not begun. */
export class AbortedError extends Error {}

/** Properties that differ, and those that make a replacement necessary. */
type Difference = Pick<StepEvent, "diffs" | "replaces">;

/** One run of an operation: its stack, its events and errors, and whether it may go on. */
export class Deployment {
  readonly settings: DeploymentSettings;
  readonly stack: StackState;
  readonly #failures = new Map<string, string>();
  readonly #lastOperations = new Map<string, Op>();
  readonly #changes = new Map<Op, number>();
  readonly #errors: string[] = [];
  readonly #warnings: string[] = [];
  readonly #findings: PolicyEvent[] = [];
  readonly #skipped: SkippedEvent[] = [];
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #operations = new Set<Promise<unknown>>();
  readonly #abortListeners = new Set<(error: Error) => void>();
  #abortReason: Error | undefined;

  constructor(settings: DeploymentSettings, stack: StackState) {
    this.settings = settings;
    this.stack = stack;
    this.#limit = pLimit(settings.parallel);
  }

  /** Why the run ends early; undefined while it does not. */
  get abortReason(): Error | undefined {
    return this.#abortReason;
  }

  /** Whether anything has failed. A mandatory violation alone is no failure: a preview goes on after it. */
  get hasFailed(): boolean {
    return this.#failures.size > 0 || this.#errors.length > 0 || this.#abortReason !== undefined;
  }

  /** URNs of failed resources, and `TYPE::NAME` of failed remote components. */
  get failures(): readonly string[] {
    return [...this.#failures.keys()];
  }

  /** Every error that was reported, in order. */
  get errors(): readonly string[] {
    return this.#errors;
  }

  /** Every warning that was reported, in order. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Number of resources by the operation that was done to them. */
  get changes(): Readonly<Partial<Record<Op, number>>> {
    return Object.fromEntries(this.#changes);
  }

  /** Every violation and remediation that policy packs reported, in order. */
  get findings(): readonly PolicyEvent[] {
    return this.#findings;
  }

  /** Resources that the program declares and did not register because another one failed. */
  get skipped(): readonly SkippedEvent[] {
    return this.#skipped;
  }

  /** Number of mandatory violations. */
  get violations(): number {
    return this.#findings.filter(({ level }) => level === "mandatory").length;
  }

  /** Returns the operation that is being done to a resource, or was done last. */
  lastOperation(urn: string): Op | undefined {
    return this.#lastOperations.get(urn);
  }

  /** Reports an event, without the secrets of the configuration. */
  emit(event: EngineEvent): void {
    const masked = this.#mask(event);
    if (masked.kind === "message" && masked.severity === "warning") this.#warnings.push(masked.text);
    if (masked.kind === "message" && masked.severity === "error") this.#errors.push(masked.text);
    if (masked.kind === "policy") this.#findings.push(masked);
    if (masked.kind === "skipped") this.#skipped.push(masked);
    this.settings.onEvent(masked);
  }

  /** Reports an error. */
  reportError(text: string, urn?: string): void {
    this.emit({ kind: "message", severity: "error", text, ...(urn === undefined ? {} : { urn }) });
  }

  /** Reports that a step has begun. */
  stepStarted(op: Op, state: ResourceState, difference: Difference = {}): void {
    this.#step("started", op, state, difference);
  }

  /** Reports and counts a step that has ended. */
  stepDone(op: Op, state: ResourceState, difference: Difference = {}): void {
    if (isCounted(op)) this.#changes.set(op, (this.#changes.get(op) ?? 0) + 1);
    this.#step("done", op, state, difference);
  }

  /** Reports a step that has failed. */
  stepFailed(op: Op, state: ResourceState, error: unknown, difference: Difference = {}): void {
    this.#step("failed", op, state, { error: messageOf(error), ...difference });
  }

  /** Records that something failed, by URN, or by `TYPE::NAME` for a remote component. */
  recordFailure(key: string, text: string): void {
    this.#failures.set(key, text);
  }

  /** Records and reports that a resource failed. */
  failResource(urn: string, error: unknown): void {
    const text = messageOf(error);
    this.recordFailure(urn, text);
    this.reportError(text, urn);
  }

  /** Ends the run early: no further operation begins, and those in progress are finished. */
  abort(error: Error): void {
    if (this.#abortReason) return;
    this.#abortReason = error;
    for (const listener of this.#abortListeners) listener(error);
    this.#abortListeners.clear();
  }

  /** Reports an error that ends the run, and returns what the caller has to throw. */
  abortWith(code: EngineErrorCode, text: string, urn?: string): AbortedError {
    this.reportError(text, urn);
    this.abort(new EngineError(code, text));
    return new AbortedError(text);
  }

  /** @throws {AbortedError} once the run is ending early */
  assertRunning(): void {
    if (this.#abortReason) throw new AbortedError(this.#abortReason.message);
  }

  /** Calls back when the run ends early, immediately if it already does. */
  onAbort(listener: (error: Error) => void): void {
    if (this.#abortReason) listener(this.#abortReason);
    else this.#abortListeners.add(listener);
  }

  /**
   * Runs an operation of a provider once fewer than `parallel` are in progress.
   *
   * @throws {AbortedError} when the run ends before the operation could begin
   */
  async runOperation<T>(operation: () => Promise<T>): Promise<T> {
    const running = this.#limit(() => {
      this.assertRunning();
      return operation();
    });
    this.#operations.add(running);
    try {
      return await running;
    } finally {
      this.#operations.delete(running);
    }
  }

  /** Resolves when no operation of a provider is in progress: the program may end before those that it began. */
  async waitForOperations(): Promise<void> {
    while (this.#operations.size > 0) await Promise.allSettled(this.#operations);
  }

  #step(phase: StepEvent["phase"], op: Op, state: ResourceState, more: Partial<StepEvent>): void {
    this.#lastOperations.set(state.urn, op);
    this.emit({ kind: "step", phase, op, urn: state.urn, custom: state.custom, ...more });
  }

  #mask(event: EngineEvent): EngineEvent {
    const { mask } = this.settings;
    switch (event.kind) {
      case "message":
        return { ...event, text: mask(event.text) };
      case "policy":
        return { ...event, text: mask(event.text), detail: mask(event.detail) };
      case "step":
        return event.error === undefined ? event : { ...event, error: mask(event.error) };
      default:
        return event;
    }
  }
}
