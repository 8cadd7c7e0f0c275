import { RECORD } from "../facts/resource-types/global";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { isRecord, normalizeDomainName, recordNameOf, recordZoneOf } from "./record-names";

/** How Route 53 chooses among the answers of one name. */
export type RoutingPolicy = "simple" | (typeof POLICIES)[number][1];

/** Records of one zone, name, type and policy, which Route 53 takes for one question's answers. */
export interface RecordSet {
  /** The same for records of one zone. */
  readonly zone: string;
  /** Whether it is known which zone that is, rather than that nothing tells it of any of the records. */
  readonly isZoneKnown: boolean;
  /** Without a dot at its end; in full, unless `isFullName` says otherwise. */
  readonly name: string;
  /** Whether the zone's name is part of the name, rather than perhaps left out. */
  readonly isFullName: boolean;
  /** Whether the name is known, rather than that its records take it from the same resources. */
  readonly isNameKnown: boolean;
  /** Such as `A`. */
  readonly type: string;
  readonly policy: RoutingPolicy;
  /** In the order of their URNs. */
  readonly members: readonly Resource[];
}

/** Properties by which a record chooses a policy; at most one of them is given. */
const POLICIES = [
  ["failoverRoutingPolicies", "failover"],
  ["latencyRoutingPolicies", "latency"],
  ["weightedRoutingPolicies", "weighted"],
  ["geoproximityRoutingPolicy", "geoproximity"],
  ["geolocationRoutingPolicies", "geolocation"],
  ["cidrRoutingPolicy", "cidr"],
  ["multivalueAnswerRoutingPolicy", "multivalue"],
] as const;

interface UnresolvedRecord {
  readonly record: Resource;
  /** Undefined when it is not known. */
  readonly policy: RoutingPolicy | undefined;
  readonly cause: Undecided;
}

/** The records of a stack, by what Route 53 takes for one set. */
export class RecordSets {
  readonly all: readonly RecordSet[];
  readonly #byMember = new Map<Resource, RecordSet>();
  readonly #byName = new Map<string, readonly RecordSet[]>();
  readonly #unresolved: readonly UnresolvedRecord[];

  constructor(stack: Stack) {
    const sets = new Map<string, RecordSet & { readonly members: Resource[] }>();
    const strays: UnresolvedRecord[] = [];
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
        strays.push({ record, policy, cause: error });
      }
    }
    this.all = joinSets([...sets.values()]);
    this.#unresolved = strays;
    for (const set of this.all) {
      for (const member of set.members) this.#byMember.set(member, set);
      this.#byName.set(set.name, [...(this.#byName.get(set.name) ?? []), set]);
    }
  }

  /**
   * The set that a record belongs to.
   *
   * @throws {Undecided} when its policy, zone, name or type is not known
   */
  of(record: Resource): RecordSet {
    const set = this.#byMember.get(record);
    if (set) return set;
    throw this.#unresolved.find((stray) => stray.record === record)?.cause ?? new Undecided("name");
  }

  /** The sets of a full name. */
  findByName(name: string): readonly RecordSet[] {
    const full = normalizeDomainName(name);
    return [full, removeZone(full)]
      .flatMap((one) => this.#byName.get(one) ?? [])
      .filter((set) => hasName(set, full));
  }

  /**
   * Makes sure that no record may belong to a set besides those that are known to.
   *
   * @throws {Undecided} when one may
   */
  requireComplete(set: RecordSet): void {
    const { policy, type, isNameKnown, isZoneKnown } = set;
    // Records that take their names from the same resources may still have different ones.
    if (!isNameKnown) throw new Undecided("name");
    if (!isZoneKnown) throw new Undecided("zoneId");
    const elsewhere = this.all.find(
      (one) => one !== set && !one.isZoneKnown && one.policy === policy && one.type === type,
    );
    const [member] = elsewhere?.members ?? [];
    if (member) throw new Undecided(`zoneId of ${member.name}`);
    const stray = this.#unresolved.find((one) => one.policy === undefined || one.policy === policy);
    if (stray) throw new Undecided(`${stray.cause.path} of ${stray.record.name}`);
  }

  /**
   * The sets that an alias leads to, when it leads to records of the stack.
   *
   * @throws {Undecided} when it leads to a record of its own zone that is not known
   */
  targetsOf(record: Resource, stack: Stack): readonly RecordSet[] {
    const set = this.of(record);
    const isKnown = record.read("aliases").state === "known";
    const name = isKnown ? record.object("aliases")?.read("name") : undefined;
    if (name?.state === "known") {
      const found = this.findByName(String(name.value)).filter(({ type }) => type === set.type);
      const own = found.filter(({ zone }) => zone === set.zone);
      if (found.length > 0) return own.length > 0 ? own : found;
      const [stray] = this.#unresolved;
      if (stray && isAliasInOwnZone(record))
        throw new Undecided(`${stray.cause.path} of ${stray.record.name}`);
      return [];
    }
    const sources = stack.dependenciesOf(record, "aliases").filter(isRecord);
    return [...new Set(sources.map((source) => this.of(source)))].filter(({ type }) => type === set.type);
  }
}

const recordSetsByStack = new WeakMap<Stack, RecordSets>();

/** The records of a stack, by what Route 53 takes for one set. */
export function recordSetsOf(stack: Stack): RecordSets {
  const known = recordSetsByStack.get(stack);
  if (known) return known;
  const made = new RecordSets(stack);
  recordSetsByStack.set(stack, made);
  return made;
}

/** A set in words, such as `the failover set of www.example.com (A)`. */
export function describeRecordSet({ policy, name, isNameKnown, type }: RecordSet): string {
  return `the ${policy} set of ${isNameKnown ? name || "the zone's own name" : "its name"} (${type})`;
}

/** Whether a full name is that of a set. */
export function hasName({ name, isNameKnown, isFullName }: RecordSet, full: string): boolean {
  if (!isNameKnown) return false;
  if (name === full) return true;
  if (isFullName) return false;
  return name === removeZone(full) && full.includes(".");
}

/** A full name without its zone's: what a zone outside of the stack is called is not known; most have two labels. */
function removeZone(full: string): string {
  return full.split(".").slice(0, -2).join(".");
}

/**
 * The policy of a record.
 *
 * @throws {Undecided} when it is not known
 */
export function routingPolicyOf(record: Resource): RoutingPolicy {
  for (const [property, policy] of POLICIES) {
    const value = record.value(property);
    const isGiven = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
    if (isGiven) return policy;
  }
  return "simple";
}

function isAliasInOwnZone(record: Resource): boolean {
  const zone = record.object("aliases")?.read("zoneId");
  const own = record.read("zoneId");
  return zone?.state === "known" && own.state === "known" && zone.value === own.value;
}

/** Sets of a zone whose name is not known, of which one has its name in full and the other without the zone's, are one. */
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
