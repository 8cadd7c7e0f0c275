import { normalizeDomain } from "../../common/domains";
import type { DnsEndpoint, DnsRecord, RoutedRecord } from "./args";
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
  /** Parts of names that the child may have had before, and that no other record set uses now. */
  readonly formerChildren: readonly string[];
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
  /** TTL that all record sets share, as Route 53 requires of weighted ones; undefined for other policies and aliases only. */
  readonly sharedTtl: number | undefined;
  /** Record sets of the name and type, at least one. */
  readonly recordSets: readonly PlannedRecordSet[];
}

/** Plans all record sets: one for a simple record, else one for each endpoint, in the order of the labels. */
export function planRecords(records: Readonly<Record<string, DnsRecord>>): PlannedRecord[] {
  const plannedRecords = Object.entries(records).map(([key, record]) => planRecord(key, record));
  const children = plannedRecords.flatMap(({ recordSets }) => recordSets.map(({ child }) => child));
  return plannedRecords.map((record) => ({
    ...record,
    recordSets: record.recordSets.map((recordSet) => ({
      ...recordSet,
      formerChildren: recordSet.formerChildren.filter((child) => !children.includes(child)),
    })),
  }));
}

function planRecord(key: string, record: DnsRecord): PlannedRecord {
  const common = { key, name: normalizeDomain(record.name), type: record.type ?? "A", policy: record.policy };
  if (record.policy === "simple") {
    const recordSet = {
      child: key,
      routing: undefined,
      target: resolveTarget(record.target),
      healthCheck: undefined,
      healthRequired: false,
      formerChildren: [],
    };
    return { ...common, sharedTtl: undefined, recordSets: [recordSet] };
  }
  // Sorted, so that the first record set, on which the others depend, does not depend on the order of the arguments.
  const labels = Object.keys(record.endpoints).sort();
  const recordSets = labels.flatMap((label, index) => {
    const endpoint = record.endpoints[label];
    return endpoint ? [planRecordSet(key, record, label, endpoint, index === 0)] : [];
  });
  const [sharedTtl] =
    record.policy === "weighted" ? recordSets.flatMap(({ target }) => target.ttl ?? []) : [];
  return { ...common, sharedTtl, recordSets };
}

function planRecordSet(
  key: string,
  record: RoutedRecord,
  label: string,
  endpoint: DnsEndpoint,
  isFirst: boolean,
): PlannedRecordSet {
  const own = `${key}-${label}`;
  // Named by its role: whichever endpoint takes the role, Route 53 changes the one record set that has it.
  const role = record.policy !== "failover" ? undefined : label === record.primary ? "primary" : "secondary";
  return {
    child: role === undefined ? own : `${key}-${role}`,
    routing: {
      setIdentifier: role === undefined ? label : `${role}-${label}`,
      inputs: routingInputs(record, label),
    },
    target: resolveTarget(endpoint.target),
    healthCheck: endpoint.healthCheck,
    healthRequired: role === "primary" && hasHealth(endpoint),
    formerChildren: [...(role === undefined ? [] : [own]), ...(isFirst ? [key] : [])],
  };
}
