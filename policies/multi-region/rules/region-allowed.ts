import { CHAT_REGIONS, GLOBAL_SERVICES_REGION } from "../../../common/regions";
import {
  CHAT_CHANNEL,
  canServeGlobally,
  formatValue,
  globalServiceResourcesOf,
  requireStack,
  resourceRule,
} from "../../kit";

/** A resource in an unintended region costs money unnoticed, and its data may violate the law. */
export const regionAllowed = resourceRule<{ readonly globalServices: "serving" | "any" | "none" }>({
  name: "region-allowed",
  title: "Only allowed regions are used",
  description:
    "Resources are in the stack's regions; resources that serve global services, such as CloudFront certificates and billing alarms, may be in us-east-1, and chat channels in a region with the service.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Give the resource, or its component, a provider of one of the stack's regions, or add the region to the setting regions.",
  url: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that may be used. Default: the regions of the stack's configuration; any region when it has none.",
    },
    globalServices: {
      type: "string",
      enum: ["serving", "any", "none"],
      default: "serving",
      description:
        "Resources that may be in us-east-1 when it is not one of the regions: serving for those that serve global services (including a key, topic, function, certificate or log group that no resource in us-east-1 uses, since another stack may use it), any for all, none for none.",
    },
  },
  types: "aws",
  checks: {
    region: (resource, context) => {
      const { regions, settings } = context;
      if (regions === undefined || resource.isGlobal) return undefined;
      const region = resource.region();
      if (regions.includes(region)) return undefined;
      // A chat channel shows topics of all regions, and few regions have the service.
      const isChat = (CHAT_CHANNEL as readonly string[]).includes(resource.type);
      if (isChat && CHAT_REGIONS.includes(region)) return undefined;
      const chosen = regions.map(formatValue).join(" or ");
      if (region !== GLOBAL_SERVICES_REGION || settings.globalServices === "none") {
        return `region is ${formatValue(region)}, expected ${chosen}; give it a provider of one of these, or add the region to regions`;
      }
      if (settings.globalServices === "any") return undefined;
      if (canServeGlobally(resource.type)) {
        const helpers = globalServiceResourcesOf(requireStack(context, "the service that it serves"));
        if (helpers.mayBelongToOtherStack(resource)) return undefined;
      }
      return `region is ${formatValue(region)}, expected ${chosen}; only resources that serve global services, such as a CloudFront certificate, may also be in ${GLOBAL_SERVICES_REGION}`;
    },
  },
});
