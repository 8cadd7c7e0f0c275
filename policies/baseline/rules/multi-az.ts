import {
  ANY_SUBNET,
  AUTO_SCALING_GROUP,
  emptyIfUndecided,
  LOAD_BALANCER,
  type Resource,
  type Stack,
  stackRule,
  Undecided,
} from "../../kit";

const FUNCTION = ["aws:lambda/function:Function"] as const;
const DOMAIN = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"] as const;

/** A zone can fail: what serves requests lies in several, so that it goes on in the others. */
export const multiAz = stackRule<Settings>({
  name: "multi-az",
  title: "What serves requests lies in several zones",
  description:
    "Load balancers, Auto Scaling groups, functions in a VPC and search domains lie in several availability zones.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ELB.13",
    specification: "Application, Network and Gateway Load Balancers should span multiple Availability Zones",
  },
  tags: ["network", "security-hub:AutoScaling.2", "security-hub:Lambda.5", "config:ELBV2_MULTIPLE_AZ"],
  remediationSteps:
    "Give it one subnet of each of several availability zones (subnets, subnetMappings, vpcZoneIdentifiers, vpcConfig.subnetIds), or, to a search domain, clusterConfig.zoneAwarenessEnabled. Give every aws.ec2.Subnet its availabilityZone, so that a preview knows it.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html",
  settings: {
    minAzs: {
      type: "integer",
      minimum: 1,
      maximum: 6,
      default: 2,
      description: "Fewest availability zones.",
    },
  },
  types: [...LOAD_BALANCER, ...AUTO_SCALING_GROUP, ...FUNCTION, ...DOMAIN],
  checks: {
    zones: (resource, { stack, settings: { minAzs } }) => {
      const found = zonesOf(resource, stack);
      if (!found || found.certain >= minAzs) return undefined;
      if (found.possible >= minAzs) throw new Undecided(found.unknown ?? found.path);
      const is = `${found.path} ${found.verb} ${counted(found.possible)}, expected ${minAzs} or more`;
      return found.unchosen?.length
        ? `${is}; choose the availabilityZone of ${found.unchosen.join(", ")}`
        : is;
    },
  },
});

interface Settings {
  readonly minAzs: number;
}

/** How many zones something lies in, as far as that is known. */
interface Zones {
  /** Property that tells. */
  readonly path: string;
  readonly verb: "lies in" | "lie in" | "spreads over";
  readonly certain: number;
  readonly possible: number;
  /** What would have to be known. */
  readonly unknown?: string | undefined;
  /** Names of subnets of which AWS chooses the zone. */
  readonly unchosen?: readonly string[];
}

function counted(zones: number): string {
  return zones === 1 ? "1 availability zone" : `${zones} availability zones`;
}

/** Undefined when there is nothing to say, as of a function outside of every VPC. */
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
    zonesOfSubnets(resource, stack, "subnetMappings", "subnetId")
  );
}

/** @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html */
function zonesOfDomain(domain: Resource): Zones {
  const isAware = domain.boolean("clusterConfig.zoneAwarenessEnabled") ?? false;
  const zones = isAware ? (domain.number("clusterConfig.zoneAwarenessConfig.availabilityZoneCount") ?? 2) : 1;
  return { path: "clusterConfig", verb: "spreads over", certain: zones, possible: zones };
}

function zonesByName(group: Resource): Zones | undefined {
  if (!group.isSet("availabilityZones")) return undefined;
  const zones = new Set(group.strings("availabilityZones")).size;
  return { path: "availabilityZones", verb: "lie in", certain: zones, possible: zones };
}

/**
 * The zones of the subnets that a property lists. A subnet of another stack is taken to lie in a zone of its own; one that
 * leaves its zone to AWS may be put beside any other.
 *
 * @param key key under which an item of the list has its subnet. @default - the item is the subnet
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 */
function zonesOfSubnets(resource: Resource, stack: Stack, path: string, key?: string): Zones | undefined {
  if (resource.read(path).state === "absent") return undefined;
  const [property = path] = path.split(".");
  const direct = stack.dependenciesOf(resource, property).filter(isSubnet);
  const given =
    direct.length > 0 ? direct : emptyIfUndecided(() => stack.findTargets(resource, path, ANY_SUBNET));
  const items = itemsOf(resource, path, key);
  if (items?.length === 0) return undefined;
  const texts = new Set(items?.filter((item) => item !== undefined));
  const named = texts.size > 0 ? stack.ofTypes(ANY_SUBNET).filter((subnet) => texts.has(idOf(subnet))) : [];
  const open = (items ?? given).length - (items ? items.filter((item) => item !== undefined).length : 0);
  const rest = given.filter((subnet) => !named.includes(subnet));
  const hidesAll = items ? open > 0 && rest.length === 0 : given.length === 0;
  if (hidesAll) throw new Undecided(path);

  const subnets = open > 0 ? [...named, ...rest] : named;
  const zones = new Set(subnets.flatMap((subnet) => zoneOf(subnet) ?? []));
  const zoneless = subnets.filter((subnet) => zoneOf(subnet) === undefined);
  const hidden = zoneless.filter(hasZone);
  const most = items ? texts.size + open : Number.POSITIVE_INFINITY;
  const certain = zones.size + texts.size - named.length;
  return {
    path,
    verb: "lie in",
    certain: Math.min(most, certain),
    possible: Math.min(most, certain + hidden.length),
    unknown: hidden[0] && `availabilityZone of ${hidden[0].name}`,
    unchosen: zoneless.filter((subnet) => !hasZone(subnet)).map(({ name }) => name),
  };
}

/** Ids of the subnets that a list has, undefined for each that is not known. Undefined when the list is not known. */
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

/** Whether a zone was chosen, known or not. */
function hasZone(subnet: Resource): boolean {
  return ZONE.some((key) => subnet.read(key).state !== "absent");
}
