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

/** A resource that says it is in one region and is in another misleads whoever looks for it in an emergency. */
export const regionNameConsistent = resourceRule<{ readonly tagKeys: readonly string[] }>({
  name: "region-name-consistent",
  title: "Names tell the right region",
  description: "A region in a resource's name or tag is the one that it is in.",
  level: "advisory",
  severity: "low",
  tags: ["multi-region"],
  remediationSteps:
    "Make the name of the very region that the provider is of, or give the resource the provider of the region that its name tells.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/names/",
  settings: {
    tagKeys: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["region", "Region", "aws-region"],
      description: "Keys of tags that tell the region.",
    },
  },
  types: "aws",
  checks: {
    name: (resource, context) => {
      if (resource.isGlobal || joinsRegions(resource.type)) return undefined;
      const { name } = resource;
      const told = findRegionsInName(name).filter(({ index }) => !isOtherEnd(name.slice(0, index)));
      const [first] = told;
      if (!first) return undefined;
      const region = resource.region();
      if (told.some((one) => one.region === region) || servesGlobally(resource, region, context))
        return undefined;
      return `its name tells ${formatValue(first.region)}, but its region is ${formatValue(region)}, expected the same; give it the provider of ${first.region}, or another name`;
    },
    tag: (resource, context) => {
      if (resource.isGlobal || !isTaggable(resource.type)) return undefined;
      for (const key of context.settings.tagKeys) {
        const told = resource.tag(key);
        if (told === undefined || !isRegionCode(told)) continue;
        const region = resource.region();
        if (told === region || servesGlobally(resource, region, context)) continue;
        return `tag ${key} is ${formatValue(told)}, expected ${formatValue(region)}, the region that it is in`;
      }
      return undefined;
    },
  },
});

/** What serves a global service is in us-east-1 on behalf of whatever region its name tells. */
function servesGlobally(resource: Resource, region: string, context: { readonly stack?: Stack }): boolean {
  if (region !== GLOBAL_SERVICES_REGION || !canServeGlobally(resource.type)) return false;
  return globalServiceResourcesOf(requireStack(context, "what it serves")).has(resource);
}
