import {
  collectFindings,
  describeMismatch,
  describeRecordSet,
  mustBeOneOf,
  RECORD,
  type RecordSet,
  type RecordSets,
  type Resource,
  type RoutingPolicy,
  recordSetsOf,
  routingPolicyOf,
  type Stack,
  stackRule,
  Undecided,
} from "../../kit";
import { findCloudFrontFault, findHealthFault, hasHealthCheck, needsHealth } from "../answer-health";

interface Settings {
  readonly maxTtl: number;
  readonly setsSpanStacks: boolean;
}

/** A record fails over only when Route 53 detects that its answer is down, has another one, and resolvers query again soon. */
export const route53FailoverHealth = stackRule<Settings>({
  name: "route53-failover-health",
  title: "Records can fail over",
  description:
    "Failover, latency, geoproximity and weighted records of several regions have a health check or evaluate their target's health, and failover sets have both halves.",
  level: "mandatory",
  severity: "critical",
  tags: ["multi-region"],
  remediationSteps:
    "Give each record a healthCheckId, or set evaluateTargetHealth true on its alias (for CloudFront, false and a healthCheckId); create one PRIMARY and one SECONDARY per name, each with its own setIdentifier and a ttl of 60 seconds or less.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-configuring.html",
  settings: {
    maxTtl: {
      type: "integer",
      minimum: 0,
      maximum: 86_400,
      default: 60,
      description:
        "Maximum number of seconds that resolvers may cache an answer that fails over. AWS recommends 60 or less with a health check.",
    },
    setsSpanStacks: {
      type: "boolean",
      default: false,
      description:
        "Whether other stacks may create the other half of a failover set, so that a missing half is no violation.",
    },
  },
  types: RECORD,
  checks: {
    health: (record, { stack }) =>
      HEALTH_POLICIES.includes(routingPolicyOf(record))
        ? (findCloudFrontFault(record, stack) ?? findRequiredHealthFault(record, stack))
        : undefined,
    "set identifier": (record, { stack }) => {
      if (routingPolicyOf(record) === "simple") return undefined;
      const own = record.string("setIdentifier") ?? "";
      if (own === "")
        return describeMismatch(record, "setIdentifier", "a string that no other record of the set has");
      const sets = recordSetsOf(stack);
      const set = sets.of(record);
      const before = set.members.slice(0, set.members.indexOf(record));
      const twin = before.find((one) => one.string("setIdentifier") === own);
      if (!twin) return undefined;
      if (!isCertain(set)) sets.requireComplete(set);
      return describeMismatch(
        record,
        "setIdentifier",
        `a unique string; ${twin.name} of the same set has it too`,
      );
    },
    "halves of the set": (record, { stack, settings }) => {
      if (routingPolicyOf(record) !== "failover") return undefined;
      const sets = recordSetsOf(stack);
      const set = sets.of(record);
      return collectFindings(
        findTypeFault(record),
        set.members[0] === record ? findHalvesFault(sets, set, settings.setsSpanStacks) : undefined,
      );
    },
    "time to live": (record, { settings }) => {
      const policy = routingPolicyOf(record);
      if (policy === "simple" || record.hasItems("aliases")) return undefined;
      if (policy !== "failover" && !hasHealthCheck(record)) return undefined;
      const ttl = record.number("ttl");
      if (ttl !== undefined && ttl <= settings.maxTtl) return undefined;
      const advice = "resolvers return the old answer for this time after a failover";
      return describeMismatch(record, "ttl", `${settings.maxTtl} seconds or less`, advice);
    },
  },
});

/** Policies that route queries to another region when an answer is unhealthy. */
const HEALTH_POLICIES: readonly RoutingPolicy[] = ["failover", "latency", "geoproximity", "weighted"];

function findRequiredHealthFault(record: Resource, stack: Stack): string | undefined {
  try {
    const flaw = findHealthFault(record, stack);
    return flaw !== undefined && needsHealth(record, stack) ? flaw : undefined;
  } catch (error) {
    if (!(error instanceof Undecided) || needsHealth(record, stack)) throw error;
    return undefined;
  }
}

const HALVES = ["PRIMARY", "SECONDARY"] as const;

/** Whether the members of a set certainly belong together. */
function isCertain({ isNameKnown, isZoneKnown }: RecordSet): boolean {
  return isNameKnown && isZoneKnown;
}

function findTypeFault(record: Resource): string | undefined {
  const policy = record.object("failoverRoutingPolicies");
  return policy && mustBeOneOf(policy, "type", HALVES);
}

function findHalvesFault(sets: RecordSets, set: RecordSet, spansStacks: boolean): string | undefined {
  const types = set.members.map((member) => member.object("failoverRoutingPolicies")?.string("type"));
  for (const half of HALVES) {
    const count = types.filter((type) => type === half).length;
    if (count === 1 || (count === 0 && spansStacks)) continue;
    if (count === 0 || !isCertain(set)) sets.requireComplete(set);
    const actual = count === 0 ? `no ${half}` : `${count} of type ${half}`;
    return `${describeRecordSet(set)} has ${actual}, expected one PRIMARY and one SECONDARY; ${count === 0 ? `add the record with failoverRoutingPolicies.0.type "${half}"` : "remove the others"}`;
  }
  return undefined;
}
