import { isRegionCode } from "../../common/regions";
import { checkLabels, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { DnsRecord, FailoverRecord, RoutedRecord, WeightedRecord } from "./args";
import { hasHealth, resolveTarget } from "./targets";

/** Largest weight. @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
const MAX_WEIGHT = 255;

/** Inputs of a record set that carry its routing policy. */
export type RoutingInputs =
  | { readonly weightedRoutingPolicies: [{ readonly weight: number }] }
  | { readonly latencyRoutingPolicies: [{ readonly region: string }] }
  | { readonly failoverRoutingPolicies: [{ readonly type: "PRIMARY" | "SECONDARY" }] };

/** Returns the inputs that carry the routing policy of the endpoint called `label`. */
export function routingInputs(record: RoutedRecord, label: string): RoutingInputs {
  switch (record.policy) {
    case "weighted":
      return { weightedRoutingPolicies: [{ weight: record.endpoints[label]?.weight ?? 0 }] };
    case "latency":
      return { latencyRoutingPolicies: [{ region: label }] };
    case "failover":
      return { failoverRoutingPolicies: [{ type: label === record.primary ? "PRIMARY" : "SECONDARY" }] };
  }
}

/** Checks the endpoints of a record against the rules of its routing policy. */
export function checkPolicy(faults: Faults, path: string, record: DnsRecord): void {
  if (record.policy === "simple") return;
  const labels = Object.keys(record.endpoints);
  checkLabels(faults, `${path}.endpoints`, labels);
  faults.expect(labels.length > 0, `${path}.endpoints`, {}, "at least one endpoint");
  if (record.policy === "weighted") checkWeights(faults, path, record);
  if (record.policy === "latency") {
    for (const label of labels) {
      faults.expect(
        isRegionCode(label),
        `a key of ${path}.endpoints`,
        label,
        "a region code such as eu-west-1",
      );
    }
  }
  if (record.policy === "failover") checkFailover(faults, path, record);
}

function checkFailover(faults: Faults, path: string, { endpoints, primary }: FailoverRecord): void {
  const labels = Object.keys(endpoints);
  faults.expect(
    labels.length === 2,
    `number of ${path}.endpoints`,
    labels.length,
    "exactly 2, the primary and the secondary",
  );
  const endpoint = endpoints[primary];
  faults.expect(endpoint !== undefined, `${path}.primary`, primary, `one of ${labels.join(", ")}`);
  if (endpoint === undefined) return;
  faults.expect(
    hasHealth(endpoint),
    `${path}.endpoints.${primary}.healthCheck`,
    endpoint.healthCheck,
    "a health check, or an alias that evaluates its target's health; otherwise the primary never fails over",
  );
}

function checkWeights(faults: Faults, path: string, record: WeightedRecord): void {
  const endpoints = Object.entries(record.endpoints);
  for (const [label, { weight }] of endpoints) {
    checkWholeNumber(faults, `${path}.endpoints.${label}.weight`, weight, 0, MAX_WEIGHT);
  }
  const weights = endpoints.map(([, { weight }]) => weight);
  faults.expect(
    weights.length === 0 || weights.some((weight) => weight !== 0),
    `weights of ${path}`,
    weights,
    "at least one above 0; with all at 0, Route 53 would distribute the queries equally",
  );
  const ttls = endpoints.flatMap(([, endpoint]) => {
    const target = resolveTarget(endpoint.target);
    return target.alias ? [] : [target.ttl];
  });
  faults.expect(
    new Set(ttls).size <= 1,
    `TTLs of ${path}`,
    ttls,
    "the same in every endpoint, as Route 53 requires of weighted records",
  );
}
