import { GLOBAL_SERVICES_REGION, isRegionCode } from "../../../common/regions";
import {
  canServeGlobally,
  findRegionsInName,
  formatValue,
  globalServiceResourcesOf,
  isTaggable,
  type Resource,
  requireStack,
  resourceRule,
  type Stack,
} from "../../kit";
import { isOtherEnd, joinsRegions } from "../links-between-regions";

/** A name with the wrong region misleads an engineer who searches for the resource in an emergency. */
export const regionNameConsistent = resourceRule<{ readonly tagKeys: readonly string[] }>({
  name: "region-name-consistent",
  title: "Names contain the right region",
  description: "A region in a resource's name or tag is the region of the resource.",
  level: "advisory",
  severity: "low",
  tags: ["multi-region"],
  remediationSteps:
    "Derive the name from the region of the provider, or give the resource the provider of the region in its name.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/names/",
  settings: {
    tagKeys: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["region", "Region", "aws-region"],
      description: "Keys of tags that contain the region.",
    },
  },
  types: "aws",
  checks: {
    name: (resource, context) => {
      if (resource.isGlobal || joinsRegions(resource)) return undefined;
      const { name } = resource;
      const regionsInName = findRegionsInName(name).filter(({ index }) => !isOtherEnd(name.slice(0, index)));
      const [first] = regionsInName;
      if (!first) return undefined;
      const region = resource.region();
      if (regionsInName.some((one) => one.region === region) || servesGlobally(resource, region, context))
        return undefined;
      return `its name contains ${formatValue(first.region)}, but its region is ${formatValue(region)}, expected the same; give it the provider of ${first.region}, or another name`;
    },
    tag: (resource, context) => {
      if (resource.isGlobal || !isTaggable(resource.type)) return undefined;
      for (const key of context.settings.tagKeys) {
        const tagRegion = resource.tag(key);
        if (tagRegion === undefined || !isRegionCode(tagRegion)) continue;
        const region = resource.region();
        if (tagRegion === region || servesGlobally(resource, region, context)) continue;
        return `tag ${key} is ${formatValue(tagRegion)}, expected ${formatValue(region)}, the region of the resource`;
      }
      return undefined;
    },
  },
});

/** Whether a resource is in us-east-1 because it serves a global service for the region in its name. */
function servesGlobally(resource: Resource, region: string, context: { readonly stack?: Stack }): boolean {
  if (region !== GLOBAL_SERVICES_REGION || !canServeGlobally(resource.type)) return false;
  return globalServiceResourcesOf(requireStack(context, "the service that it serves")).has(resource);
}
