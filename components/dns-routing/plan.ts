import { isInZone, isRecordName, normalizeDomain } from "../../common/domains";
import { expectLabels, expectOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import type { DnsRoutingArgs } from ".";
import { checkHealthCheck, checkPolicy, checkTarget, hasHealth } from "./health-checks";
import { DNS_TYPES, type DnsEndpoint, type DnsRecord, type DnsTarget } from "./records";

/** What AWS calls the policy of one answer. */
type Routing =
  | { readonly weightedRoutingPolicies: [{ readonly weight: number }] }
  | { readonly latencyRoutingPolicies: [{ readonly region: string }] }
  | { readonly failoverRoutingPolicies: [{ readonly type: "PRIMARY" | "SECONDARY" }] };

/** One record set to write. */
export interface PlannedAnswer {
  /** Part of the child's name after the component's. */
  readonly child: string;
  /** Set identifier and policy; none for a simple record. */
  readonly routed: { readonly setIdentifier: string; readonly routing: Routing } | undefined;
  /** Where it leads. */
  readonly target: DnsTarget;
  /** Key of its health check. */
  readonly healthCheck: string | undefined;
  /** Whether the record is worthless unless this answer's health is known. */
  readonly needsHealth: boolean;
}

/** One name and type, with its answers. */
export interface PlannedRecord {
  /** Key that the caller gave. */
  readonly key: string;
  /** Full name in normal form. */
  readonly name: string;
  /** Type, such as A. */
  readonly type: string;
  /** Policy of all answers. */
  readonly policy: DnsRecord["policy"];
  /** At least one. */
  readonly answers: readonly PlannedAnswer[];
}

/** Validated arguments, with every default in its place. */
export interface DnsPlan {
  /** Name of the zone in normal form. */
  readonly zone: string;
  /** Every record. */
  readonly records: readonly PlannedRecord[];
}

/**
 * Checks and completes the arguments.
 *
 * @throws {ArgumentError} telling every fault: a name outside the zone, a CNAME at its apex, weights that are all 0, a primary
 * without health, two records of one name and type
 */
export function dnsPlan(name: string, args: DnsRoutingArgs): DnsPlan {
  const faults = new Faults(name);
  const { zone: given, records = {}, healthChecks = {} } = args;
  const zone = normalizeDomain(given.name);
  faults.expect(
    isRecordName(zone) && zone.includes("."),
    "zone.name",
    given.name,
    "a domain name such as example.com",
  );
  expectLabels(faults, "records", Object.keys(records));
  expectLabels(faults, "healthChecks", Object.keys(healthChecks));
  for (const [key, check] of Object.entries(healthChecks))
    checkHealthCheck(faults, `healthChecks.${key}`, check);
  for (const [key, record] of Object.entries(records)) {
    checkRecord(faults, `records.${key}`, record, zone, Object.keys(healthChecks));
  }
  const planned = Object.entries(records).map(([key, record]) => plannedRecord(key, record));
  checkTogether(faults, planned);
  faults.raise();
  return { zone, records: planned };
}

function checkRecord(
  faults: Faults,
  path: string,
  record: DnsRecord,
  zone: string,
  checks: readonly string[],
): void {
  const name = normalizeDomain(record.name);
  const type = record.type ?? "A";
  expectOneOf(faults, `${path}.policy`, record.policy, ["simple", "weighted", "latency", "failover"]);
  expectOneOf(faults, `${path}.type`, type, DNS_TYPES);
  if (
    faults.expect(
      isRecordName(name, true),
      `${path}.name`,
      record.name,
      "a full domain name such as www.example.com",
    )
  ) {
    faults.expect(isInZone(name, zone), `${path}.name`, record.name, `a name in zone ${zone}`);
  }
  if (name === zone) {
    faults.expect(
      type !== "CNAME",
      `${path}.type`,
      type,
      "another type at the zone's apex; an alias of type A does it",
    );
    faults.expect(
      type !== "NS",
      `${path}.type`,
      type,
      "another type at the zone's apex; its name servers are Route 53's",
    );
  }
  checkPolicy(faults, path, record);
  for (const [at, { target, healthCheck }] of endpointsOf(path, record)) {
    checkTarget(faults, `${at}.target`, type, target, record.policy !== "simple");
    const known = healthCheck === undefined || checks.includes(healthCheck);
    faults.expect(
      known,
      `${at}.healthCheck`,
      healthCheck,
      `one of ${checks.join(", ") || "healthChecks, which is empty"}`,
    );
  }
}

function endpointsOf(path: string, record: DnsRecord): [string, DnsEndpoint][] {
  if (record.policy === "simple") return [[path, { target: record.target }]];
  return Object.entries(record.endpoints).map(([key, endpoint]) => [`${path}.endpoints.${key}`, endpoint]);
}

function plannedRecord(key: string, record: DnsRecord): PlannedRecord {
  const common = { key, name: normalizeDomain(record.name), type: record.type ?? "A", policy: record.policy };
  if (record.policy === "simple") {
    const only = {
      child: key,
      routed: undefined,
      target: record.target,
      healthCheck: undefined,
      needsHealth: false,
    };
    return { ...common, answers: [only] };
  }
  const answers = Object.entries(record.endpoints).map(([label, endpoint]) => ({
    child: `${key}-${label}`,
    routed: { setIdentifier: label, routing: routingOf(record, label) },
    target: endpoint.target,
    healthCheck: endpoint.healthCheck,
    needsHealth: record.policy === "failover" && label === record.primary && hasHealth(endpoint),
  }));
  return { ...common, answers };
}

function routingOf(record: Exclude<DnsRecord, { policy: "simple" }>, label: string): Routing {
  switch (record.policy) {
    case "weighted":
      return { weightedRoutingPolicies: [{ weight: record.endpoints[label]?.weight ?? 0 }] };
    case "latency":
      return { latencyRoutingPolicies: [{ region: label }] };
    case "failover":
      return { failoverRoutingPolicies: [{ type: label === record.primary ? "PRIMARY" : "SECONDARY" }] };
  }
}

/** Checks what only several records can break. */
function checkTogether(faults: Faults, records: readonly PlannedRecord[]): void {
  const seen = new Map<string, PlannedRecord>();
  const children = new Set<string>();
  for (const record of records) {
    const path = `records.${record.key}`;
    const twin = seen.get(`${record.name} ${record.type}`);
    faults.expect(
      !twin,
      `${path}.name`,
      record.name,
      `a name and type of its own; records.${twin?.key} has both`,
    );
    seen.set(`${record.name} ${record.type}`, record);
    const lonely =
      record.type !== "CNAME" || records.every((other) => other === record || other.name !== record.name);
    faults.expect(lonely, `${path}.type`, record.type, `no other record named ${record.name} beside a CNAME`);
    for (const { child } of record.answers) {
      faults.expect(
        !children.has(child),
        `a key of records`,
        record.key,
        `one that does not make the child ${child} twice`,
      );
      children.add(child);
    }
  }
}
