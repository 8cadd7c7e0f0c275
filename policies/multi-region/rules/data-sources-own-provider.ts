import { isAwsType, type Resource, type Stack, stackRule, Undecided } from "../../kit";

/** Data sources of a default provider return the images, zones and networks of another region than that of the resources. */
export const dataSourcesOwnProvider = stackRule({
  name: "data-sources-own-provider",
  title: "Data sources have the provider of their region",
  description:
    "No default provider exists for data sources alone, unless its region is that of all regional resources.",
  level: "advisory",
  severity: "medium",
  tags: ["multi-region"],
  remediationSteps:
    "Pass provider, or parent with that provider, to each data source, such as aws.getAvailabilityZonesOutput({}, { provider }). pulumi:disable-default-providers in the configuration then refuses those that you forget.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/providers/#disabling-default-providers",
  types: ["pulumi:providers:aws"],
  checks: {
    "default provider": (provider, { stack }) => {
      if (!/^default(_|$)/.test(provider.name) || isUsed(provider, stack)) return undefined;
      const regions = [...regionsOf(stack)].sort();
      const own = readRegion(provider);
      if (regions.length === 0 || (regions.length === 1 && regions[0] === own)) return undefined;
      const where = own === undefined ? "the region of the machine" : own;
      return `only data sources use this default provider, which reads from ${where}, but the resources are in ${regions.join(", ")}, expected the provider of the region that each data source is for; pass provider or parent to each, to getCallerIdentity and getPolicyDocument as well`;
    },
  },
});

/** Whether a resource has the provider. */
function isUsed({ urn }: Resource, stack: Stack): boolean {
  return stack.resources.some(({ provider }) => provider?.urn === urn);
}

function regionsOf(stack: Stack): ReadonlySet<string> {
  const resources = stack.resources.filter(({ type, isGlobal }) => isAwsType(type) && !isGlobal);
  return new Set(resources.flatMap((resource) => readRegion(resource) ?? []));
}

function readRegion(resource: Resource): string | undefined {
  try {
    return resource.region();
  } catch (error) {
    // A region that is not known yet is reported by the rules about that resource.
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
