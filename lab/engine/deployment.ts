import { type EngineEvent, isCounted, type Op, type StepEvent } from "./events";
import type { Held, Ledger } from "./ledger";
import type { Project, StackConfig } from "./project";
import type { Deployment as Checkpoint, ResourceState } from "./state";

/** What one run of an operation is about. */
export interface DeploymentSettings {
  readonly project: Project;
  readonly organization: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  /** Provider operations at a time. */
  readonly parallel: number;
  /** Whether a resource may be changed. */
  readonly isTarget: (urn: string) => boolean;
  /** Whether there are targets at all. */
  readonly hasTargets: boolean;
  readonly onEvent: (event: EngineEvent) => void;
  /** Hides the secrets of the configuration in text. */
  readonly mask: (text: string) => string;
}

/** The whole run is to end: nothing new is begun, what runs is let end. */
export class Aborted extends Error {}

/** One run: what was there before, what is there now, what has happened. */
export class Deployment {
  readonly settings: DeploymentSettings;
  readonly ledger: Ledger;
  /** Before the run, by URN. */
  readonly olds = new Map<string, Held>();
  /** Replaced in an earlier run and not yet deleted. */
  readonly leftovers: Held[] = [];
  /** As the program has them now, by URN. */
  readonly news = new Map<string, Held>();
  /** Replaced in this run, to be deleted when the program is done. */
  readonly replaced: Held[] = [];
  /** URNs that the program has asked for. */
  readonly seen = new Set<string>();
  /** What failed and why, by URN. */
  readonly failures = new Map<string, string>();
  /** What is being done, or was done last, to each resource. */
  readonly operations = new Map<string, Op>();
  /** Counted operations by kind. */
  readonly changes = new Map<Op, number>();
  /** Mandatory policy violations: they fail the run, and yet a preview goes on as if there were none. */
  violations = 0;
  /** Everything told as an error, in order. */
  readonly errors: string[] = [];
  /** Every warning, in order. */
  readonly warnings: string[] = [];
  #abort: Error | undefined;
  #aborting = new Set<(error: Error) => void>();
  #running = 0;
  #idle: (() => void)[] = [];
  #waiting: (() => void)[] = [];

  constructor(settings: DeploymentSettings, ledger: Ledger, base: Checkpoint) {
    this.settings = settings;
    this.ledger = ledger;
    for (const [key, state] of base.resources.entries()) {
      const held: Held = { key, state };
      if (state.delete) this.leftovers.push(held);
      else this.olds.set(state.urn, held);
    }
  }

  /** Why the run is to end early; undefined while it is not. */
  get aborted(): Error | undefined {
    return this.#abort;
  }

  /** Ends the run early: nothing new is begun. */
  abort(error: Error): void {
    if (this.#abort) return;
    this.#abort = error;
    for (const listener of this.#aborting) listener(error);
    this.#aborting.clear();
  }

  /** @throws {Aborted} once the run is to end */
  assertRunning(): void {
    if (this.#abort) throw new Aborted(this.#abort.message);
  }

  /** Calls back when the run is to end early, at once if it already is. */
  onAbort(listener: (error: Error) => void): void {
    if (this.#abort) listener(this.#abort);
    else this.#aborting.add(listener);
  }

  /** Whether anything went wrong. */
  get failing(): boolean {
    return this.failures.size > 0 || this.errors.length > 0 || this.#abort !== undefined;
  }

  emit(event: EngineEvent): void {
    if (event.kind === "message" && event.severity === "warning") {
      this.warnings.push(this.settings.mask(event.text));
    }
    this.settings.onEvent(event);
  }

  /** Tells and counts a step. */
  step(phase: StepEvent["phase"], op: Op, state: ResourceState, more: Partial<StepEvent> = {}): void {
    this.operations.set(state.urn, op);
    if (phase === "done" && isCounted(op)) this.changes.set(op, (this.changes.get(op) ?? 0) + 1);
    this.emit({ kind: "step", phase, op, urn: state.urn, custom: state.custom, ...more });
  }

  /** Tells an error, and remembers it without the secrets in it. */
  error(text: string, urn?: string): void {
    const shown = this.settings.mask(text);
    this.errors.push(shown);
    this.emit({ kind: "message", severity: "error", text: shown, ...(urn === undefined ? {} : { urn }) });
  }

  /** A resource as it stands: as the program has it, or else as it was before. */
  find(urn: string): Held | undefined {
    return this.news.get(urn) ?? this.olds.get(urn);
  }

  /**
   * Runs a provider operation when there is room for one more.
   *
   * @throws {Aborted} when the run is to end before it could begin
   */
  async limited<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#running >= this.settings.parallel) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    } else {
      this.#running += 1;
    }
    try {
      this.assertRunning();
      return await operation();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
      if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  /** Resolves when no provider operation runs: the program may end before what it asked for has. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle.push(resolve);
    });
  }
}
