import { RECORD } from "../facts/resource-types/global";
import { memoizeByStack } from "../reading/memoize-by-stack";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { isRecord, normalizeDomainName, recordNameOf, recordZoneOf } from "./record-names";

/** Policy by which Route 53 chooses among the records of one name. */
export type RoutingPolicy = "simple" | (typeof POLICIES)[number][1];

/** Records of one zone, name, type and policy, among which Route 53 chooses an answer. */
export interface RecordSet {
  /** A key for the zone, the same for all of its records. */
  readonly zone: string;
  /** Whether the zone is known. */
  readonly isZoneKnown: boolean;
  /** Without a final dot. */
  readonly name: string;
  /** Whether the name certainly includes the zone's name. */
  readonly isFullName: boolean;
  /** Whether the name is known. The records of a set without a known name derive it from the same resources. */
  readonly isNameKnown: boolean;
  /** Such as `A`. */
  readonly type: string;
  readonly policy: RoutingPolicy;
  /** In the order of their URNs. */
  readonly members: readonly Resource[];
}

/** Properties that select a policy; a record has at most one of them. */
const POLICIES = [
  ["failoverRoutingPolicies", "failover"],
  ["latencyRoutingPolicies", "latency"],
  ["weightedRoutingPolicies", "weighted"],
  ["geoproximityRoutingPolicy", "geoproximity"],
  ["geolocationRoutingPolicies", "geolocation"],
  ["cidrRoutingPolicy", "cidr"],
  ["multivalueAnswerRoutingPolicy", "multivalue"],
] as const;

/** A record that may belong to several sets. */
interface UnresolvedRecord {
  readonly record: Resource;
  /** Undefined when it is unknown. */
  readonly policy: RoutingPolicy | undefined;
  readonly cause: Undecided;
}

/** The records of a stack, grouped into sets. */
export class RecordSets {
  readonly all: readonly RecordSet[];
  readonly #byMember = new Map<Resource, RecordSet>();
  readonly #byName = new Map<string, readonly RecordSet[]>();
  readonly #unresolved: readonly UnresolvedRecord[];

  constructor(stack: Stack) {
    const sets = new Map<string, RecordSet & { readonly members: Resource[] }>();
    const unresolved: UnresolvedRecord[] = [];
    for (const record of stack.ofTypes(RECORD)) {
      let policy: RoutingPolicy | undefined;
      try {
        policy = routingPolicyOf(record);
        const zone = recordZoneOf(record, stack);
        const name = recordNameOf(record, zone.name, stack);
        const type = (record.string("type") ?? "").toUpperCase();
        const key = JSON.stringify([zone.key, name.text, name.isNameKnown, type, policy]);
        const known = sets.get(key);
        if (known) known.members.push(record);
        else {
          const { text, isFullName, isNameKnown } = name;
          const { key: where, isZoneKnown } = zone;
          sets.set(key, {
            zone: where,
            isZoneKnown,
            name: text,
            isFullName,
            isNameKnown,
            type,
            policy,
            members: [record],
          });
        }
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        unresolved.push({ record, policy, cause: error });
      }
    }
    this.all = joinSets([...sets.values()]);
    this.#unresolved = unresolved;
    for (const set of this.all) {
      for (const member of set.members) this.#byMember.set(member, set);
      this.#byName.set(set.name, [...(this.#byName.get(set.name) ?? []), set]);
    }
  }

  /**
   * The set that a record belongs to.
   *
   * @throws {Undecided} when its policy, zone, name or type is unknown
   */
  of(record: Resource): RecordSet {
    const set = this.#byMember.get(record);
    if (set) return set;
    throw (
      this.#unresolved.find((unresolved) => unresolved.record === record)?.cause ?? record.undecided("name")
    );
  }

