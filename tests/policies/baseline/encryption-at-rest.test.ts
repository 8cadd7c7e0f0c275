import { encryptionAtRest } from "../../../policies/baseline/rules/encryption-at-rest";
import { type Fixtures, prove, ref, resource, setInput } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

const DEFAULT_ADVICE = "; or enable aws.ebs.EncryptionByDefault in the region";

const fixtures: Fixtures = [
  resource("aws:ebs/volume:Volume", "volume", { availabilityZone: "eu-west-1a", encrypted: true }),
  resource("aws:ebs/snapshotCopy:SnapshotCopy", "snapshot", { encrypted: true }),
  resource("aws:ec2/instance:Instance", "instance", {
    rootBlockDevice: { encrypted: true },
    ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: true }],
  }),
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
  }),
  resource("aws:efs/fileSystem:FileSystem", "files", { encrypted: true }),
  resource("aws:rds/instance:Instance", "database", { engine: "postgres", storageEncrypted: true }),
  resource("aws:rds/cluster:Cluster", "aurora", { engine: "aurora-postgresql", storageEncrypted: true }),
  resource("aws:rds/globalCluster:GlobalCluster", "world", { storageEncrypted: true }),
  resource("aws:docdb/cluster:Cluster", "documents", { storageEncrypted: true }),
  resource("aws:docdb/globalCluster:GlobalCluster", "all-documents", { storageEncrypted: true }),
  resource("aws:neptune/cluster:Cluster", "graph", { storageEncrypted: true }),
  resource("aws:redshift/cluster:Cluster", "warehouse", { encrypted: "true" }),
  resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {
    engine: "redis",
    atRestEncryptionEnabled: true,
  }),
  resource("aws:dax/cluster:Cluster", "accelerator", { serverSideEncryption: { enabled: true } }),
  resource("aws:workspaces/workspace:Workspace", "desktop", {
    rootVolumeEncryptionEnabled: true,
    userVolumeEncryptionEnabled: true,
  }),
  resource("aws:codebuild/project:Project", "build", {
    artifacts: { type: "S3", encryptionDisabled: false },
    secondaryArtifacts: [{ artifactIdentifier: "more", encryptionDisabled: false }],
    logsConfig: { s3Logs: { status: "ENABLED", encryptionDisabled: false } },
  }),
  resource("aws:codebuild/reportGroup:ReportGroup", "report", {
    exportConfig: { type: "S3", s3Destination: { encryptionDisabled: false } },
  }),
  resource("aws:appsync/apiCache:ApiCache", "api-cache", { atRestEncryptionEnabled: true }),
  resource("aws:apigateway/methodSettings:MethodSettings", "methods", {
    settings: { cachingEnabled: true, cacheDataEncrypted: true },
  }),
];

const byDefault = resource("aws:ebs/encryptionByDefault:EncryptionByDefault", "by-default", {});

