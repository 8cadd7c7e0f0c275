import { opensearchBaseline } from "../../../policies/baseline/rules/opensearch-baseline";
import { type Fixtures, prove, ref, resource, setInput, unsetInput } from "../../helpers/policy";

const log = (logType: string) => ({ logType, cloudwatchLogGroupArn: ref("logs", "arn"), enabled: true });
const compliant: Fixtures = [
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
const NO_AUDIT = "logPublishingOptions has no AUDIT_LOGS, expected an enabled one with cloudwatchLogGroupArn";

prove(opensearchBaseline, {
  compliant,
  options: prod,
  alsoCompliant: {
    "an Elasticsearch domain": compliant.map((one) =>
      one.name === "search" ? { ...one, type: "aws:elasticsearch/domain:Domain" } : one,
    ),
    "the default of enforceHttps": unsetInput(compliant, "search", "domainEndpointOptions.enforceHttps"),
    "multi-AZ with standby": setInput(
      unsetInput(compliant, "search", "clusterConfig.zoneAwarenessEnabled"),
      "search",
      "clusterConfig.multiAzWithStandbyEnabled",
      true,
    ),
  },
  mutants: [
    {
      title: "unencrypted data at rest",
      change: (fixtures) => unsetInput(fixtures, "search", "encryptAtRest"),
      messages: { search: "encryptAtRest.enabled is missing, expected true" },
    },
    {
      title: "unencrypted traffic between nodes",
      change: (fixtures) => setInput(fixtures, "search", "nodeToNodeEncryption.enabled", false),
      messages: { search: "nodeToNodeEncryption.enabled is false, expected true" },
    },
    {
      title: "plain HTTP",
      change: (fixtures) => setInput(fixtures, "search", "domainEndpointOptions.enforceHttps", false),
      messages: { search: "domainEndpointOptions.enforceHttps is false, expected true" },
    },
    {
      title: "no endpoint options",
      change: (fixtures) => unsetInput(fixtures, "search", "domainEndpointOptions"),
      messages: {
        search: [
          "domainEndpointOptions.enforceHttps is missing, expected true",
          'domainEndpointOptions.tlsSecurityPolicy is missing, expected TLS 1.2 or newer; set it to "Policy-Min-TLS-1-2-PFS-2023-10"',
        ],
      },
    },
    {
      title: "old TLS",
      change: (fixtures) =>
        setInput(fixtures, "search", "domainEndpointOptions.tlsSecurityPolicy", "Policy-Min-TLS-1-0-2019-07"),
      messages: {
        search:
          'domainEndpointOptions.tlsSecurityPolicy is "Policy-Min-TLS-1-0-2019-07", expected TLS 1.2 or newer; set it to "Policy-Min-TLS-1-2-PFS-2023-10"',
      },
    },
    {
      title: "no VPC",
      change: (fixtures) => unsetInput(fixtures, "search", "vpcOptions"),
      messages: {
        search:
          "vpcOptions.subnetIds is missing, expected private subnets; a domain outside a VPC is on the internet",
      },
    },
    {
      title: "no user authentication",
      change: (fixtures) => unsetInput(fixtures, "search", "advancedSecurityOptions"),
      messages: {
        search:
          "advancedSecurityOptions.enabled is missing, expected true; without it every client has full access",
      },
    },
    {
      title: "no audit log",
      change: (fixtures) => unsetInput(fixtures, "search", "logPublishingOptions.1"),
      messages: { search: NO_AUDIT },
    },
    {
      title: "a disabled audit log",
      change: (fixtures) => setInput(fixtures, "search", "logPublishingOptions.1.enabled", false),
      messages: { search: NO_AUDIT },
    },
    {
      title: "two nodes in production",
      change: (fixtures) => setInput(fixtures, "search", "clusterConfig.instanceCount", 2),
      messages: { search: "clusterConfig.instanceCount is 2, expected 3 or more" },
    },
    {
      title: "no dedicated masters in production",
      change: (fixtures) => setInput(fixtures, "search", "clusterConfig.dedicatedMasterEnabled", false),
      messages: { search: "clusterConfig.dedicatedMasterEnabled is false, expected true" },
    },
    {
      title: "a single master in a stack that is tagged as production",
      change: (fixtures) => setInput(fixtures, "search", "clusterConfig.dedicatedMasterCount", 1),
      options: { stack: "main", stackTags: { env: "production" } },
      messages: {
        search:
          "clusterConfig.dedicatedMasterCount is 1, expected 3 or more; fewer lose the quorum when one fails",
      },
    },
    {
      title: "one zone in production",
      change: (fixtures) => unsetInput(fixtures, "search", "clusterConfig.zoneAwarenessEnabled"),
      messages: { search: "clusterConfig.zoneAwarenessEnabled is missing, expected true" },
    },
    {
      title: "a small public domain in a stack that is not production",
      change: (fixtures) =>
        unsetInput(unsetInput(fixtures, "search", "clusterConfig"), "search", "encryptAtRest"),
      options: { stack: "dev" },
      settings: { requireVpc: false, logTypes: [] },
      messages: { search: "encryptAtRest.enabled is missing, expected true" },
    },
  ],
});
