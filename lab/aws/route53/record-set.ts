import { normalizeDomain } from "../../../common/domains";
import { firstObject, isGiven, listObjects } from "../common/inputs";
import { asNumber, asString, asStrings, type Properties } from "../property-values";
import { expandName, zoneIdOf } from "./names";

/** Routing policies; `simple` stands for none. */
type Policy =
  | "simple"
  | "weighted"
  | "latency"
  | "failover"
  | "geolocation"
  | "geoproximity"
  | "multivalue"
  | "cidr";

/** Inputs that choose a routing policy, each with the provider's name of it. */
export const POLICY_INPUTS: readonly (readonly [policy: Policy, input: string, providerName: string])[] = [
  ["weighted", "weightedRoutingPolicies", "weighted_routing_policy"],
  ["latency", "latencyRoutingPolicies", "latency_routing_policy"],
  ["failover", "failoverRoutingPolicies", "failover_routing_policy"],
  ["geolocation", "geolocationRoutingPolicies", "geolocation_routing_policy"],
  ["geoproximity", "geoproximityRoutingPolicy", "geoproximity_routing_policy"],
  ["multivalue", "multivalueAnswerRoutingPolicy", "multivalue_answer_routing_policy"],
  ["cidr", "cidrRoutingPolicy", "cidr_routing_policy"],
];

/** Target of an alias. */
interface AliasTarget {
  readonly name: string;
  readonly zoneId: string;
  readonly evaluateTargetHealth: boolean;
}

/** A resource record set in the terms of Route 53's rules. */
export interface RecordSet {
  readonly zoneId: string;
  /** Full name, canonical. */
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string | undefined;
  readonly policy: Policy;
  /** Values of the chosen policy, such as `weight` or `region`. */
  readonly choice: Properties;
  /** Seconds; undefined for an alias. */
  readonly ttl: number | undefined;
  readonly values: readonly string[];
  readonly alias: AliasTarget | undefined;
  readonly healthCheckId: string | undefined;
}

/** Whether the program set this input. */
export function isChosen(inputs: Properties, input: string): boolean {
  const value = inputs[input];
  if (input === "multivalueAnswerRoutingPolicy") return value === true;
  return Array.isArray(value) ? value.length > 0 : isGiven(value);
}

/** Converts the inputs of a Record, in a zone of the given name, to a record set. */
export function toRecordSet(inputs: Properties, zone: string): RecordSet {
  const [policy, input] = POLICY_INPUTS.find(([, name]) => isChosen(inputs, name)) ?? ["simple" as const, ""];
  const target = listObjects(inputs.aliases)[0];
  return {
    zoneId: zoneIdOf(asString(inputs.zoneId) ?? ""),
    name: expandName(asString(inputs.name) ?? "", zone),
    type: asString(inputs.type) ?? "",
    setIdentifier: asString(inputs.setIdentifier) || undefined,
    policy,
    choice: firstObject(inputs[input]) ?? {},
    ttl: target === undefined ? asNumber(inputs.ttl) : undefined,
    values: asStrings(inputs.records),
    alias: target && {
      name: normalizeDomain(asString(target.name) ?? ""),
      zoneId: zoneIdOf(asString(target.zoneId) ?? ""),
      evaluateTargetHealth: target.evaluateTargetHealth === true,
    },
    healthCheckId: asString(inputs.healthCheckId) || undefined,
  };
}

/** Whether two record sets have the same identity: zone, name, type and set identifier. */
export function isSameSet(one: RecordSet, other: RecordSet): boolean {
  return isSameName(one, other) && one.type === other.type && one.setIdentifier === other.setIdentifier;
}

/** Whether two record sets have the same full name. */
export function isSameName(one: RecordSet, other: RecordSet): boolean {
  return one.zoneId === other.zoneId && one.name === other.name;
}
