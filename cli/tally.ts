import { type EngineEvent, type Op, type PolicyEvent, parseUrn, type StepEvent } from "../lab/engine";

/** One thing that was done, or would be, to a resource. */
export interface Step {
  readonly stack: string;
  readonly place: string;
  readonly urn: string;
  readonly op: Op;
  /** Properties that differ. */
  readonly diffs: readonly string[];
  /** Properties because of which it is replaced. */
  readonly replaces: readonly string[];
}

/** Something that went wrong. */
export interface Failure {
  readonly stack: string;
  readonly place: string;
  /** The resource that it happened to, when it is one. */
  readonly urn?: string;
  readonly text: string;
}

/** A resource that was not looked at, since something it needs has failed. */
export interface Skip {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  /** URN of what failed, when it is known. */
  readonly because?: string;
}

/** What a policy found, or has put right. */
export interface PolicyNote extends Omit<PolicyEvent, "kind"> {
  readonly stack: string;
}

/** A warning or a message of the program or a provider. */
export interface Note {
  readonly stack: string;
  readonly severity: "info" | "warning";
  readonly text: string;
  readonly urn?: string;
}

/** How far one place is. */
export interface PlaceTally {
  /** Resources by what was done to them; components and providers do not count, since in the cloud there is nothing of them. */
  readonly done: Map<Op, number>;
  /** Operations under way, by URN. */
  readonly running: Map<string, Op>;
  failed: number;
}

/** Steps that are a part of a replacement, and reads: neither counted nor listed. */
const PARTS: ReadonlySet<Op> = new Set([
  "create-replacement",
  "delete-replaced",
  "read",
  "read-replacement",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
]);

/** Counts and keeps what an operation tells while it runs, by place. */
export class Tally {
  readonly places = new Map<string, PlaceTally>();
  /** Steps that change something, in the order in which they ended. */
  readonly steps: Step[] = [];
  readonly failures: Failure[] = [];
  readonly skips: Skip[] = [];
  readonly notes: Note[] = [];
  /** Of all levels; what is mandatory is a failure besides. */
  readonly policies: PolicyNote[] = [];
  readonly #placeOf: (stack: string, urn: string) => string;

  constructor(placeOf: (stack: string, urn: string) => string) {
    this.#placeOf = placeOf;
  }

  /** Takes an event of one stack in, and answers the place it belongs to, if any. */
  add(stack: string, event: EngineEvent): string | undefined {
    switch (event.kind) {
      case "step":
        return this.#step(stack, event);
      case "outputs":
        return this.#placeOf(stack, event.urn);
      case "skipped": {
        const { type, name, because } = event;
        this.skips.push({ stack, type, name, ...(because !== undefined && { because }) });
        return undefined;
      }
      case "policy": {
        const { kind: _, ...found } = event;
        this.policies.push({ stack, ...found });
        const place = this.#placeOf(stack, event.urn);
        const text = `${event.policy} (${event.pack}): ${event.text}`;
        if (event.level === "mandatory") this.failures.push({ stack, place, text, urn: event.urn });
        return place;
      }
      case "message":
        return this.#message(stack, event);
    }
  }

  /** The tally of a place, begun when there is none. */
  at(place: string): PlaceTally {
    const known = this.places.get(place);
    if (known) return known;
    const made: PlaceTally = { done: new Map(), running: new Map(), failed: 0 };
    this.places.set(place, made);
    return made;
  }

  #step(stack: string, { phase, op, urn, custom, diffs, replaces }: StepEvent): string {
    const place = this.#placeOf(stack, urn);
    const tally = this.at(place);
    const key = `${stack} ${urn}`;
    if (phase === "started") {
      tally.running.set(key, op);
      return place;
    }
    tally.running.delete(key);
    if (phase === "failed") tally.failed += 1;
    else if (!PARTS.has(op) && custom && !isProvider(urn)) {
      tally.done.set(op, (tally.done.get(op) ?? 0) + 1);
      if (op !== "same" && op !== "refresh") {
        this.steps.push({ stack, place, urn, op, diffs: diffs ?? [], replaces: replaces ?? [] });
      }
    }
    return place;
  }

  #message(stack: string, event: Extract<EngineEvent, { kind: "message" }>): string {
    const { severity, text, urn } = event;
    const place = this.#placeOf(stack, urn ?? rootOf(stack));
    const about = urn === undefined ? {} : { urn };
    if (severity === "error") {
      const isKnown = this.failures.some(
        (one) => one.stack === stack && one.urn === urn && one.text === text,
      );
      if (!isKnown) this.failures.push({ stack, place, text, ...about });
    } else if (severity !== "debug") {
      this.notes.push({ stack, severity, text, ...about });
    }
    return place;
  }
}

/** A URN that names no region, for what belongs to a stack as a whole. */
function rootOf(stack: string): string {
  return `urn:pulumi:${stack}::any::pulumi:pulumi:Stack::${stack}`;
}

/** Whether it is a provider, which is an account and a region to work in, not something that is there. */
function isProvider(urn: string): boolean {
  return parseUrn(urn).type.startsWith("pulumi:providers:");
}

/** Name of a resource and the last part of its type: `network-us-east-1 (Network)`. */
export function label(urn: string): string {
  const { type, name } = parseUrn(urn);
  return `${name} (${type.slice(type.lastIndexOf(":") + 1)})`;
}
