import { normalizeDomain } from "../../common/domains";
import type { DnsRecord } from "./args";
import { type RoutingInputs, routingInputs } from "./routing-policies";
import { hasHealth, type ResolvedTarget, resolveTarget } from "./targets";

/** One resource record set to create. */
export interface PlannedRecordSet {
  /** Part of the child's name after the component's. */
  readonly child: string;
  /** Set identifier and policy; undefined for a simple record. */
  readonly routing: { readonly setIdentifier: string; readonly inputs: RoutingInputs } | undefined;
  /** Target of the record set. */
  readonly target: ResolvedTarget;
  /** Key of its health check. */
  readonly healthCheck: string | undefined;
  /** Whether the policy depends on this target's health, which is true of a failover primary. */
  readonly healthRequired: boolean;
}

/** A record with its record sets. */
export interface PlannedRecord {
  /** Key of the record in the arguments. */
  readonly key: string;
  /** Full name in normal form. */
  readonly name: string;
  /** Type, such as A. */
  readonly type: string;
  /** Policy of all record sets. */
  readonly policy: DnsRecord["policy"];
  /** Name of the child of a routed record while it was simple; undefined if another record set uses that name now. */
  readonly formerChild: string | undefined;
  /** Record sets of the name and type, at least one. */
  readonly recordSets: readonly PlannedRecordSet[];
}

/** Plans all record sets: one for a simple record, else one for each endpoint. */
export function planRecords(records: Readonly<Record<string, DnsRecord>>): PlannedRecord[] {
  const plannedRecords = Object.entries(records).map(([key, record]) => planRecord(key, record));
  const children = plannedRecords.flatMap(({ recordSets }) => recordSets.map(({ child }) => child));
  return plannedRecords.map((record) => ({
    ...record,
    formerChild: children.includes(record.key) ? undefined : record.key,
  }));
}

function planRecord(key: string, record: DnsRecord): Omit<PlannedRecord, "formerChild"> {
  const common = { key, name: normalizeDomain(record.name), type: record.type ?? "A", policy: record.policy };
  if (record.policy === "simple") {
    const recordSet = {
      child: key,
      routing: undefined,
      target: resolveTarget(record.target),
      healthCheck: undefined,
      healthRequired: false,
    };
    return { ...common, recordSets: [recordSet] };
  }
  const recordSets = Object.entries(record.endpoints).map(([label, endpoint]) => ({
    child: `${key}-${label}`,
    routing: { setIdentifier: label, inputs: routingInputs(record, label) },
    target: resolveTarget(endpoint.target),
    healthCheck: endpoint.healthCheck,
    healthRequired: record.policy === "failover" && label === record.primary && hasHealth(endpoint),
  }));
  return { ...common, recordSets };
}
