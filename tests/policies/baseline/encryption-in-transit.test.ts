import { encryptionInTransit } from "../../../policies/baseline/rules/encryption-in-transit";
import { prove, resource } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

prove(encryptionInTransit, {
  compliant: [
    resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {
      engine: "redis",
      transitEncryptionEnabled: true,
    }),
    resource("aws:memorydb/cluster:Cluster", "memory", { tlsEnabled: true }),
    resource("aws:dax/cluster:Cluster", "accelerator", { clusterEndpointEncryptionType: "TLS" }),
    resource("aws:msk/cluster:Cluster", "brokers", {
      encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
    }),
    resource("aws:mskconnect/connector:Connector", "connector", {
      kafkaClusterEncryptionInTransit: { encryptionType: "TLS" },
    }),
    resource("aws:rds/proxy:Proxy", "proxy", { requireTls: true }),
    resource("aws:dms/endpoint:Endpoint", "source", { engineName: "postgres", sslMode: "require" }),
    resource("aws:appsync/apiCache:ApiCache", "api-cache", { transitEncryptionEnabled: true }),
    resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
      volumes: [{ name: "data", efsVolumeConfiguration: { transitEncryption: "ENABLED" } }],
    }),
    resource("aws:quicksight/dataSource:DataSource", "reports", { sslProperties: { disableSsl: false } }),
  ],
  alsoCompliant: {
    "services that encrypt by default": [
      resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { engine: "valkey" }),
      resource("aws:memorydb/cluster:Cluster", "memory", {}),
      resource("aws:msk/cluster:Cluster", "brokers", {}),
      resource("aws:quicksight/dataSource:DataSource", "reports", {}),
    ],
    "an endpoint of a service that always uses TLS": [
      resource("aws:dms/endpoint:Endpoint", "target", { engineName: "kinesis" }),
    ],
    "a task without a file system": [resource("aws:ecs/taskDefinition:TaskDefinition", "task", {})],
  },
  mutants: mutantsOf([
    ["cache", "transitEncryptionEnabled", undefined, "transitEncryptionEnabled is missing, expected true"],
    ["memory", "tlsEnabled", false, "tlsEnabled is false, expected true"],
    [
      "accelerator",
      "clusterEndpointEncryptionType",
      undefined,
      'clusterEndpointEncryptionType is missing, expected "TLS"',
    ],
    [
      "brokers",
      "encryptionInfo.encryptionInTransit.clientBroker",
      "TLS_PLAINTEXT",
      'encryptionInfo.encryptionInTransit.clientBroker is "TLS_PLAINTEXT", expected "TLS"',
    ],
    [
      "brokers",
      "encryptionInfo.encryptionInTransit.inCluster",
      false,
      "encryptionInfo.encryptionInTransit.inCluster is false, expected true",
    ],
    [
      "connector",
      "kafkaClusterEncryptionInTransit.encryptionType",
      "PLAINTEXT",
      'kafkaClusterEncryptionInTransit.encryptionType is "PLAINTEXT", expected "TLS"',
    ],
    ["proxy", "requireTls", undefined, "requireTls is missing, expected true"],
    ["source", "sslMode", "none", 'sslMode is "none", expected "require" or "verify-ca" or "verify-full"'],
    [
      "api-cache",
      "transitEncryptionEnabled",
      undefined,
      "transitEncryptionEnabled is missing, expected true",
    ],
    [
      "task",
      "volumes.0.efsVolumeConfiguration.transitEncryption",
      undefined,
      'volumes.0.efsVolumeConfiguration.transitEncryption is missing, expected "ENABLED"',
    ],
    ["reports", "sslProperties.disableSsl", true, "sslProperties.disableSsl is true, expected false"],
  ]),
});