prove(encryptionAtRest, {
  compliant: fixtures,
  alsoCompliant: {
    "volumes in a region that encrypts by default": [
      byDefault,
      resource("aws:ebs/volume:Volume", "volume", {}),
      resource("aws:ec2/instance:Instance", "instance", { rootBlockDevice: { volumeSize: 20 } }),
    ],
    "an instance without block devices": [resource("aws:ec2/instance:Instance", "instance", {})],
    "databases that inherit their encryption": [
      resource("aws:rds/instance:Instance", "restored", { snapshotIdentifier: "before" }),
      resource("aws:rds/instance:Instance", "replica", { replicateSourceDb: ref("primary", "arn") }),
      resource("aws:rds/instance:Instance", "primary", { storageEncrypted: true }),
      resource("aws:rds/cluster:Cluster", "secondary", { globalClusterIdentifier: "world" }),
      resource("aws:rds/cluster:Cluster", "serverless", { engineMode: "serverless" }),
      resource("aws:rds/globalCluster:GlobalCluster", "world", { sourceDbClusterIdentifier: "first" }),
      resource("aws:neptune/cluster:Cluster", "graph", { replicationSourceIdentifier: "first" }),
    ],
    "types that encrypt by default": [
      resource("aws:redshift/cluster:Cluster", "warehouse", {}),
      resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { engine: "valkey" }),
      resource("aws:codebuild/project:Project", "build", { artifacts: { type: "NO_ARTIFACTS" } }),
    ],
    "method settings without a cache": [
      resource("aws:apigateway/methodSettings:MethodSettings", "methods", { settings: {} }),
    ],
  },
  mutants: [
    ...mutantsOf([
      ["volume", "encrypted", undefined, `encrypted is missing, expected true${DEFAULT_ADVICE}`],
      ["snapshot", "encrypted", false, `encrypted is false, expected true${DEFAULT_ADVICE}`],
      [
        "instance",
        "rootBlockDevice",
        { volumeSize: 20 },
        `rootBlockDevice.encrypted is missing, expected true${DEFAULT_ADVICE}`,
      ],
      [
        "instance",
        "ebsBlockDevices.0.encrypted",
        false,
        `ebsBlockDevices.0.encrypted is false, expected true${DEFAULT_ADVICE}`,
      ],
      [
        "template",
        "blockDeviceMappings.0.ebs.encrypted",
        "false",
        `blockDeviceMappings.0.ebs.encrypted is "false", expected true${DEFAULT_ADVICE}`,
      ],
      ["files", "encrypted", undefined, "encrypted is missing, expected true"],
      ["database", "storageEncrypted", undefined, "storageEncrypted is missing, expected true"],
      ["aurora", "storageEncrypted", false, "storageEncrypted is false, expected true"],
      ["world", "storageEncrypted", undefined, "storageEncrypted is missing, expected true"],
      ["documents", "storageEncrypted", undefined, "storageEncrypted is missing, expected true"],
      ["all-documents", "storageEncrypted", undefined, "storageEncrypted is missing, expected true"],
      ["graph", "storageEncrypted", undefined, "storageEncrypted is missing, expected true"],
      ["warehouse", "encrypted", "false", 'encrypted is "false", expected true'],
      ["cache", "atRestEncryptionEnabled", undefined, "atRestEncryptionEnabled is missing, expected true"],
      [
        "accelerator",
        "serverSideEncryption",
        undefined,
        "serverSideEncryption.enabled is missing, expected true",
      ],
      [
        "desktop",
        "rootVolumeEncryptionEnabled",
        undefined,
        "rootVolumeEncryptionEnabled is missing, expected true",
      ],
      [
        "desktop",
        "userVolumeEncryptionEnabled",
        false,
        "userVolumeEncryptionEnabled is false, expected true",
      ],
      ["build", "artifacts.encryptionDisabled", true, "artifacts.encryptionDisabled is true, expected false"],
      [
        "build",
        "secondaryArtifacts.0.encryptionDisabled",
        true,
        "secondaryArtifacts.0.encryptionDisabled is true, expected false",
      ],
      [
        "build",
        "logsConfig.s3Logs.encryptionDisabled",
        true,
        "logsConfig.s3Logs.encryptionDisabled is true, expected false",
      ],
      [
        "report",
        "exportConfig.s3Destination.encryptionDisabled",
        true,
        "exportConfig.s3Destination.encryptionDisabled is true, expected false",
      ],
      [
        "api-cache",
        "atRestEncryptionEnabled",
        undefined,
        "atRestEncryptionEnabled is missing, expected true",
      ],
      [
        "methods",
        "settings.cacheDataEncrypted",
        false,
        "settings.cacheDataEncrypted is false, expected true",
      ],
    ]),
    {
      title: "a volume when another region encrypts by default",
      change: (all) => [
        ...setInput(all, "volume", "encrypted", false),
        { ...byDefault, region: "us-east-1" },
      ],
      messages: { volume: `encrypted is false, expected true${DEFAULT_ADVICE}` },
    },
  ],
});
