import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import {
  canServeGlobally,
  formatValue,
  globalServiceResourcesOf,
  requireStack,
  resourceRule,
} from "../../kit";

/** What lies in a region that nobody meant is paid for, and found by nobody; data in it may break the law. */
export const regionAllowed = resourceRule<{ readonly globalServices: "serving" | "any" | "none" }>({
  name: "region-allowed",
  title: "Only chosen regions are used",
  description:
    "Resources are in the stack's regions; besides, what serves global services, such as CloudFront's certificates and alarms on charges, is in us-east-1.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Give the resource, or the component it belongs to, a provider of one of the stack's regions, or add the region to the setting regions.",
  url: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that may be used. Those of the stack's configuration when it is not set; any when that names none.",
    },
    globalServices: {
      type: "string",
      enum: ["serving", "any", "none"],
      default: "serving",
      description:
        "What may be in us-east-1 when it is none of the regions: what serves global services, also such a key, topic, function, certificate or log group that nothing in us-east-1 uses and another stack may; anything; or nothing.",
    },
  },
  types: "aws",
  checks: {
    region: (resource, context) => {
      const { regions, settings } = context;
      if (regions === undefined || resource.isGlobal) return undefined;
      const region = resource.region();
      if (regions.includes(region)) return undefined;
      const chosen = regions.map(formatValue).join(" or ");
      if (region !== GLOBAL_SERVICES_REGION || settings.globalServices === "none") {
        return `region is ${formatValue(region)}, expected ${chosen}; give it a provider of one of these, or add the region to regions`;
      }
      if (settings.globalServices === "any") return undefined;
      if (canServeGlobally(resource.type)) {
        const helpers = globalServiceResourcesOf(requireStack(context, "what it serves"));
        if (helpers.mayBelongToOtherStack(resource)) return undefined;
      }
      return `region is ${formatValue(region)}, expected ${chosen}; only what serves global services, such as a certificate of CloudFront, may be in ${GLOBAL_SERVICES_REGION} besides`;
    },
  },
});
