import {
  ANY_SUBNET,
  AUTO_SCALING_GROUP,
  CLASSIC_LOAD_BALANCER,
  emptyIfUndecided,
  LOAD_BALANCER,
  type Resource,
  type Stack,
  stackRule,
  type Undecided,
} from "../../kit";

const FUNCTION = ["aws:lambda/function:Function"] as const;
const DOMAIN = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"] as const;

/** A resource in several zones survives the failure of one zone. */
export const multiAz = stackRule<Settings>({
  name: "multi-az",
  title: "Services span several availability zones",
  description:
    "Load balancers, Auto Scaling groups, functions in a VPC and search domains span several availability zones.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ELB.13",
    specification: "Application, Network and Gateway Load Balancers should span multiple Availability Zones",
  },
  tags: [
    "network",
    "security-hub:AutoScaling.2",
    "security-hub:ELB.10",
    "security-hub:Lambda.5",
    "config:ELBV2_MULTIPLE_AZ",
  ],
  remediationSteps:
    "Set one subnet in each of several availability zones (subnets, subnetMappings, vpcZoneIdentifiers, vpcConfig.subnetIds), or clusterConfig.zoneAwarenessEnabled of a search domain. Set availabilityZone of every aws.ec2.Subnet, so that a preview knows it.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html",
  settings: {
    minAzs: {
      type: "integer",
      minimum: 1,
      maximum: 6,
      default: 2,
      description: "Minimum number of availability zones.",
    },
  },
  types: [...LOAD_BALANCER, ...CLASSIC_LOAD_BALANCER, ...AUTO_SCALING_GROUP, ...FUNCTION, ...DOMAIN],
  checks: {
    zones: (resource, { stack, settings: { minAzs } }) => {
      const actual = zonesOf(resource, stack);
      if (!actual || actual.certain >= minAzs) return undefined;
      if (actual.possible >= minAzs) throw actual.unknown ?? resource.undecided(actual.path);
      const is = `${actual.path} ${actual.verb} ${formatZones(actual.possible)}, expected ${minAzs} or more`;
      return actual.subnetsWithoutZone?.length
        ? `${is}; choose the availabilityZone of ${actual.subnetsWithoutZone.join(", ")}`
        : is;
    },
  },
});

interface Settings {
  readonly minAzs: number;
}

/** Number of zones of a resource, with its known bounds. */
interface Zones {
  /** Property that determines the zones. */
  readonly path: string;
  readonly verb: "is in" | "are in" | "spans";
  readonly certain: number;
  readonly possible: number;
  /** Value that must be known to decide. */
  readonly unknown?: Undecided | undefined;
  /** Names of subnets whose zone AWS selects. */
  readonly subnetsWithoutZone?: readonly string[];
}

function formatZones(zones: number): string {
  return zones === 1 ? "1 availability zone" : `${zones} availability zones`;
}

/** Zones of a resource; undefined without subnets, such as for a function outside a VPC. */
function zonesOf(resource: Resource, stack: Stack): Zones | undefined {
  if ((DOMAIN as readonly string[]).includes(resource.type)) return zonesOfDomain(resource);
  if ((FUNCTION as readonly string[]).includes(resource.type)) {
    return zonesOfSubnets(resource, stack, "vpcConfig.subnetIds");
  }
  if ((AUTO_SCALING_GROUP as readonly string[]).includes(resource.type)) {
    return zonesOfSubnets(resource, stack, "vpcZoneIdentifiers") ?? zonesByName(resource);
  }
  return (
    zonesOfSubnets(resource, stack, "subnets") ??
    zonesOfSubnets(resource, stack, "subnetMappings", "subnetId") ??
    zonesByName(resource)
  );
}

/** @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html */
function zonesOfDomain(domain: Resource): Zones {
  const isAware = domain.boolean("clusterConfig.zoneAwarenessEnabled") ?? false;
  const zones = isAware ? (domain.number("clusterConfig.zoneAwarenessConfig.availabilityZoneCount") ?? 2) : 1;
  return { path: "clusterConfig", verb: "spans", certain: zones, possible: zones };
}

