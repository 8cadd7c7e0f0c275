import { matchesAny, mustBeBetween, mustBeOneOf, type Resource, resourceRule, setInput } from "../../kit";

const INSTANCE = ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"];

/** An instance gives its credentials only to who has asked for a token, which a forged request cannot. */
export const imdsv2 = resourceRule<Settings>({
  name: "imdsv2",
  title: "Instances demand tokens for their metadata",
  description:
    "Instances, and what they are launched from, demand tokens of IMDSv2, which do not travel further than needed.",
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
    'Set metadataOptions.httpTokens to "required" and metadataOptions.httpPutResponseHopLimit to 1, or to 2 where containers ask for metadata.',
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
  settings: {
    hopLimit: {
      type: "integer",
      minimum: 1,
      maximum: 64,
      default: 1,
      description: "Most hops that an answer may travel.",
    },
    containerHopLimit: {
      type: "integer",
      minimum: 1,
      maximum: 64,
      default: 2,
      description: "Most hops that an answer may travel to containers, which are a hop further away.",
    },
    containerTags: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: ["containers", "kubernetes\\.io/.*", "k8s\\.io/.*", "eks:.*", "aws:ecs:.*"],
      description: "Regular expressions of whole keys of tags that instances with containers have.",
    },
  },
  types: [
    ...INSTANCE,
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
  ],
  checks: {
    tokens: (source) =>
      leavesToTemplate(source) || isOff(source)
        ? undefined
        : mustBeOneOf(source, "metadataOptions.httpTokens", ["required"]),
    "hop limit": (source, { settings }) => {
      if ((source.number(HOP_LIMIT) ?? 1) <= settings.hopLimit || isOff(source)) return undefined;
      return mustBeBetween(source, HOP_LIMIT, { min: 1, max: mostHops(source, settings) });
    },
  },
  remediation: (inputs, source, { settings }) => {
    if (leavesToTemplate(source) || isOff(source)) return false;
    const tokens = source.string("metadataOptions.httpTokens") !== "required";
    const hops = source.number(HOP_LIMIT) ?? 1;
    const most = hops <= settings.hopLimit ? hops : mostHops(source, settings);
    if (!tokens && hops <= most) return false;
    if (!source.isSet("metadataOptions")) setInput(inputs, "metadataOptions.httpEndpoint", "enabled");
    if (tokens) setInput(inputs, "metadataOptions.httpTokens", "required");
    if (hops > most) setInput(inputs, HOP_LIMIT, most);
    return true;
  },
});

interface Settings {
  readonly hopLimit: number;
  readonly containerHopLimit: number;
  readonly containerTags: readonly string[];
}

const HOP_LIMIT = "metadataOptions.httpPutResponseHopLimit";

/** An instance that says nothing of its own has the options of the launch template that it is made from. */
function leavesToTemplate(source: Resource): boolean {
  return INSTANCE.includes(source.type) && !source.isSet("metadataOptions") && source.isSet("launchTemplate");
}

function isOff(source: Resource): boolean {
  return source.string("metadataOptions.httpEndpoint") === "disabled";
}

function mostHops(source: Resource, { hopLimit, containerHopLimit, containerTags }: Settings): number {
  const keys = [...source.keys("tags"), ...(source.defaultTags()?.keys("tags") ?? [])];
  const hasContainers = keys.some((key) => matchesAny(containerTags, key));
  return hasContainers ? Math.max(hopLimit, containerHopLimit) : hopLimit;
}
