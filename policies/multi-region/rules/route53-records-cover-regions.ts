import {
  ANY_DISTRIBUTION,
  CLASSIC_LOAD_BALANCER,
  collectFindings,
  describeRecordSet,
  findEndpoints,
  LOAD_BALANCER,
  memoizeByStack,
  RECORD,
  type RecordSet,
  type RecordSets,
  type Resource,
  recordSetsOf,
  routingPolicyOf,
  type Stack,
  stackRule,
  targetRegionOf,
} from "../../kit";

interface Settings {
  readonly setsSpanStacks: boolean;
}

/** A region without a latency or weighted record costs money and receives no queries. */
export const route53RecordsCoverRegions = stackRule<Settings>({
  name: "route53-records-cover-regions",
  title: "Records route to every region",
  description:
    "Latency and weighted record sets of several regions have an answer for each active region, and at least one weight above 0.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Create an aws.route53.Record of the set for each active region, with latencyRoutingPolicies or weightedRoutingPolicies, and give one of them a weight above 0.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-latency.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that records must route to. Default: the regions of the stack's configuration; without either, a latency set must route to every region with a load balancer that is public and has no other record.",
    },
    setsSpanStacks: {
      type: "boolean",
      default: false,
      description:
        "Whether other stacks may create records of a set, so that a missing record is no violation.",
    },
  },
  types: RECORD,
  checks: {
    weights: (record, { stack, settings }) => {
      if (routingPolicyOf(record) !== "weighted" || settings.setsSpanStacks) return undefined;
      const sets = recordSetsOf(stack);
      const set = sets.of(record);
      return set.members[0] === record ? findWeightsFault(sets, set) : undefined;
    },
    regions: (record, { stack, settings, regions }) => {
      const policy = routingPolicyOf(record);
      if (policy !== "latency" && policy !== "weighted") return undefined;
      if (settings.setsSpanStacks) return undefined;
      const sets = recordSetsOf(stack);
      const set = sets.of(record);
      if (set.members[0] !== record) return undefined;
      if (regions && regions.length > 1) return findCoverageFaults(sets, set, regions, stack);
      return policy === "latency" ? findIdleBalancers(sets, set, stack) : undefined;
    },
  },
});

function findWeightsFault(sets: RecordSets, set: RecordSet): string | undefined {
  const weights = set.members.map((member) => member.object("weightedRoutingPolicies")?.number("weight"));
  if (weights.length < 2 || weights.some((weight) => weight !== 0)) return undefined;
  sets.requireComplete(set);
  return `all weights of ${describeRecordSet(set)} are 0, expected one above 0; Route 53 splits queries equally among weights of 0`;
}

function findCoverageFaults(
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
  // Weights may also split queries among versions within one region; an answer of an unknown region may be in any region.
  const isOfRegions =
    set.policy === "latency" ||
    (new Set(covered).size > 1 && covered.every((region) => region !== undefined));
  const missing = regions.filter((region) => !covered.includes(region));
  if (!isOfRegions || missing.length === 0) return [];
  sets.requireComplete(set);
  const present = [...new Set(covered)].join(", ");
  return collectFindings(
    `${describeRecordSet(set)} routes to ${present}, expected also ${missing.join(", ")}; add a record for ${missing.length === 1 ? "it" : "each"}`,
  );
}

/** Finds load balancers like those of a latency set, in regions to which the set does not route, that nothing routes to. */
function findIdleBalancers(sets: RecordSets, set: RecordSet, stack: Stack): readonly string[] {
  const isRouted = set.members.every((member) => balancersOf(stack, member).length > 0);
  if (!isRouted) return [];
  const covered = set.members.map((member) => member.object("latencyRoutingPolicies")?.string("region"));
  const idle = stack
    .ofTypes(BALANCER)
    .filter((balancer) => !covered.includes(balancer.region()) && !routedBalancersOf(stack).has(balancer))
    .filter((balancer) => balancer.boolean("internal") !== true);
  if (idle.length === 0) return [];
  sets.requireComplete(set);
  const names = idle.map((balancer) => `${balancer.name} of ${balancer.region()}`).join(" and ");
  const present = [...new Set(covered)].join(", ");
  return collectFindings(
    `${describeRecordSet(set)} routes to ${present}, and no record to ${names}; add a record for ${idle.length === 1 ? "it" : "each"}`,
  );
}

function balancersOf(stack: Stack, record: Resource): readonly Resource[] {
  return ["aliases", "records"]
    .flatMap((property) => findEndpoints(stack, record, property))
    .filter(({ type }) => BALANCER.includes(type));
}

const BALANCER: readonly string[] = [...LOAD_BALANCER, ...CLASSIC_LOAD_BALANCER];

const ACCELERATOR_GROUPS = [
  "aws:globalaccelerator/endpointGroup:EndpointGroup",
  "aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",
];

/** Load balancers that a record, a distribution or an accelerator routes to. */
const routedBalancersOf = memoizeByStack(
  (stack) =>
    new Set([
      ...stack.ofTypes(RECORD).flatMap((record) => balancersOf(stack, record)),
      ...stack.ofTypes(ANY_DISTRIBUTION).flatMap((one) => findEndpoints(stack, one, "origins")),
      ...stack
        .ofTypes(ACCELERATOR_GROUPS)
        .flatMap((one) => findEndpoints(stack, one, "endpointConfigurations")),
    ]),
);