function zonesByName(group: Resource): Zones | undefined {
  if (!group.isSet("availabilityZones")) return undefined;
  const zones = new Set(group.strings("availabilityZones")).size;
  return { path: "availabilityZones", verb: "are in", certain: zones, possible: zones };
}

/**
 * Zones of the subnets that a property lists. A subnet of another stack is assumed to be in its own zone; AWS may put a
 * subnet without a zone into the zone of another one.
 *
 * @param key property of an item that holds the subnet. @default - the item is the subnet
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 */
function zonesOfSubnets(resource: Resource, stack: Stack, path: string, key?: string): Zones | undefined {
  if (resource.read(path).state === "absent") return undefined;
  const [property = path] = path.split(".");
  const linked = stack.dependenciesOf(resource, property).filter(isSubnet);
  const sources =
    linked.length > 0 ? linked : emptyIfUndecided(() => stack.findTargets(resource, path, ANY_SUBNET));
  const items = itemsOf(resource, path, key);
  if (items?.length === 0) return undefined;
  const knownIds = new Set(items?.filter((item) => item !== undefined));
  const knownSubnets =
    knownIds.size > 0 ? stack.ofTypes(ANY_SUBNET).filter((subnet) => knownIds.has(idOf(subnet))) : [];
  const unknownCount =
    (items ?? sources).length - (items ? items.filter((item) => item !== undefined).length : 0);
  const otherSubnets = sources.filter((subnet) => !knownSubnets.includes(subnet));
  const isUndecided = items ? unknownCount > 0 && otherSubnets.length === 0 : sources.length === 0;
  if (isUndecided) throw resource.undecided(path);

  const subnets = unknownCount > 0 ? [...knownSubnets, ...otherSubnets] : knownSubnets;
  const zones = new Set(subnets.flatMap((subnet) => zoneOf(subnet) ?? []));
  const zoneless = subnets.filter((subnet) => zoneOf(subnet) === undefined);
  const unknownZones = zoneless.filter(hasZone);
  const maximum = items ? knownIds.size + unknownCount : Number.POSITIVE_INFINITY;
  const certain = zones.size + knownIds.size - knownSubnets.length;
  return {
    path,
    verb: "are in",
    certain: Math.min(maximum, certain),
    possible: Math.min(maximum, certain + unknownZones.length),
    unknown: unknownZones[0]?.undecided("availabilityZone").of(unknownZones[0]),
    subnetsWithoutZone: zoneless.filter((subnet) => !hasZone(subnet)).map(({ name }) => name),
  };
}

/** Ids of the subnets in a list, undefined for each unknown one; undefined when the list is not known. */
function itemsOf(
  resource: Resource,
  path: string,
  key?: string,
): readonly (string | undefined)[] | undefined {
  const list = resource.read(path);
  if (list.state !== "known" || !Array.isArray(list.value)) return undefined;
  return Array.from({ length: list.value.length }, (_, index) => {
    const item = resource.read(key ? `${path}.${index}.${key}` : `${path}.${index}`);
    return item.state === "known" ? String(item.value) : undefined;
  });
}

function isSubnet({ type }: Resource): boolean {
  return (ANY_SUBNET as readonly string[]).includes(type);
}

function idOf(subnet: Resource): string {
  const id = subnet.outputs.read("id");
  return id.state === "known" ? String(id.value) : "";
}

const ZONE = ["availabilityZone", "availabilityZoneId"] as const;

function zoneOf(subnet: Resource): string | undefined {
  for (const key of ZONE) {
    for (const reading of [subnet.read(key), subnet.outputs.read(key)]) {
      if (reading.state === "known") return String(reading.value);
    }
  }
  return undefined;
}

/** Whether the program sets a zone, known or not. */
function hasZone(subnet: Resource): boolean {
  return ZONE.some((key) => subnet.read(key).state !== "absent");
}
