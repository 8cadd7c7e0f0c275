import { type Requirement, type Resource, requirementRule } from "../../kit";

/** Connections that are plaintext by default or by choice. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    path: "transitEncryptionEnabled",
    expected: true,
    // Valkey encrypts by default; a member of a global group takes the setting of the group.
    unless: (group) => isValkeyByDefault(group) || group.isSet("globalReplicationGroupId"),
    controls: [
      "security-hub:ElastiCache.5",
      "checkov:CKV_AWS_30",
      "checkov:CKV_AWS_31",
      "cdk-nag:AwsSolutions-AEC3",
      "trivy:AWS-0051",
    ],
  },
  {
    types: ["aws:memorydb/cluster:Cluster"],
    path: "tlsEnabled",
    expected: true,
    absent: true,
    controls: ["checkov:CKV_AWS_202"],
  },
  {
    types: ["aws:dax/cluster:Cluster"],
    path: "clusterEndpointEncryptionType",
    expected: { oneOf: ["TLS"] },
    controls: ["security-hub:DynamoDB.7", "checkov:CKV_AWS_239"],
  },
  {
    types: ["aws:msk/cluster:Cluster"],
    path: "encryptionInfo[].encryptionInTransit[].clientBroker",
    expected: { oneOf: ["TLS"] },
    absent: "TLS",
    controls: ["security-hub:MSK.1", "checkov:CKV_AWS_81", "cdk-nag:AwsSolutions-MSK2", "trivy:AWS-0073"],
  },
  {
    types: ["aws:msk/cluster:Cluster"],
    path: "encryptionInfo[].encryptionInTransit[].inCluster",
    expected: true,
    absent: true,
    controls: ["security-hub:MSK.1", "cdk-nag:AwsSolutions-MSK3"],
  },
  {
    types: ["aws:mskconnect/connector:Connector"],
    path: "kafkaClusterEncryptionInTransit.encryptionType",
    expected: { oneOf: ["TLS"] },
    controls: ["security-hub:MSK.3"],
  },
  {
    types: ["aws:rds/proxy:Proxy"],
    path: "requireTls",
    expected: true,
    controls: ["security-hub:RDS.43"],
  },
  {
    types: ["aws:dms/endpoint:Endpoint"],
    path: "sslMode",
    expected: { oneOf: ["require", "verify-ca", "verify-full"] },
    unless: (endpoint) => ENDPOINTS_WITHOUT_SSL.includes(endpoint.string("engineName") ?? ""),
    controls: ["security-hub:DMS.9"],
  },
  {
    types: ["aws:appsync/apiCache:ApiCache"],
    path: "transitEncryptionEnabled",
    expected: true,
    controls: ["security-hub:AppSync.6", "checkov:CKV_AWS_215"],
  },
  {
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    path: "volumes[].efsVolumeConfiguration[].transitEncryption",
    expected: { oneOf: ["ENABLED"] },
    controls: ["checkov:CKV_AWS_97", "trivy:AWS-0036"],
  },
  {
    types: ["aws:quicksight/dataSource:DataSource"],
    path: "sslProperties[].disableSsl",
    expected: false,
    absent: false,
    controls: ["cdk-nag:AwsSolutions-QS1"],
  },
];

/** Engines of DMS endpoints that always use TLS of AWS, or none. */
const ENDPOINTS_WITHOUT_SSL = [
  "dynamodb",
  "elasticsearch",
  "kinesis",
  "neptune",
  "opensearch",
  "s3",
  "kafka",
  "redis",
];

/** Everyone between two hosts reads a plaintext connection. */
export const encryptionInTransit = requirementRule({
  name: "encryption-in-transit",
  title: "Connections are encrypted",
  description: "Caches, brokers, proxies and file systems accept only connections with TLS.",
  level: "mandatory",
  severity: "high",
  topic: "network",
  remediationSteps:
    "Set the property of the message. Let clients use TLS first: many of these services have a mode that accepts both.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-data-in-transit.html",
  requirements: REQUIREMENTS,
});

function isValkeyByDefault(group: Resource): boolean {
  return group.string("engine") === "valkey" && group.read("transitEncryptionEnabled").state === "absent";
}
