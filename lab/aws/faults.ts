import type { CloudStore } from "./cloud-store";
import type { Properties, Value } from "./property-values";
import { Random } from "./random";

/** Effect of a fault on a request. */
export type FaultEffect =
  | { readonly kind: "error"; readonly code: string; readonly message?: string; readonly httpStatus?: number }
  | { readonly kind: "throttle" }
  | { readonly kind: "timeout" }
  | { readonly kind: "latency"; readonly ms: number }
  /** The resource is created, and the provider reports that it did not reach the requested state. */
  | { readonly kind: "incomplete"; readonly reason: string }
  /** The provider's process exits: before it changes the cloud, or after that and before it responds. */
  | { readonly kind: "crash"; readonly when: "before" | "after" };

/** Filter of requests; an absent field matches all, `*` stands for any characters. */
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

/** A fault, which the store holds until it is used up or removed. */
export interface FaultRule {
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
  /** Number of requests that it strikes, at least 1. @default - unlimited */
  readonly times?: number;
  /** Probability for each matching request, above 0 and up to 1. @default 1 */
  readonly probability?: number;
  /** Seed of the random numbers: the same seed strikes the same requests. @default 1 */
  readonly seed?: number;
}

/** A request that a fault may strike. */
export interface FaultableRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
  /** Logical name and, if it exists already, id. */
  readonly resources: readonly string[];
}

const KIND = "lab/fault";
const DRAW_COUNT = "lab/fault-drawn";

/** Adds a fault and returns its key for {@link removeFaults}. */
export function addFault(store: CloudStore, rule: FaultRule): string {
  validateRule(rule);
  return store.transact(() => {
    const last = store.notes(KIND).at(-1)?.[0] ?? "000000";
    const key = String(Number(last) + 1).padStart(6, "0");
    store.setNote(KIND, key, rule as unknown as Properties);
    return key;
  });
}

/** Lists faults by key, in the order in which they were added. */
export function listFaults(store: CloudStore): readonly (readonly [key: string, rule: FaultRule])[] {
  return store.notes(KIND).map(([key, rule]) => [key, rule as unknown as FaultRule] as const);
}

/** Removes one fault, or all of them. */
export function removeFaults(store: CloudStore, key?: string): void {
  store.transact(() => {
    for (const [faultKey] of store.notes(KIND)) {
      if (key !== undefined && key !== faultKey) continue;
      store.setNote(KIND, faultKey, undefined);
      store.setNote(DRAW_COUNT, faultKey, undefined);
    }
  });
}

/** Returns the effects that strike a request, those of the oldest fault first; each match counts. */
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
    const remaining = rule.times - 1;
    store.setNote(
      KIND,
      key,
      remaining > 0 ? ({ ...rule, times: remaining } as unknown as Properties) : undefined,
    );
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
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${source}$`, "s").test(text);
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
