import { type EngineEvent, type Op, type PolicyEvent, parseUrn, type StepEvent } from "../lab/engine";
import { shortType } from "./formatting";

/** A change of one resource, made or previewed. */
export interface Step {
  readonly stack: string;
  readonly location: string;
  readonly urn: string;
  readonly op: Op;
  /** Properties that differ. */
  readonly diffs: readonly string[];
  /** Properties that force the replacement. */
  readonly replaces: readonly string[];
}

/** An error of an operation. */
export interface Failure {
  readonly stack: string;
  readonly location: string;
  /** The failed resource. @default - the error belongs to the whole stack */
  readonly urn?: string;
  readonly text: string;
}

/** A resource that was skipped because a dependency failed. */
export interface Skip {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  /** URN of the failed dependency, when known. */
  readonly because?: string;
}

/** A violation or a remediation of a policy. */
export interface PolicyNote extends Omit<PolicyEvent, "kind"> {
  readonly stack: string;
}

/** An informational message or a warning of the program or a provider. */
export interface Note {
  readonly stack: string;
  readonly severity: "info" | "warning";
  readonly text: string;
  readonly urn?: string;
}

/** Progress of one location. */
export interface Counts {
  /** Resources by their last operation. Components and providers are not counted: they do not exist in the cloud. */
  readonly done: Map<Op, number>;
  /** Running operations by stack and URN. */
  readonly running: Map<string, Op>;
  failed: number;
}

/** Parts of a replacement, and reads: neither counted nor listed. */
const PARTIAL_STEPS: ReadonlySet<Op> = new Set([
  "create-replacement",
  "delete-replaced",
  "read",
  "read-replacement",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
]);

/** Records the events of an operation while it runs, and counts them by location. */
export class OperationLog {
  /** Counts by location: a region, `global`, or the layer of a stack. */
  readonly counts = new Map<string, Counts>();
  /** Finished steps that change something, in the order in which they ended. */
  readonly steps: Step[] = [];
  readonly failures: Failure[] = [];
  readonly skips: Skip[] = [];
  readonly notes: Note[] = [];
  /** Policy notes of all levels; a mandatory one is also a failure. */
  readonly policies: PolicyNote[] = [];
  readonly #locationOf: (stack: string, urn: string) => string;

  constructor(locationOf: (stack: string, urn: string) => string) {
    this.#locationOf = locationOf;
  }

  /** Records an event of a stack, and returns its location, if it has one. */
  add(stack: string, event: EngineEvent): string | undefined {
    switch (event.kind) {
      case "step":
        return this.#addStep(stack, event);
      case "outputs":
        return this.#locationOf(stack, event.urn);
      case "skipped": {
        const { type, name, because } = event;
        this.skips.push({ stack, type, name, ...(because !== undefined && { because }) });
        return undefined;
      }
      case "policy":
        return this.#addPolicy(stack, event);
      case "message":
        return this.#addMessage(stack, event);
    }
  }

  /** The counts of a location, created on first use. */
  countsOf(location: string): Counts {
    const existing = this.counts.get(location);
    if (existing) return existing;
    const counts: Counts = { done: new Map(), running: new Map(), failed: 0 };
    this.counts.set(location, counts);
    return counts;
  }

  #addStep(stack: string, { phase, op, urn, custom, diffs, replaces }: StepEvent): string {
    const location = this.#locationOf(stack, urn);
    const counts = this.countsOf(location);
    const key = `${stack} ${urn}`;
    if (phase === "started") {
      counts.running.set(key, op);
      return location;
    }
    counts.running.delete(key);
    if (phase === "failed") counts.failed += 1;
    else if (!PARTIAL_STEPS.has(op) && custom && !isProvider(urn)) {
      counts.done.set(op, (counts.done.get(op) ?? 0) + 1);
      if (op !== "same" && op !== "refresh") {
        this.steps.push({ stack, location, urn, op, diffs: diffs ?? [], replaces: replaces ?? [] });
      }
    }
    return location;
  }

  #addPolicy(stack: string, { kind: _, ...note }: PolicyEvent): string {
    const location = this.#locationOf(stack, note.urn);
    this.policies.push({ stack, ...note });
    if (note.level === "mandatory") {
      const text = `${note.policy} (${note.pack}): ${note.text}`;
      this.failures.push({ stack, location, text, urn: note.urn });
    }
    return location;
  }

  #addMessage(stack: string, event: Extract<EngineEvent, { kind: "message" }>): string {
    const { severity, text, urn } = event;
    const location = this.#locationOf(stack, urn ?? rootUrn(stack));
    const subject = urn === undefined ? {} : { urn };
    if (severity === "error") {
      const isRepeated = this.failures.some(
        (failure) => failure.stack === stack && failure.urn === urn && failure.text === text,
      );
      if (!isRepeated) this.failures.push({ stack, location, text, ...subject });
    } else if (severity !== "debug") {
      this.notes.push({ stack, severity, text, ...subject });
    }
    return location;
  }
}

/** A URN without a region, for what belongs to a whole stack. */
function rootUrn(stack: string): string {
  return `urn:pulumi:${stack}::any::pulumi:pulumi:Stack::${stack}`;
}

function isProvider(urn: string): boolean {
  return parseUrn(urn).type.startsWith("pulumi:providers:");
}

/** Formats a resource as its name and the last part of its type: `network-us-east-1 (Network)`. */
export function formatResource(urn: string): string {
  const { type, name } = parseUrn(urn);
  return `${name} (${shortType(type)})`;
}
