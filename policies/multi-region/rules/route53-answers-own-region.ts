import {
  ENDPOINT,
  evaluateWithin,
  findEndpoints,
  findOnlyRegionInName,
  HEALTH_CHECK,
  LOAD_BALANCER,
  RECORD,
  type Resource,
  recordSetsOf,
  type Stack,
  stackRule,
} from "../../kit";

/** An answer for a region that leads to another one sends every query of its users the long way, or to a failed region. */
export const route53AnswersOwnRegion = stackRule({
  name: "route53-answers-own-region",
  title: "Records for a region lead to that region",
  description:
    "A record whose routing policy or identifier names a region leads to the endpoint of that region, and its health check checks the same region.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Set aliases, records and healthCheckId of the record to the endpoint and the health check of the region that its latencyRoutingPolicies or its setIdentifier names.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-latency.html",
  types: RECORD,
  checks: {
    target: (record, { stack }) => {
      const declared = declaredRegionOf(record);
      const target = declared && targetOf(record, stack);
      if (!target || target.region === declared.region) return undefined;
      if (!isServedByOwnRegion(record, declared.region, target, stack)) return undefined;
      return `${declared.path} is ${JSON.stringify(declared.region)}, but ${target.path} leads to ${target.label}, expected the endpoint of ${declared.region}`;
    },
    "health check": (record, { stack }) => {
      const region = targetOf(record, stack)?.region ?? declaredRegionOf(record)?.region;
      const check = region && stack.findTarget(record, "healthCheckId", HEALTH_CHECK);
      const checked = check && evaluateWithin(check, () => checkedRegionOf(check, stack));
      if (!checked || checked === region) return undefined;
      return `healthCheckId is ${check.name}, which checks an endpoint of ${checked}, expected a health check of ${region}, where this answer leads`;
    },
  },
});

interface Declared {
  readonly path: string;
  readonly region: string;
}

/** The region that a record is for, by its routing policy, or else by its set identifier. */
function declaredRegionOf(record: Resource): Declared | undefined {
  const policies = [
    ["latencyRoutingPolicies", "region"],
    ["geoproximityRoutingPolicy", "awsRegion"],
  ] as const;
  for (const [property, key] of policies) {
    const policy = record.object(property);
    const region = policy?.string(key);
    if (policy && region !== undefined) return { path: `${policy.at}${key}`, region };
  }
  const region = findOnlyRegionInName(record.string("setIdentifier") ?? "");
  return region === undefined ? undefined : { path: "setIdentifier", region };
}

/** Where a record leads. */
interface Target {
  readonly path: string;
  readonly region: string;
  /** Its name and region, for a message. */
  readonly label: string;
  /** The endpoint, unless the record has its name as a string. */
  readonly endpoint?: Resource;
}

/** The target of a record; undefined when it is outside of the stack and its name has no region. */
function targetOf(record: Resource, stack: Stack): Target | undefined {
  for (const property of ["aliases", "records"] as const) {
    if (record.read(property).state === "absent") continue;
    const path = property === "aliases" ? "aliases.0.name" : "records.0";
    const endpoints = findEndpoints(stack, record, property);
    const regions = new Set(endpoints.map((endpoint) => endpoint.region()));
    const [endpoint] = endpoints;
    const [region] = regions;
    if (endpoint && region !== undefined && regions.size === 1) {
      return { path, region, label: `${endpoint.name} of ${region}`, endpoint };
    }
    if (stack.dependenciesOf(record, property).length > 0) continue;
    const name = record.string(path) ?? "";
    const regionInName = AWS_NAME.test(name) ? findOnlyRegionInName(name) : undefined;
    if (regionInName !== undefined) return { path, region: regionInName, label: JSON.stringify(name) };
  }
  return undefined;
}

const AWS_NAME = /\.(?:amazonaws\.com(?:\.cn)?|on\.aws|awsapprunner\.com|elasticbeanstalk\.com)\.?$/;

/**
 * Whether the region of a record has an endpoint of its own: in the stack, or as the target of another record of the set. A
 * region without one may be answered by the nearest other region.
 */
function isServedByOwnRegion(record: Resource, region: string, target: Target, stack: Stack): boolean {
  const { endpoint } = target;
  if (endpoint) {
    return stack.ofTypes(similarTypes(endpoint)).some((one) => one !== endpoint && one.region() === region);
  }
  const { members } = recordSetsOf(stack).of(record);
  return members.some((member) => member !== record && targetOf(member, stack)?.region === region);
}

/** Types of endpoints that serve the same purpose. */
function similarTypes({ type }: Resource): readonly string[] {
  const balancers: readonly string[] = LOAD_BALANCER;
  return balancers.includes(type) ? balancers : ENDPOINT.filter((one) => one === type);
}

/** The region of the endpoint that a health check checks; undefined for any other check. */
function checkedRegionOf(check: Resource, stack: Stack): string | undefined {
  const endpoints = ["fqdn", "ipAddress"].flatMap((property) => findEndpoints(stack, check, property));
  const regions = new Set(endpoints.map((endpoint) => endpoint.region()));
  if (regions.size > 0) return regions.size === 1 ? [...regions][0] : undefined;
  if (stack.dependenciesOf(check, "fqdn").length > 0) return undefined;
  const name = check.string("fqdn") ?? "";
  return AWS_NAME.test(name) ? findOnlyRegionInName(name) : undefined;
}
