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

/** Types whose names are unique in the account, across all regions. */
const NAMED_IN_ACCOUNT = [
  "aws:iam/group:Group",
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:iam/policy:Policy",
  "aws:iam/role:Role",
  "aws:iam/user:User",
];

/** Types that need one resource for all regions. */
const ONE_FOR_ALL = [
  "aws:cloudfront/distribution:Distribution",
  "aws:iam/accountAlias:AccountAlias",
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
];

/** A global resource is created once: a copy per region costs money, conflicts, or shadows the first one. */
export const oneGlobalOwner = stackRule<{ readonly types: readonly string[] }>({
  name: "one-global-owner",
  title: "Global resources exist once",
  description:
    "Hosted zones, distributions, multi-region trails, billing alarms and IAM names exist once, not once per region.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Create global resources once, outside of the code that runs per region. Let Pulumi choose IAM names, or include the region in them.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html",
  settings: {
    types: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ONE_FOR_ALL,
      description:
        "Types that need one resource for all regions, so that copies named after regions are violations.",
    },
  },
  types: [...ZONE, ...TRAIL, ...DISTRIBUTION, ...METRIC_ALARM, ...NAMED_IN_ACCOUNT],
  stackChecks: {
    "copies per region": ({ stack, settings, regions }) =>
      familiesOf(stack, { regions, isMember: ({ type }) => settings.types.includes(type) })
        .filter(({ byRegion }) => byRegion.size > 1)
        .flatMap(({ members }) => reportDuplicates(members.map(claimCopy))),
    "hosted zones": ({ stack }) => findDuplicateZones(stack),
    "domains of distributions": ({ stack }) =>
      reportDuplicates(stack.ofTypes(DISTRIBUTION).flatMap(claimDomains)),
    "multi-region trails": ({ stack }) =>
      reportDuplicates(stack.ofTypes(TRAIL).filter(isOfAllRegions).map(claimRecording)),
    "billing alarms": ({ stack }) =>
      reportDuplicates(
        stack
          .ofTypes(METRIC_ALARM)
          .filter((alarm) => billingMetricsOf(alarm).length > 0)
          .map(claimCharges),
      ),
    names: ({ stack }) => NAMED_IN_ACCOUNT.flatMap((type) => findDuplicateNames(stack, type)),
  },
});

interface Claim {
  readonly resource: Resource;
  /** Key that only one resource may have. */
  readonly key: () => string;
  readonly message: (first: Resource) => string;
}

/** Reports all claims except the first to each key. */
function reportDuplicates(claims: readonly Claim[]): readonly ResourceFinding[] {
  // A single claim is compared with no other, so its key may be unknown.
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

function findDuplicateZones(stack: Stack): readonly ResourceFinding[] {
  const zones = stack.ofTypes(ZONE);
  if (zones.length < 2) return [];
  return zones.flatMap((zone, index) => {
    const twin = zones.slice(0, index).find((other) => areSame(stack, other, zone));
    if (!twin) return [];
    const message = `name is ${formatValue(zone.string("name"))}, as that of ${twin.name}, expected one hosted zone of a domain for all regions; resolvers query only the one that the registrar names`;
    return [{ resource: zone, message }];
  });
}

/** Private zones of one domain may differ in their networks, public zones in their delegation sets. */
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

/** Whether a trail records management events of all regions; a trail for data events may exist beside it. */
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

function claimCopy(resource: Resource): Claim {
  return {
    resource,
    key: () => accountKeyOf(resource),
    message: (first) => `${first.name} is the same for another region`,
  };
}

function claimDomains(resource: Resource): readonly Claim[] {
  return resource.strings("aliases").map((alias) => ({
    resource,
    key: () => alias.toLowerCase(),
    message: (first) =>
      `aliases has ${formatValue(alias)}, as ${first.name} has; CloudFront accepts a domain only once`,
  }));
}

function claimRecording(resource: Resource): Claim {
  return {
    resource,
    key: () => accountKeyOf(resource),
    message: (first) =>
      `isMultiRegionTrail is true, as it is of ${first.name}, which records all regions already`,
  };
}

function claimCharges(resource: Resource): Claim {
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

function claimName(resource: Resource): Claim {
  return {
    resource,
    key: () => JSON.stringify([accountKeyOf(resource), resource.string("name")?.toLowerCase()]),
    message: (first) =>
      `name is ${formatValue(resource.string("name"))}, as that of ${first.name}; IAM has one set of names`,
  };
}

function findDuplicateNames(stack: Stack, type: string): readonly ResourceFinding[] {
  const withName = stack.ofTypes([type]).filter((resource) => resource.read("name").state !== "absent");
  const isOpen = (resource: Resource): boolean => resource.read("name").state === "undecided";
  const duplicates = reportDuplicates(withName.filter((resource) => !isOpen(resource)).map(claimName));
  // Names derived from other resources differ as those resources do.
  const undecided = withName.find((one) => isOpen(one) && stack.dependenciesOf(one, "name").length === 0);
  if (undecided && withName.length > 1 && duplicates.length === 0)
    throw new Undecided(`name of ${undecided.name}`);
  return duplicates;
}
