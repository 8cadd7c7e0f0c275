import {
  findFlaws,
  formatValue,
  isAwsType,
  knownStringsAt,
  matchesAny,
  moduleOf,
  type Props,
  parseArn,
  type Resource,
  type Stack,
  stackRule,
} from "../../kit";
import { type RegionalLink, regionalLinksOf } from "../regional-links";
import { findForeignZone } from "../zones";

/** AWS rejects a resource in another region than its parent in the middle of an update, or the resource never works. */
export const regionOfChildren = stackRule<{ readonly crossRegionAllowed: readonly string[] }>({
  name: "region-of-children",
  title: "Related resources are in one region",
  description:
    "A resource is in the region of its parent: a subnet in that of its VPC, a listener in that of its load balancer, a subscription in that of its topic; its availability zones are of its region.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Give the resource the provider, or the region, of the resource that the property names; components pass their provider to children with parent.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/regions.html",
  settings: {
    crossRegionAllowed: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: [],
      description:
        "Regular expressions of links that may cross regions, as `<type>.<property>`, such as `aws:s3/inventory:Inventory.destination`. Peerings, replication, Route 53 and CloudFront may always cross regions.",
    },
  },
  types: "aws",
  checks: {
    region: (resource, { stack, settings }) => {
      if (resource.isGlobal) return undefined;
      return findFlaws(regionalLinksOf(resource.type), (link) => {
        if (resource.read(link.property).state === "absent") return undefined;
        if (matchesAny(settings.crossRegionAllowed, `${resource.type}.${link.property}`)) return undefined;
        return findFault(resource, link, stack);
      });
    },
    "availability zones": (resource, { stack }) =>
      resource.isGlobal ? undefined : findForeignZone(resource, stack),
  },
});

function findFault(
  resource: Resource,
  { property, parents }: RegionalLink,
  stack: Stack,
): string | undefined {
  const region = resource.region();
  const sources = stack.dependenciesOf(resource, property);
  const dependencies = sources.filter(({ type }) => parents.includes(type));
  const linked = dependencies.length > 0 ? dependencies : stack.findTargets(resource, property, parents);
  const foreign = linked.filter((parent) => parent.region() !== region);
  const [first] = foreign;
  if (first && (foreign.length === linked.length || isOneEach(resource, property, linked))) {
    const names = foreign.map((parent) => `${parent.name} of ${parent.region()}`);
    return `${property} names ${[...new Set(names)].join(" and ")}, but it is in ${region}, expected one region for both; give it the provider of ${first.region()}, or name what is in ${region}`;
  }
  if (linked.length > 0) return undefined;
  const services = new Set(parents.map(moduleOf));
  if (sources.every(({ type }) => isAwsType(type))) {
    // An output of another resource of the same service, such as a VPC's default group, is in that resource's region.
    const far = sources.find(
      (source) => !source.isGlobal && services.has(moduleOf(source.type)) && source.region() !== region,
    );
    if (far) {
      return `${property} comes from ${far.name} of ${far.region()}, but it is in ${region}, expected one region for both; give it the provider of ${far.region()}, or name what is in ${region}`;
    }
    if (sources.length > 0 && resource.read(property).state === "undecided") return undefined;
  }
  // Resources of other stacks are known only by their ARNs.
  const isElsewhere = (text: string): boolean => {
    const parts = parseArn(text);
    return parts !== undefined && parts.region !== "" && parts.region !== region;
  };
  const arn = knownStringsAt(resource, property).find(isElsewhere);
  if (arn !== undefined) {
    return `${property} is ${formatValue(arn)}, but it is in ${region}, expected a resource of that region`;
  }
  const inner = listStrings(resource, property).find(
    (text) => isElsewhere(text) && services.has(parseArn(text)?.service ?? ""),
  );
  if (inner === undefined) return undefined;
  return `${property} has ${formatValue(inner)}, but it is in ${region}, expected a resource of that region`;
}

/** Known strings inside an object, a list or a JSON document, at any depth. */
function listStrings(resource: Props, path: string): readonly string[] {
  const reading = resource.read(path);
  if (reading.state !== "known") return [];
  const { value } = reading;
  if (typeof value === "string") {
    const document = value.trimStart().startsWith("{") ? resource.json(path) : undefined;
    return document ? document.keys("").flatMap((key) => listStrings(document, key)) : [value];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => listStrings(resource, `${path}.${key}`));
}

/** Whether a list has at least one item per linked resource, so that each of them counts. */
function isOneEach(resource: Resource, property: string, linked: readonly Resource[]): boolean {
  const reading = resource.read(property);
  return reading.state === "known" && Array.isArray(reading.value) && reading.value.length >= linked.length;
}
