import {
  collectFindings,
  describeRecordSet,
  RECORD,
  type RecordSet,
  type RecordSets,
  recordSetsOf,
  routingPolicyOf,
  type Stack,
  stackRule,
  targetRegionOf,
} from "../../kit";

interface Settings {
  readonly setsSpanStacks: boolean;
}

/** A region that no latency or weighted record leads to is paid for and never asked. */
export const route53RecordsCoverRegions = stackRule<Settings>({
  name: "route53-records-cover-regions",
  title: "Records lead to every region",
  description:
    "Latency and weighted records of several regions have an answer for each active region, and not all weights are 0.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Write an aws.route53.Record of the set for each active region, with latencyRoutingPolicies or weightedRoutingPolicies, and give one of them a weight above 0.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-latency.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that records lead to. Those of the stack's configuration when it is not set; without either, coverage is not looked at.",
    },
    setsSpanStacks: {
      type: "boolean",
      default: false,
      description: "Whether other stacks may write records of a set, so that none misses here.",
    },
  },
  types: RECORD,
  checks: {
    weights: (record, { stack, settings }) => {
      if (routingPolicyOf(record) !== "weighted" || settings.setsSpanStacks) return undefined;
      const sets = recordSetsOf(stack);
      const set = sets.of(record);
      return set.members[0] === record ? weightsFlaw(sets, set) : undefined;
    },
    regions: (record, { stack, settings, regions }) => {
      const policy = routingPolicyOf(record);
      if (policy !== "latency" && policy !== "weighted") return undefined;
      if (settings.setsSpanStacks || regions === undefined || regions.length < 2) return undefined;
      const sets = recordSetsOf(stack);
      const set = sets.of(record);
      return set.members[0] === record ? coverageFlaws(sets, set, regions, stack) : undefined;
    },
  },
});

function weightsFlaw(sets: RecordSets, set: RecordSet): string | undefined {
  const weights = set.members.map((member) => member.object("weightedRoutingPolicies")?.number("weight"));
  if (weights.length < 2 || weights.some((weight) => weight !== 0)) return undefined;
  sets.requireComplete(set);
  return `all weights of ${describeRecordSet(set)} are 0, expected one above 0; Route 53 shares the queries equally among weights of 0`;
}

function coverageFlaws(
  sets: RecordSets,
  set: RecordSet,
  regions: readonly string[],
  stack: Stack,
): readonly string[] {
  const covered = set.members.map((member) =>
    set.policy === "latency"
      ? member.object("latencyRoutingPolicies")?.string("region")
      : targetRegionOf(stack, member),
  );
  // Weights may share queries among versions within a region; an answer of which nothing tells the region may be any.
  const isOfRegions =
    set.policy === "latency" ||
    (new Set(covered).size > 1 && covered.every((region) => region !== undefined));
  const missing = regions.filter((region) => !covered.includes(region));
  if (!isOfRegions || missing.length === 0) return [];
  sets.requireComplete(set);
  const there = [...new Set(covered)].join(", ");
  return collectFindings(
    `${describeRecordSet(set)} leads to ${there}, expected ${missing.join(", ")} as well; add a record for ${missing.length === 1 ? "it" : "each"}`,
  );
}
