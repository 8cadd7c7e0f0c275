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
import { cloudFrontFlaw, hasHealthCheck, healthFlaw, needsHealth } from "../answer-health";

interface Settings {
  readonly maxTtl: number;
  readonly setsSpanStacks: boolean;
}

/** A record fails over only when Route 53 learns that its answer is down, has another, and resolvers ask again soon. */
export const route53FailoverHealth = stackRule<Settings>({
  name: "route53-failover-health",
  title: "Records can fail over",
  description:
    "Answers of failover, latency, geoproximity and weighted records of several regions have health, and failover has both halves.",
  level: "mandatory",
  severity: "critical",
  tags: ["multi-region"],
  remediationSteps:
    "Give each record a healthCheckId, or let its alias have evaluateTargetHealth true (false and a healthCheckId for CloudFront); write one PRIMARY and one SECONDARY of each name, each with a setIdentifier of its own and a ttl of 60 seconds or less.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-configuring.html",
  settings: {
    maxTtl: {
      type: "integer",
      minimum: 0,
      maximum: 86_400,
      default: 60,
      description:
        "Most seconds that resolvers may keep an answer that fails over. AWS advises 60 or less beside a health check.",
    },
    setsSpanStacks: {
      type: "boolean",
      default: false,
      description:
        "Whether other stacks may write the other half of a failover set, so that none misses here.",
    },
  },
  types: RECORD,
  checks: {
    health: (record, { stack }) =>
      HEALTH_POLICIES.includes(routingPolicyOf(record))
        ? (cloudFrontFlaw(record, stack) ?? neededHealthFlaw(record, stack))
        : undefined,
    "set identifier": (record, { stack }) => {
      if (routingPolicyOf(record) === "simple") return undefined;
      const own = record.string("setIdentifier") ?? "";
      if (own === "")
        return describeMismatch(record, "setIdentifier", "a text that no other record of the set has");
      const sets = recordSetsOf(stack);
      const set = sets.of(record);
      const before = set.members.slice(0, set.members.indexOf(record));
      const twin = before.find((one) => one.string("setIdentifier") === own);
      if (!twin) return undefined;
      if (!isSure(set)) sets.requireComplete(set);
      return describeMismatch(
        record,
        "setIdentifier",
        `a text of its own; ${twin.name} of the same set has it`,
      );
    },
    "both halves of its set": (record, { stack, settings }) => {
      if (routingPolicyOf(record) !== "failover") return undefined;
      const sets = recordSetsOf(stack);
      const set = sets.of(record);
      return collectFindings(
        typeFlaw(record),
        set.members[0] === record ? halvesFlaw(sets, set, settings.setsSpanStacks) : undefined,
      );
    },
    "time to live": (record, { settings }) => {
      const policy = routingPolicyOf(record);
      if (policy === "simple" || record.hasItems("aliases")) return undefined;
      if (policy !== "failover" && !hasHealthCheck(record)) return undefined;
      const ttl = record.number("ttl");
      if (ttl !== undefined && ttl <= settings.maxTtl) return undefined;
      const advice = "resolvers give the old answer for so long after a failover";
      return describeMismatch(record, "ttl", `${settings.maxTtl} seconds or less`, advice);
    },
  },
});

/** Policies by which queries go to another region when an answer is unhealthy. */
const HEALTH_POLICIES: readonly RoutingPolicy[] = ["failover", "latency", "geoproximity", "weighted"];

function neededHealthFlaw(record: Resource, stack: Stack): string | undefined {
  try {
    const flaw = healthFlaw(record, stack);
    return flaw !== undefined && needsHealth(record, stack) ? flaw : undefined;
  } catch (error) {
    if (!(error instanceof Undecided) || needsHealth(record, stack)) throw error;
    return undefined;
  }
}

const HALVES = ["PRIMARY", "SECONDARY"] as const;

/** Whether all members of a set are known to belong together. */
function isSure({ isNameKnown, isZoneKnown }: RecordSet): boolean {
  return isNameKnown && isZoneKnown;
}

function typeFlaw(record: Resource): string | undefined {
  const policy = record.object("failoverRoutingPolicies");
  return policy && mustBeOneOf(policy, "type", HALVES);
}

function halvesFlaw(sets: RecordSets, set: RecordSet, spansStacks: boolean): string | undefined {
  const types = set.members.map((member) => member.object("failoverRoutingPolicies")?.string("type"));
  for (const half of HALVES) {
    const count = types.filter((type) => type === half).length;
    if (count === 1 || (count === 0 && spansStacks)) continue;
    if (count === 0 || !isSure(set)) sets.requireComplete(set);
    const found = count === 0 ? `no ${half}` : `${count} of type ${half}`;
    return `${describeRecordSet(set)} has ${found}, expected one PRIMARY and one SECONDARY; ${count === 0 ? `add the record with failoverRoutingPolicies.0.type "${half}"` : "remove the others"}`;
  }
  return undefined;
}
