import type { CloudStore } from "./cloud-store";
import type { Properties, Value } from "./property-values";
import { Random } from "./random";

/** What a fault does to a request. */
export type FaultEffect =
  | { readonly kind: "error"; readonly code: string; readonly message?: string; readonly httpStatus?: number }
  | { readonly kind: "throttle" }
  | { readonly kind: "timeout" }
  | { readonly kind: "latency"; readonly ms: number }
  /** The resource is made, and the provider reports that it did not become what was asked for. */
  | { readonly kind: "incomplete"; readonly reason: string }
  /** The provider's process ends at once: before the cloud was changed, or after it and before the answer. */
  | { readonly kind: "crash"; readonly when: "before" | "after" };

/** Which requests a fault strikes; an absent field takes all, `*` in a text stands for any characters. */
export interface FaultMatch {
  /** Service, such as `s3`. */
  readonly service?: string;
  /** API operation, such as `CreateBucket`. */
  readonly operation?: string;
  readonly region?: string;
  readonly account?: string;
  /** Logical name or id of the resource. */
  readonly resource?: string;
}

/** A fault that is held by the store until it is spent or removed. */
export interface FaultRule {
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
  /** How many requests it strikes, at least 1. @default - no end */
  readonly times?: number;
  /** Chance of each matching request, above 0 and up to 1. @default 1 */
  readonly probability?: number;
  /** Seed of that chance: the same seed strikes the same requests. @default 1 */
  readonly seed?: number;
}

/** The request that a fault may strike. */
export interface FaultableRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
  /** Logical name and, where there is one yet, id. */
  readonly resources: readonly string[];
}

const KIND = "lab/fault";
const DRAW_COUNT = "lab/fault-drawn";

/** Adds a fault and answers the key by which it can be removed. */
export function addFault(store: CloudStore, rule: FaultRule): string {
  validateRule(rule);
  return store.transact(() => {
    const last = store.notes(KIND).at(-1)?.[0] ?? "000000";
    const key = String(Number(last) + 1).padStart(6, "0");
    store.setNote(KIND, key, rule as unknown as Properties);
    return key;
  });
}

/** Faults in the order in which they were added, by key. */
export function listFaults(store: CloudStore): readonly (readonly [key: string, rule: FaultRule])[] {
  return store.notes(KIND).map(([key, rule]) => [key, rule as unknown as FaultRule] as const);
}

/** Removes one fault, or all of them. */
export function removeFaults(store: CloudStore, key?: string): void {
  store.transact(() => {
    for (const [known] of store.notes(KIND)) {
      if (key !== undefined && key !== known) continue;
      store.setNote(KIND, known, undefined);
      store.setNote(DRAW_COUNT, known, undefined);
    }
  });
}

/** What strikes a request, oldest fault first; each match counts. */
export function applyFaults(store: CloudStore, request: FaultableRequest): readonly FaultEffect[] {
  if (store.notes(KIND).length === 0) return [];
  return store.transact(() =>
    listFaults(store).flatMap(([key, rule]) => drawEffect(store, key, rule, request) ?? []),
  );
}

function drawEffect(
  store: CloudStore,
  key: string,
  rule: FaultRule,
  request: FaultableRequest,
): FaultEffect | undefined {
  if (!isMatch(rule.match, request)) return undefined;
  const drawCount = toCount(store.note(DRAW_COUNT, key));
  store.setNote(DRAW_COUNT, key, drawCount + 1);
  const chance = rule.probability ?? 1;
  if (chance < 1 && new Random(`${rule.seed ?? 1}/${drawCount}`).fraction() >= chance) return undefined;
  if (rule.times !== undefined) {
    const left = rule.times - 1;
    store.setNote(KIND, key, left > 0 ? ({ ...rule, times: left } as unknown as Properties) : undefined);
  }
  return rule.effect;
}

function toCount(value: Value | undefined): number {
  return typeof value === "number" ? value : 0;
}

function isMatch(match: FaultMatch, request: FaultableRequest): boolean {
  return (
    matchesPattern(match.service, request.service) &&
    matchesPattern(match.operation, request.operation) &&
    matchesPattern(match.region, request.region) &&
    matchesPattern(match.account, request.account) &&
    (match.resource === undefined ||
      request.resources.some((resource) => matchesPattern(match.resource, resource)))
  );
}

function matchesPattern(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined || pattern === text) return true;
  if (!pattern.includes("*")) return false;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`, "s").test(text);
}

function validateRule(rule: FaultRule): void {
  const problems: string[] = [];
  const { times, probability } = rule;
  if (times !== undefined && !(Number.isInteger(times) && times >= 1)) {
    problems.push(`times is ${JSON.stringify(times)}, expected a whole number from 1`);
  }
  if (probability !== undefined && !(probability > 0 && probability <= 1)) {
    problems.push(`probability is ${JSON.stringify(probability)}, expected above 0 and up to 1`);
  }
  if (rule.effect.kind === "latency" && !(rule.effect.ms >= 0)) {
    problems.push(`effect.ms is ${JSON.stringify(rule.effect.ms)}, expected milliseconds from 0`);
  }
  if (problems.length > 0) throw new Error(`addFault: ${problems.join("; ")}`);
}
