import {
  accountKeyOf,
  billingMetricsOf,
  DISTRIBUTION,
  formatValue,
  METRIC_ALARM,
  type Resource,
  type ResourceFinding,
  type Stack,
  stackRule,
  TRAIL,
  Undecided,
} from "../../kit";
import { familiesOf } from "../families";

const ZONE = ["aws:route53/zone:Zone"] as const;

/** Types whose names are one set for the whole account, whatever region a program speaks to. */
const NAMED_IN_ACCOUNT = [
  "aws:iam/group:Group",
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:iam/policy:Policy",
  "aws:iam/role:Role",
  "aws:iam/user:User",
];

/** Types of which one serves all regions. */
const ONE_FOR_ALL = [
  "aws:cloudfront/distribution:Distribution",
  "aws:iam/accountAlias:AccountAlias",
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
];

/** What the account has once is laid down once: a copy per region costs, collides, or answers for the other. */
export const oneGlobalOwner = stackRule<{ readonly types: readonly string[] }>({
  name: "one-global-owner",
  title: "What is global is there once",
  description:
    "Hosted zones, distributions, trails of all regions, alarms on charges and IAM's names are there once, not once per region.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Lay down once, beside the regions, what belongs to no region. Leave IAM's names to Pulumi, or put the region into them.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html",
  settings: {
    types: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ONE_FOR_ALL,
      description: "Types of which one serves all regions, so that copies named after regions are wrong.",
    },
  },
  types: [...ZONE, ...TRAIL, ...DISTRIBUTION, ...METRIC_ALARM, ...NAMED_IN_ACCOUNT],
  stackChecks: {
    "copies per region": ({ stack, settings, regions }) =>
      familiesOf(stack, { regions, isMember: ({ type }) => settings.types.includes(type) })
        .filter(({ byRegion }) => byRegion.size > 1)
        .flatMap(({ members }) => again(members.map(copy))),
    "hosted zones": ({ stack }) => doubleZones(stack),
    "domains of distributions": ({ stack }) => again(stack.ofTypes(DISTRIBUTION).flatMap(domains)),
    "trails of all regions": ({ stack }) => again(stack.ofTypes(TRAIL).filter(isOfAllRegions).map(recording)),
    "alarms on charges": ({ stack }) =>
      again(
        stack
          .ofTypes(METRIC_ALARM)
          .filter((alarm) => billingMetricsOf(alarm).length > 0)
          .map(watch),
      ),
    names: ({ stack }) => NAMED_IN_ACCOUNT.flatMap((type) => doubleNames(stack, type)),
  },
});

interface Claim {
  readonly resource: Resource;
  /** What only one of them may have. */
  readonly key: () => string;
  readonly message: (first: Resource) => string;
}

/** All claims but the first to each key. */
function again(claims: readonly Claim[]): readonly ResourceFinding[] {
  // What there is one of is compared with nothing, so that nothing of it need be known.
  if (claims.length < 2) return [];
  const firsts = new Map<string, Resource>();
  return claims.flatMap(({ resource, key: keyOf, message }) => {
    const key = keyOf();
    const first = firsts.get(key) ?? resource;
    firsts.set(key, first);
    if (first === resource) return [];
    return [{ resource, message: `${message(first)}, expected one for all regions; remove one of them` }];
  });
}

function doubleZones(stack: Stack): readonly ResourceFinding[] {
  const zones = stack.ofTypes(ZONE);
  if (zones.length < 2) return [];
  return zones.flatMap((zone, index) => {
    const twin = zones.slice(0, index).find((other) => areSame(stack, other, zone));
    if (!twin) return [];
    const message = `name is ${formatValue(zone.string("name"))}, as that of ${twin.name}, expected one hosted zone of a domain for all regions; resolvers ask only the one that the registrar names`;
    return [{ resource: zone, message }];
  });
}

/** Private zones of one domain may be told apart by their networks, public ones by the name servers they were given. */
function areSame(stack: Stack, one: Resource, other: Resource): boolean {
  if (domainOf(one) !== domainOf(other)) return false;
  const isPrivate = one.hasItems("vpcs");
  if (isPrivate !== other.hasItems("vpcs")) return false;
  if (!isPrivate) return !(one.isSet("delegationSetId") && other.isSet("delegationSetId"));
  const networks = new Set(networksOf(stack, one));
  return networksOf(stack, other).some((network) => networks.has(network));
}

function domainOf(zone: Resource): string | undefined {
  return zone.string("name")?.toLowerCase().replace(/\.$/, "");
}

function networksOf(stack: Stack, zone: Resource): readonly (string | Resource)[] {
  const linked = stack.dependenciesOf(zone, "vpcs");
  return linked.length > 0 ? linked : zone.list("vpcs").flatMap((vpc) => vpc.string("vpcId") ?? []);
}

/** Whether a trail records what is done in all regions; one for events of data alone may stand beside another. */
function isOfAllRegions(trail: Resource): boolean {
  if (trail.boolean("isMultiRegionTrail") !== true) return false;
  const selectors = trail.list("eventSelectors");
  if (selectors.length > 0) return selectors.some((one) => one.boolean("includeManagementEvents") ?? true);
  const fields = trail.list("advancedEventSelectors").flatMap((one) => one.list("fieldSelectors"));
  if (fields.length === 0) return true;
  return fields.some(
    (one) => one.string("field") === "eventCategory" && one.strings("equals").includes("Management"),
  );
}

function copy(resource: Resource): Claim {
  return {
    resource,
    key: () => accountKeyOf(resource),
    message: (first) => `${first.name} is the same for another region`,
  };
}

function domains(resource: Resource): readonly Claim[] {
  return resource.strings("aliases").map((alias) => ({
    resource,
    key: () => alias.toLowerCase(),
    message: (first) =>
      `aliases has ${formatValue(alias)}, as ${first.name} has; CloudFront takes a domain once`,
  }));
}

function recording(resource: Resource): Claim {
  return {
    resource,
    key: () => accountKeyOf(resource),
    message: (first) =>
      `isMultiRegionTrail is true, as it is of ${first.name}, which records all regions already`,
  };
}

function watch(resource: Resource): Claim {
  const threshold = (): number | null => resource.number("threshold") ?? null;
  const dimensions = ["Currency", "ServiceName", "LinkedAccount"];
  return {
    resource,
    key: () => {
      const metrics = billingMetricsOf(resource).map(({ props }) =>
        dimensions.map((key) => props.string(`dimensions.${key}`) ?? null),
      );
      return JSON.stringify([accountKeyOf(resource), metrics, threshold()]);
    },
    message: (first) =>
      `it watches the same charges as ${first.name}, from the same ${formatValue(threshold())} on`,
  };
}

function named(resource: Resource): Claim {
  return {
    resource,
    key: () => JSON.stringify([accountKeyOf(resource), resource.string("name")?.toLowerCase()]),
    message: (first) =>
      `name is ${formatValue(resource.string("name"))}, as that of ${first.name}; IAM has one set of names`,
  };
}

function doubleNames(stack: Stack, type: string): readonly ResourceFinding[] {
  const given = stack.ofTypes([type]).filter((resource) => resource.read("name").state !== "absent");
  const isOpen = (resource: Resource): boolean => resource.read("name").state === "undecided";
  const found = again(given.filter((resource) => !isOpen(resource)).map(named));
  // Names that are made of other resources' differ as these do.
  const open = given.find((one) => isOpen(one) && stack.dependenciesOf(one, "name").length === 0);
  if (open && given.length > 1 && found.length === 0) throw new Undecided(`name of ${open.name}`);
  return found;
}
