import { Random } from "./random";
import type { Properties, Value } from "./value";
import type { World } from "./world";

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

/** A fault that is kept in the world until it is spent or removed. */
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
const DRAWN = "lab/fault-drawn";

/** Adds a fault and answers the key by which it can be removed. */
export function addFault(world: World, rule: FaultRule): string {
  validate(rule);
  return world.transact(() => {
    const last = world.notes(KIND).at(-1)?.[0] ?? "000000";
    const key = String(Number(last) + 1).padStart(6, "0");
    world.setNote(KIND, key, rule as unknown as Properties);
    return key;
  });
}

/** Faults in the order in which they were added, by key. */
export function faults(world: World): readonly (readonly [key: string, rule: FaultRule])[] {
  return world.notes(KIND).map(([key, rule]) => [key, rule as unknown as FaultRule] as const);
}

/** Removes one fault, or all of them. */
export function removeFaults(world: World, key?: string): void {
  world.transact(() => {
    for (const [known] of world.notes(KIND)) {
      if (key !== undefined && key !== known) continue;
      world.setNote(KIND, known, undefined);
      world.setNote(DRAWN, known, undefined);
    }
  });
}

/** What strikes a request, oldest fault first; each match counts. */
export function strike(world: World, request: FaultableRequest): readonly FaultEffect[] {
  if (world.notes(KIND).length === 0) return [];
  return world.transact(() => faults(world).flatMap(([key, rule]) => draw(world, key, rule, request) ?? []));
}

function draw(
  world: World,
  key: string,
  rule: FaultRule,
  request: FaultableRequest,
): FaultEffect | undefined {
  if (!matches(rule.match, request)) return undefined;
  const drawn = count(world.note(DRAWN, key));
  world.setNote(DRAWN, key, drawn + 1);
  const chance = rule.probability ?? 1;
  if (chance < 1 && new Random(`${rule.seed ?? 1}/${drawn}`).fraction() >= chance) return undefined;
  if (rule.times !== undefined) {
    const left = rule.times - 1;
    world.setNote(KIND, key, left > 0 ? ({ ...rule, times: left } as unknown as Properties) : undefined);
  }
  return rule.effect;
}

function count(value: Value | undefined): number {
  return typeof value === "number" ? value : 0;
}

function matches(match: FaultMatch, request: FaultableRequest): boolean {
  return (
    fits(match.service, request.service) &&
    fits(match.operation, request.operation) &&
    fits(match.region, request.region) &&
    fits(match.account, request.account) &&
    (match.resource === undefined || request.resources.some((resource) => fits(match.resource, resource)))
  );
}

function fits(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined || pattern === text) return true;
  if (!pattern.includes("*")) return false;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`, "s").test(text);
}

function validate(rule: FaultRule): void {
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
