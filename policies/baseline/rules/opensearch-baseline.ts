import {
  describeMismatch,
  isProduction,
  mustBe,
  mustBeBetween,
  PRODUCTION_SETTING,
  type Resource,
  resourceRule,
} from "../../kit";

/** A search domain is encrypted at rest and in transit, private, authenticates users, and survives a zone failure in production. */
export const opensearchBaseline = resourceRule<Settings>({
  name: "opensearch-baseline",
  title: "Search domains are private, encrypted and logged",
  description:
    "An OpenSearch domain encrypts data at rest and in transit, is in a VPC, authenticates users and publishes logs; in production it survives a zone failure.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "Opensearch.1",
    specification: "OpenSearch domains should have encryption at rest enabled",
  },
  tags: [
    "data",
    ...[2, 3, 4, 5, 6, 7, 8].map((number) => `security-hub:Opensearch.${number}`),
    "checkov:CKV_AWS_5",
    "checkov:CKV_AWS_6",
    "checkov:CKV_AWS_83",
    "checkov:CKV_AWS_84",
    "checkov:CKV_AWS_137",
    "checkov:CKV_AWS_318",
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `cdk-nag:AwsSolutions-OS${number}`),
    "trivy:AWS-0048",
  ],
  remediationSteps:
    'Set encryptAtRest.enabled, nodeToNodeEncryption.enabled, domainEndpointOptions.enforceHttps and advancedSecurityOptions.enabled to true, tlsSecurityPolicy to "Policy-Min-TLS-1-2-PFS-2023-10", vpcOptions.subnetIds, and logPublishingOptions; in production also three nodes, three dedicated masters and zone awareness.',
  url: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/security.html",
  settings: {
    minNodes: {
      type: "integer",
      minimum: 1,
      maximum: 200,
      default: 3,
      description: "Minimum number of data nodes in production.",
    },
    requireVpc: {
      type: "boolean",
      default: true,
      description: "Whether every domain must be in a VPC instead of on the internet.",
    },
    logTypes: {
      type: "array",
      items: {
        type: "string",
        enum: ["ES_APPLICATION_LOGS", "AUDIT_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"],
      },
      default: ["ES_APPLICATION_LOGS", "AUDIT_LOGS"],
      description: "Logs that every domain must publish.",
    },
    production: PRODUCTION_SETTING,
  },
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  checks: {
    "encryption at rest": (domain) => mustBe(domain, "encryptAtRest.enabled", true),
    "encryption between nodes": (domain) => mustBe(domain, "nodeToNodeEncryption.enabled", true),
    https: (domain) => {
      // The block's default is true, but a domain without the block also accepts HTTP.
      const absent = domain.object("domainEndpointOptions") !== undefined;
      return mustBe(domain, "domainEndpointOptions.enforceHttps", true, { absent });
    },
    tls: (domain) => {
      const path = "domainEndpointOptions.tlsSecurityPolicy";
      if (/^Policy-Min-TLS-1-[23]-/.test(domain.string(path) ?? "")) return undefined;
      return describeMismatch(domain, path, "TLS 1.2 or newer", 'set it to "Policy-Min-TLS-1-2-PFS-2023-10"');
    },
    network: (domain, { settings }) =>
      !settings.requireVpc || domain.hasItems("vpcOptions.subnetIds")
        ? undefined
        : "vpcOptions.subnetIds is missing, expected private subnets; a domain outside a VPC is on the internet",
    users: (domain) =>
      mustBe(domain, "advancedSecurityOptions.enabled", true, {
        advice: "without it every client has full access",
      }),
    logs: (domain, { settings }) => {
      const published = domain
        .list("logPublishingOptions")
        .filter((option) => option.boolean("enabled") !== false && option.isSet("cloudwatchLogGroupArn"))
        .map((option) => option.string("logType"));
      return settings.logTypes
        .filter((type) => !published.includes(type))
        .map(
          (type) => `logPublishingOptions has no ${type}, expected an enabled one with cloudwatchLogGroupArn`,
        );
    },
    "data nodes": (domain, context) =>
      isProduction(context)
        ? expectAtLeast(domain, "clusterConfig.instanceCount", context.settings.minNodes)
        : undefined,
    "dedicated masters": (domain, context) => {
      if (!isProduction(context)) return undefined;
      return (
        mustBe(domain, "clusterConfig.dedicatedMasterEnabled", true) ??
        mustBeBetween(
          domain,
          "clusterConfig.dedicatedMasterCount",
          { min: 3 },
          "fewer lose the quorum when one fails",
        )
      );
    },
    zones: (domain, context) => {
      if (!isProduction(context) || domain.boolean("clusterConfig.multiAzWithStandbyEnabled"))
        return undefined;
      return mustBe(domain, "clusterConfig.zoneAwarenessEnabled", true);
    },
  },
});

interface Settings {
  readonly minNodes: number;
  readonly requireVpc: boolean;
  readonly logTypes: readonly string[];
  readonly production: readonly string[];
}

function expectAtLeast(domain: Resource, path: string, min: number): string | undefined {
  // The default is one node.
  if (domain.read(path).state === "absent" && min <= 1) return undefined;
  return mustBeBetween(domain, path, { min });
}
