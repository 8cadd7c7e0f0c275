import { resourceRule } from "../../kit";

/** A resource whose provider nobody chose lies in whatever region the machine that runs the program is set to. */
export const noDefaultProvider = resourceRule<{ readonly globalTypes: readonly string[] }>({
  name: "no-default-provider",
  title: "No default provider",
  description: "A resource that lies in a region has it from a provider of its own, or from its own region.",
  level: "mandatory",
  severity: "critical",
  tags: ["multi-region"],
  remediationSteps:
    "Make one aws.Provider per region and give it to the resource (or to the component it belongs to), or set the resource's region.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/providers/#disabling-default-providers",
  settings: {
    globalTypes: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Types that belong to no region, besides those whose arguments have no region.",
    },
  },
  types: "aws",
  checks: {
    provider: (resource, { settings }) => {
      if (resource.isGlobal || settings.globalTypes.includes(resource.type)) return undefined;
      if (!resource.hasDefaultProvider || resource.isSet("region")) return undefined;
      return "its provider is the default one, whose region is that of the stack's or the machine's settings; give it a provider made for its region, or set region";
    },
  },
});
