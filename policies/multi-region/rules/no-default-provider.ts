import { resourceRule } from "../../kit";

/** A resource of a default provider is created in whatever region the machine that runs the program is configured for. */
export const noDefaultProvider = resourceRule<{ readonly globalTypes: readonly string[] }>({
  name: "no-default-provider",
  title: "No default provider",
  description: "Every regional resource has an explicit provider, or its own region.",
  level: "mandatory",
  severity: "critical",
  tags: ["multi-region"],
  remediationSteps:
    "Create one aws.Provider per region and pass it to the resource (or to its component), or set the resource's region.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/providers/#disabling-default-providers",
  settings: {
    globalTypes: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Types without a region, besides those whose arguments have no region.",
    },
  },
  types: "aws",
  checks: {
    provider: (resource, { settings }) => {
      if (resource.isGlobal || settings.globalTypes.includes(resource.type)) return undefined;
      if (!resource.hasDefaultProvider || resource.isSet("region")) return undefined;
      return "its provider is the default provider, whose region comes from the configuration of the stack or the machine; give it an explicit provider of its region, or set region";
    },
  },
});
