import type * as pulumi from "@pulumi/pulumi";
import { isInZone, isRecordName, normalizeDomain } from "../../common/domains";
import { LOG_RETENTION_DAYS } from "../../common/log-retention";
import { checkAlarmTopics } from "../shared/alarms";
import { checkLabels, checkOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import type { Tags } from "../shared/tags";
import { DNS_TYPES, type DnsEndpoint, type DnsRecord, type DnsRoutingArgs } from "./args";
import { checkHealthCheck, type ResolvedHealthCheck, resolveHealthCheck } from "./health-checks";
import { type PlannedRecord, planRecords } from "./plan";
import { checkPolicy } from "./routing-policies";
import { checkTarget } from "./targets";
import { type ResolvedZone, resolveZone } from "./zone";

/** Validated arguments with all defaults filled in. */
export interface ResolvedDnsRoutingArgs {
  /** Zone of the records. */
  readonly zone: ResolvedZone;
  /** Every record with its record sets. */
  readonly records: readonly PlannedRecord[];
  /** Health checks by key. */
  readonly healthChecks: Readonly<Record<string, ResolvedHealthCheck>>;
  /** Topics of the health checks' alarms; empty for no alarms. */
  readonly alarmTopicArns: readonly pulumi.Input<string>[];
  /** Tags of zone, health checks and alarms. */
  readonly tags: Tags | undefined;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: a name outside the zone, a CNAME at its apex, weights that are all 0, a primary
 * without a health check, two records of one name and type
 */
export function resolveArgs(name: string, args: DnsRoutingArgs): ResolvedDnsRoutingArgs {
  const faults = new Faults(name);
  const { records = {}, healthChecks = {}, alarmTopicArns = [], tags } = args;
  const zone = resolveZone(args.zone);
  faults.expect(
    isRecordName(zone.name) && zone.name.includes("."),
    "zone.name",
    args.zone.name,
    "a domain name such as example.com",
  );
  if (zone.id === undefined && zone.queryLog)
    checkOneOf(faults, "zone.queryLog.retentionDays", zone.queryLog.retentionDays, LOG_RETENTION_DAYS);
  checkLabels(faults, "records", Object.keys(records));
  checkLabels(faults, "healthChecks", Object.keys(healthChecks));
  for (const [key, healthCheck] of Object.entries(healthChecks)) {
    checkHealthCheck(faults, `healthChecks.${key}`, healthCheck);
  }
  for (const [key, record] of Object.entries(records)) {
    checkRecord(faults, `records.${key}`, record, zone.name, Object.keys(healthChecks));
  }
  const plannedRecords = planRecords(records);
  checkUniqueness(faults, plannedRecords);
  checkAlarmTopics(faults, alarmTopicArns);
  faults.raise();
  return {
    zone,
    records: plannedRecords,
    healthChecks: Object.fromEntries(
      Object.entries(healthChecks).map(([key, healthCheck]) => [key, resolveHealthCheck(healthCheck)]),
    ),
    alarmTopicArns,
    tags,
  };
}

function checkRecord(
  faults: Faults,
  path: string,
  record: DnsRecord,
  zoneName: string,
  healthCheckKeys: readonly string[],
): void {
  const name = normalizeDomain(record.name);
  const type = record.type ?? "A";
  checkOneOf(faults, `${path}.policy`, record.policy, ["simple", "weighted", "latency", "failover"]);
  checkOneOf(faults, `${path}.type`, type, DNS_TYPES);
  const form = "a full domain name such as www.example.com";
  if (faults.expect(isRecordName(name, true), `${path}.name`, record.name, form)) {
    faults.expect(isInZone(name, zoneName), `${path}.name`, record.name, `a name in zone ${zoneName}`);
  }
  if (name === zoneName) checkApexType(faults, path, type);
  checkPolicy(faults, path, record);
  const keys = healthCheckKeys.join(", ") || "healthChecks, which is empty";
  for (const [endpointPath, { target, healthCheck }] of listEndpoints(path, record)) {
    checkTarget(faults, `${endpointPath}.target`, type, target, record.policy !== "simple");
    const exists = healthCheck === undefined || healthCheckKeys.includes(healthCheck);
    faults.expect(exists, `${endpointPath}.healthCheck`, healthCheck, `one of ${keys}`);
  }
}

function checkApexType(faults: Faults, path: string, type: string): void {
  const cnameHint = "another type at the zone's apex, such as A with an alias";
  faults.expect(type !== "CNAME", `${path}.type`, type, cnameHint);
  const nsHint = "another type at the zone's apex, whose name servers Route 53 manages";
  faults.expect(type !== "NS", `${path}.type`, type, nsHint);
}

/** Returns the endpoints of a record with their paths in the arguments; a simple record counts as one endpoint. */
function listEndpoints(path: string, record: DnsRecord): [string, DnsEndpoint][] {
  if (record.policy === "simple") return [[path, { target: record.target }]];
  return Object.entries(record.endpoints).map(([label, endpoint]) => [
    `${path}.endpoints.${label}`,
    endpoint,
  ]);
}

/** Checks the rules between records: unique names and types, no record beside a CNAME, unique child names. */
function checkUniqueness(faults: Faults, records: readonly PlannedRecord[]): void {
  const recordsByNameAndType = new Map<string, PlannedRecord>();
  const children = new Set<string>();
  for (const record of records) {
    const path = `records.${record.key}`;
    const nameAndType = `${record.name} ${record.type}`;
    const duplicate = recordsByNameAndType.get(nameAndType);
    faults.expect(
      duplicate === undefined,
      `${path}.name`,
      record.name,
      `a unique name and type; records.${duplicate?.key} has the same`,
    );
    recordsByNameAndType.set(nameAndType, record);
    faults.expect(
      record.type !== "CNAME" || records.every((other) => other === record || other.name !== record.name),
      `${path}.type`,
      record.type,
      `no other record named ${record.name} beside a CNAME`,
    );
    for (const { child } of record.recordSets) {
      faults.expect(
        !children.has(child),
        "a key of records",
        record.key,
        `a key that does not yield a second child called ${child}`,
      );
    }
    for (const { child } of record.recordSets) children.add(child);
  }
}
