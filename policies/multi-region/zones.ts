import { abbreviationOf, isAwsType, type Resource, type Stack } from "../kit";

/** Properties that name availability zones of the resource's own region, themselves or inside. */
const ZONE_PROPERTIES: ReadonlySet<string> = new Set([
  "availabilityZone",
  "availabilityZones",
  "availabilityZoneId",
  "availabilityZoneIds",
  "availabilityZoneName",
  "availabilityZoneAddresses",
  "availabilityZoneDistribution",
  "availabilityZoneMappings",
  "computeConfig",
  "launchSpecifications",
  "launchTemplateConfigs",
  "nodeGroupConfigurations",
  "physicalConnectionRequirements",
  "placement",
  "preferredAvailabilityZones",
  "preferredCacheClusterAzs",
  "transitGatewayConfiguration",
]);

/** `eu-west-1a`, and local and Wavelength Zones such as `us-west-2-lax-1a`. */
const ZONE_NAME = /^([a-z]{2,}(?:-[a-z]+)+?-\d+)(?:[a-z]|-[a-z0-9-]+)$/;

/**
 * Ids that are equal in all accounts, such as `euw1-az1`.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 */
const ZONE_ID = /^([a-z]+\d)-(?:[a-z]+\d-)?az\d+$/;

/**
 * Describes an availability zone of another region, which AWS rejects; undefined without one.
 *
 * @throws {Undecided} when no zone of another region is known and one is unknown, without a resource that provides it
 */
export function findForeignZone(resource: Resource, stack: Stack): string | undefined {
  const properties = resource.keys("").filter((property) => ZONE_PROPERTIES.has(property));
  if (properties.length === 0) return undefined;
  const region = resource.region();
  const unknown: string[] = [];
  for (const property of properties) {
    for (const path of pathsOf(resource, property)) {
      const reading = resource.read(path);
      if (reading.state === "undecided") unknown.push(path);
      else if (reading.state === "known" && isForeign(String(reading.value), region)) {
        return `${path} is ${JSON.stringify(reading.value)}, but it is in ${region}, expected a zone of ${region}; look the zones up with the provider of that region`;
      }
    }
  }
  for (const path of unknown) {
    const fault = findForeignSource(resource, path, region, stack);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Whether a string is a zone of another region. */
function isForeign(text: string, region: string): boolean {
  const [, ofName] = ZONE_NAME.exec(text) ?? [];
  if (ofName !== undefined) return ofName !== region;
  const [, ofId] = ZONE_ID.exec(text) ?? [];
  return ofId !== undefined && ofId !== abbreviationOf(region);
}

/** Describes a resource of another region from which an unknown zone comes. */
function findForeignSource(
  resource: Resource,
  path: string,
  region: string,
  stack: Stack,
): string | undefined {
  const [property = path] = path.split(".");
  const sources = stack.dependenciesOf(resource, property);
  if (sources.length === 0 && isZonePath(path)) throw resource.undecided(path);
  const regional = sources.filter(({ type, isGlobal }) => isAwsType(type) && !isGlobal);
  const [first] = regional;
  if (!first || regional.some((source) => source.region() === region)) return undefined;
  return isZonePath(path)
    ? `${path} comes from ${first.name} of ${first.region()}, but it is in ${region}, expected a zone of ${region}`
    : undefined;
}

/** Whether a path ends in a zone, not in another member of an object that has zones. */
function isZonePath(path: string): boolean {
  return /(?:zone|azs)[^.]*(?:\.\d+)?$/i.test(path);
}

/** Paths of the strings and of the unknown values inside a property. */
function pathsOf(resource: Resource, path: string): readonly string[] {
  const reading = resource.read(path);
  if (reading.state !== "known" || typeof reading.value !== "object" || reading.value === null) return [path];
  return Object.keys(reading.value).flatMap((key) => pathsOf(resource, `${path}.${key}`));
}
