import {
  ANY_DISTRIBUTION,
  ENDPOINT,
  formatValue,
  isAwsType,
  type RecordSet,
  type Resource,
  recordSetsOf,
  routingPolicyOf,
  type Stack,
  targetRegionOf,
  Undecided,
} from "../kit";

/**
 * Hosted zone of every CloudFront distribution.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
 */
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

/** Whether a record must be returned only while it is healthy. */
export function needsHealth(record: Resource, stack: Stack): boolean {
  const policy = routingPolicyOf(record);
  if (policy === "failover") {
    return record.object("failoverRoutingPolicies")?.string("type")?.toUpperCase() === "PRIMARY";
  }
  if (policy !== "latency" && policy !== "geoproximity" && policy !== "weighted") return false;
  const set = recordSetsOf(stack).of(record);
  if (set.members.length < 2) return false;
  if (policy !== "weighted") return true;
  return record.object("weightedRoutingPolicies")?.number("weight") !== 0 && isOfManyRegions(set, stack);
}

/**
 * Describes why Route 53 never treats an answer as unhealthy; undefined when it does.
 *
 * @throws {Undecided} when its health check or its alias is not known
 */
export function findHealthFault(
  record: Resource,
  stack: Stack,
  seen: readonly Resource[] = [],
): string | undefined {
  if (hasHealthCheck(record)) return undefined;
  const alias = record.object("aliases");
  if (!alias) {
    return "healthCheckId is missing, expected a health check; without one Route 53 always treats this answer as healthy";
  }
  if (isCloudFront(record, stack)) {
    return "healthCheckId is missing, expected a health check, since Route 53 cannot see the health of a CloudFront distribution";
  }
  if (alias.boolean("evaluateTargetHealth") !== true) {
    const value = formatValue(alias.value("evaluateTargetHealth"));
    return `aliases.0.evaluateTargetHealth is ${value}, expected true, or a health check as healthCheckId; without either Route 53 always treats this answer as healthy`;
  }
  const chain = [...seen, record];
  for (const target of recordSetsOf(stack).targetsOf(record, stack)) {
    const alwaysHealthy = target.members.find(
      (one) => !chain.includes(one) && isAlwaysHealthy(one, target, stack, chain),
    );
    if (alwaysHealthy) {
      return `its alias leads to record ${alwaysHealthy.name}, whose failure Route 53 never detects, expected a target with a health check; give ${alwaysHealthy.name} or this record a healthCheckId`;
    }
  }
  return undefined;
}

/** Describes the fault of a CloudFront alias that evaluates its target's health; undefined without one. */
export function findCloudFrontFault(record: Resource, stack: Stack): string | undefined {
  const alias = record.object("aliases");
  if (alias?.boolean("evaluateTargetHealth") !== true || !isCloudFront(record, stack)) return undefined;
  return "aliases.0.evaluateTargetHealth is true, expected false, since Route 53 cannot see the health of a CloudFront distribution; give the record a healthCheckId";
}

/** Whether a record has its own health check. */
export function hasHealthCheck(record: Resource): boolean {
  const reading = record.read("healthCheckId");
  return reading.state === "known" ? reading.value !== "" : record.isSet("healthCheckId");
}

/** Whether Route 53 always treats a target of an alias as healthy. */
function isAlwaysHealthy(record: Resource, set: RecordSet, stack: Stack, seen: readonly Resource[]): boolean {
  // The secondary of a failover set is the last resort and needs no health check.
  if (set.policy === "failover" || needsHealth(record, stack)) return false;
  return findHealthFault(record, stack, seen) !== undefined;
}

function isCloudFront(record: Resource, stack: Stack): boolean {
  const alias = record.object("aliases");
  const sources = stack.dependenciesOf(record, "aliases");
  if (sources.some(({ type }) => (ANY_DISTRIBUTION as readonly string[]).includes(type))) return true;
  // Edge-optimized domains of API Gateway use CloudFront's zone as well.
  if (sources.some(({ type }) => (ENDPOINT as readonly string[]).includes(type))) return false;
  const zone = alias?.read("zoneId");
  if (zone?.state === "known") return zone.value === CLOUDFRONT_ZONE;
  if (sources.length > 0 && sources.every(({ type }) => isAwsType(type))) return false;
  throw record.undecided("aliases.0.zoneId");
}

/** Whether the answers of a weighted set are known to route to more than one region. */
function isOfManyRegions({ members }: RecordSet, stack: Stack): boolean {
  const regions = new Set(members.flatMap((member) => targetRegionOf(stack, member) ?? []));
  if (regions.size > 1) return true;
  for (const member of members) {
    if (targetRegionOf(stack, member) === undefined) expectTarget(member, stack);
  }
  return false;
}

function expectTarget(record: Resource, stack: Stack): void {
  for (const property of ["aliases", "records"]) {
    const paths = property === "aliases" ? ["aliases", "aliases.0.name"] : ["records", "records.0"];
    const path = paths.find((one) => record.read(one).state === "undecided");
    if (path !== undefined && stack.dependenciesOf(record, property).length === 0) throw new Undecided(path);
  }
}