  /** Finds the sets of a full name. */
  findByName(name: string): readonly RecordSet[] {
    const full = normalizeDomainName(name);
    return [full, removeZone(full)]
      .flatMap((one) => this.#byName.get(one) ?? [])
      .filter((set) => hasName(set, full));
  }

  /**
   * Requires that the set has no further records.
   *
   * @throws {Undecided} when another record may belong to it
   */
  requireComplete(set: RecordSet): void {
    const { policy, type, isNameKnown, isZoneKnown } = set;
    // Records that derive their names from the same resources may have different names.
    if (!isNameKnown) throw createUndecided(set, "name");
    if (!isZoneKnown) throw createUndecided(set, "zoneId");
    const elsewhere = this.all.find(
      (one) => one !== set && !one.isZoneKnown && one.policy === policy && one.type === type,
    );
    const [member] = elsewhere?.members ?? [];
    if (member) throw member.undecided("zoneId").of(member);
    const unresolved = this.#unresolved.find((one) => one.policy === undefined || one.policy === policy);
    if (unresolved) throw unresolved.cause.of(unresolved.record);
  }

  /**
   * The sets of the stack to which an alias leads.
   *
   * @throws {Undecided} when it leads to an unknown record of its own zone
   */
  targetsOf(record: Resource, stack: Stack): readonly RecordSet[] {
    const set = this.of(record);
    const isKnown = record.read("aliases").state === "known";
    const name = isKnown ? record.object("aliases")?.read("name") : undefined;
    if (name?.state === "known") {
      const targets = this.findByName(String(name.value)).filter(({ type }) => type === set.type);
      const own = targets.filter(({ zone }) => zone === set.zone);
      if (targets.length > 0) return own.length > 0 ? own : targets;
      const [unresolved] = this.#unresolved;
      if (unresolved && isAliasInOwnZone(record)) throw unresolved.cause.of(unresolved.record);
      return [];
    }
    const sources = stack.dependenciesOf(record, "aliases").filter(isRecord);
    return [...new Set(sources.map((source) => this.of(source)))].filter(({ type }) => type === set.type);
  }
}

/** The records of a stack, grouped into sets. */
export const recordSetsOf = memoizeByStack((stack) => new RecordSets(stack));

/** Describes a set, such as `the failover set of www.example.com (A)`. */
export function describeRecordSet({ policy, name, isNameKnown, type }: RecordSet): string {
  return `the ${policy} set of ${isNameKnown ? name || "the zone's own name" : "its name"} (${type})`;
}

/** Whether a set has a full name. */
export function hasName({ name, isNameKnown, isFullName }: RecordSet, full: string): boolean {
  if (!isNameKnown) return false;
  if (name === full) return true;
  if (isFullName) return false;
  return name === removeZone(full) && full.includes(".");
}

/** Removes the zone's name from a full name. The name of a zone outside of the stack is unknown; most have two labels. */
function removeZone(full: string): string {
  return full.split(".").slice(0, -2).join(".");
}

/**
 * The routing policy of a record.
 *
 * @throws {Undecided} when it is unknown
 */
export function routingPolicyOf(record: Resource): RoutingPolicy {
  for (const [property, policy] of POLICIES) {
    const value = record.value(property);
    const isSet = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
    if (isSet) return policy;
  }
  return "simple";
}

function createUndecided({ members: [first] }: RecordSet, property: string): Undecided {
  return first?.undecided(property) ?? new Undecided(property);
}

function isAliasInOwnZone(record: Resource): boolean {
  const zone = record.object("aliases")?.read("zoneId");
  const own = record.read("zoneId");
  return zone?.state === "known" && own.state === "known" && zone.value === own.value;
}

/** Joins sets of a zone with an unknown name: one has a full name, the other the same name without the zone's. */
function joinSets(sets: readonly RecordSet[]): readonly RecordSet[] {
  const full = new Map<string, RecordSet[]>();
  for (const set of sets) {
    if (set.isFullName || !set.isNameKnown || set.policy === "simple") continue;
    const rest = removeZone(set.name);
    full.set(rest, [...(full.get(rest) ?? []), set]);
  }
  if (full.size === 0) return sets;
  const others = new Map<RecordSet, RecordSet>();
  const shorts = new Map<RecordSet, RecordSet>();
  for (const short of sets) {
    if (shorts.has(short)) continue;
    const other = full.get(short.name)?.find((one) => !others.has(one) && isSameSet(short, one));
    if (!other) continue;
    others.set(short, other);
    shorts.set(other, short);
  }
  return sets
    .filter((set) => !others.has(set))
    .map((set) => {
      const members = [...(shorts.get(set)?.members ?? []), ...set.members];
      return members.length === set.members.length
        ? set
        : { ...set, members: members.sort((a, b) => (a.urn < b.urn ? -1 : 1)) };
    });
}

function isSameSet(short: RecordSet, other: RecordSet): boolean {
  const { zone, type, policy } = other;
  if (zone !== short.zone || type !== short.type || policy !== short.policy || !other.isNameKnown)
    return false;
  if (other.name === short.name || !hasName(short, other.name)) return false;
  const identifiers = new Set(short.members.map(knownIdentifier));
  return other.members.every((member) => {
    const identifier = knownIdentifier(member);
    return identifier !== undefined && !identifiers.has(identifier);
  });
}

function knownIdentifier(record: Resource): string | undefined {
  const reading = record.read("setIdentifier");
  return reading.state === "known" ? String(reading.value) : undefined;
}
