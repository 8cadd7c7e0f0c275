import { opensearchBaseline } from "../../../policies/baseline/rules/opensearch-baseline";
import { prove, ref, resource, set, unset, type World } from "../../helpers/policy";

const log = (logType: string) => ({ logType, cloudwatchLogGroupArn: ref("logs", "arn"), enabled: true });
const compliant: World = [
  resource("aws:cloudwatch/logGroup:LogGroup", "logs", {}),
  resource("aws:ec2/subnet:Subnet", "private", {}),
  resource("aws:opensearch/domain:Domain", "search", {
    encryptAtRest: { enabled: true },
    nodeToNodeEncryption: { enabled: true },
    domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
    advancedSecurityOptions: { enabled: true },
    vpcOptions: { subnetIds: [ref("private")] },
    logPublishingOptions: [log("ES_APPLICATION_LOGS"), log("AUDIT_LOGS")],
    clusterConfig: {
      instanceCount: 3,
      dedicatedMasterEnabled: true,
      dedicatedMasterCount: 3,
      zoneAwarenessEnabled: true,
    },
  }),
];
const prod = { stack: "prod" };
const NO_AUDIT =
  "logPublishingOptions has no AUDIT_LOGS, expected one with cloudwatchLogGroupArn, which is not disabled";

prove(opensearchBaseline, {
  compliant,
  options: prod,
  alsoCompliant: {
    "a domain of Elasticsearch": compliant.map((one) =>
      one.name === "search" ? { ...one, type: "aws:elasticsearch/domain:Domain" } : one,
    ),
    "the default of HTTPS within its block": unset(compliant, "search", "domainEndpointOptions.enforceHttps"),
    "zones with a standby": set(
      unset(compliant, "search", "clusterConfig.zoneAwarenessEnabled"),
      "search",
      "clusterConfig.multiAzWithStandbyEnabled",
      true,
    ),
  },
  mutants: [
    {
      given: "data in clear",
      change: (world) => unset(world, "search", "encryptAtRest"),
      told: { search: "encryptAtRest.enabled is missing, expected true" },
    },
    {
      given: "nodes that talk in clear",
      change: (world) => set(world, "search", "nodeToNodeEncryption.enabled", false),
      told: { search: "nodeToNodeEncryption.enabled is false, expected true" },
    },
    {
      given: "HTTP",
      change: (world) => set(world, "search", "domainEndpointOptions.enforceHttps", false),
      told: { search: "domainEndpointOptions.enforceHttps is false, expected true" },
    },
    {
      given: "nothing said of its endpoint",
      change: (world) => unset(world, "search", "domainEndpointOptions"),
      told: {
        search: [
          "domainEndpointOptions.enforceHttps is missing, expected true",
          'domainEndpointOptions.tlsSecurityPolicy is missing, expected TLS 1.2 or newer; set it to "Policy-Min-TLS-1-2-PFS-2023-10"',
        ],
      },
    },
    {
      given: "old TLS",
      change: (world) =>
        set(world, "search", "domainEndpointOptions.tlsSecurityPolicy", "Policy-Min-TLS-1-0-2019-07"),
      told: {
        search:
          'domainEndpointOptions.tlsSecurityPolicy is "Policy-Min-TLS-1-0-2019-07", expected TLS 1.2 or newer; set it to "Policy-Min-TLS-1-2-PFS-2023-10"',
      },
    },
    {
      given: "no VPC",
      change: (world) => unset(world, "search", "vpcOptions"),
      told: {
        search:
          "vpcOptions.subnetIds is missing, expected private subnets; a domain outside of a VPC is on the internet",
      },
    },
    {
      given: "no users",
      change: (world) => unset(world, "search", "advancedSecurityOptions"),
      told: {
        search:
          "advancedSecurityOptions.enabled is missing, expected true; without it everybody who reaches the domain may do everything",
      },
    },
    {
      given: "no audit log",
      change: (world) => unset(world, "search", "logPublishingOptions.1"),
      told: { search: NO_AUDIT },
    },
    {
      given: "an audit log that is disabled",
      change: (world) => set(world, "search", "logPublishingOptions.1.enabled", false),
      told: { search: NO_AUDIT },
    },
    {
      given: "two nodes in production",
      change: (world) => set(world, "search", "clusterConfig.instanceCount", 2),
      told: { search: "clusterConfig.instanceCount is 2, expected 3 or more" },
    },
    {
      given: "no dedicated masters in production",
      change: (world) => set(world, "search", "clusterConfig.dedicatedMasterEnabled", false),
      told: { search: "clusterConfig.dedicatedMasterEnabled is false, expected true" },
    },
    {
      given: "a single master in a stack whose tag says production",
      change: (world) => set(world, "search", "clusterConfig.dedicatedMasterCount", 1),
      options: { stack: "main", stackTags: { env: "production" } },
      told: {
        search:
          "clusterConfig.dedicatedMasterCount is 1, expected 3 or more; fewer cannot outvote a lost one",
      },
    },
    {
      given: "one zone in production",
      change: (world) => unset(world, "search", "clusterConfig.zoneAwarenessEnabled"),
      told: { search: "clusterConfig.zoneAwarenessEnabled is missing, expected true" },
    },
    {
      given: "a small domain that is open, of a stack that is not production",
      change: (world) => unset(unset(world, "search", "clusterConfig"), "search", "encryptAtRest"),
      options: { stack: "dev" },
      settings: { requireVpc: false, logTypes: [] },
      told: { search: "encryptAtRest.enabled is missing, expected true" },
    },
  ],
});
