import { matchesAny, mustBeBetween, mustBeOneOf, type Resource, resourceRule, setInput } from "../../kit";

const INSTANCE = ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"];

/** IMDSv2 returns credentials only to clients with a session token, which a forged request cannot obtain. */
export const imdsv2 = resourceRule<Settings>({
  name: "imdsv2",
  title: "Instances require IMDSv2",
  description:
    "Instances, launch templates and launch configurations require IMDSv2 tokens and limit the hops of responses.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "EC2.8",
    specification: "EC2 instances should use Instance Metadata Service Version 2 (IMDSv2)",
  },
  tags: [
    "network",
    "security-hub:EC2.170",
    "security-hub:AutoScaling.3",
    "security-hub:AutoScaling.4",
    "cis-5.0:5.7",
    "cis-3.0:5.6",
    "checkov:CKV_AWS_79",
    "checkov:CKV_AWS_341",
  ],
  remediationSteps:
    'Set metadataOptions.httpTokens to "required" and metadataOptions.httpPutResponseHopLimit to 1, or to 2 where containers need metadata.',
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
  settings: {
    hopLimit: {
      type: "integer",
      minimum: 1,
      maximum: 64,
      default: 1,
      description: "Maximum number of hops of a metadata response.",
    },
    containerHopLimit: {
      type: "integer",
      minimum: 1,
      maximum: 64,
      default: 2,
      description:
        "Maximum number of hops of a metadata response to containers, which are one hop further away.",
    },
    containerTags: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: ["containers", "kubernetes\\.io/.*", "k8s\\.io/.*", "eks:.*", "aws:ecs:.*"],
      description: "Regular expressions of whole tag keys that mark instances with containers.",
    },
  },
  types: [
    ...INSTANCE,
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
  ],
  checks: {
    tokens: (source) =>
      usesTemplateOptions(source) || isDisabled(source)
        ? undefined
        : mustBeOneOf(source, "metadataOptions.httpTokens", ["required"]),
    "hop limit": (source, { settings }) => {
      if ((source.number(HOP_LIMIT) ?? 1) <= settings.hopLimit || isDisabled(source)) return undefined;
      return mustBeBetween(source, HOP_LIMIT, { min: 1, max: maxHops(source, settings) });
    },
  },
  remediation: (inputs, source, { settings }) => {
    if (usesTemplateOptions(source) || isDisabled(source)) return false;
    const needsTokens = source.string("metadataOptions.httpTokens") !== "required";
    const hops = source.number(HOP_LIMIT) ?? 1;
    const allowed = hops <= settings.hopLimit ? hops : maxHops(source, settings);
    if (!needsTokens && hops <= allowed) return false;
    if (!source.isSet("metadataOptions")) setInput(inputs, "metadataOptions.httpEndpoint", "enabled");
    if (needsTokens) setInput(inputs, "metadataOptions.httpTokens", "required");
    if (hops > allowed) setInput(inputs, HOP_LIMIT, allowed);
    return true;
  },
});

interface Settings {
  readonly hopLimit: number;
  readonly containerHopLimit: number;
  readonly containerTags: readonly string[];
}

const HOP_LIMIT = "metadataOptions.httpPutResponseHopLimit";

/** Whether an instance without metadata options takes them from its launch template. */
function usesTemplateOptions(source: Resource): boolean {
  return INSTANCE.includes(source.type) && !source.isSet("metadataOptions") && source.isSet("launchTemplate");
}

function isDisabled(source: Resource): boolean {
  return source.string("metadataOptions.httpEndpoint") === "disabled";
}

function maxHops(source: Resource, { hopLimit, containerHopLimit, containerTags }: Settings): number {
  const keys = [...source.keys("tags"), ...(source.defaultTags()?.keys("tags") ?? [])];
  const hasContainers = keys.some((key) => matchesAny(containerTags, key));
  return hasContainers ? Math.max(hopLimit, containerHopLimit) : hopLimit;
}
