import { type Requirement, type Resource, type RuleContext, requirementRule, requireStack } from "../../kit";

const DEFAULT_ENCRYPTION = ["aws:ebs/encryptionByDefault:EncryptionByDefault"];
const LAUNCH_DEVICES = {
  expected: true,
  unless: isEncryptedByDefault,
  advice: "or enable aws.ebs.EncryptionByDefault in the region",
} as const;

/** Storage that is not encrypted by default. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:ebs/volume:Volume"],
    path: "encrypted",
    ...LAUNCH_DEVICES,
    controls: ["security-hub:EC2.3", "security-hub:EC2.7", "checkov:CKV_AWS_3", "cdk-nag:AwsSolutions-EC26"],
  },
  {
    types: ["aws:ebs/snapshotCopy:SnapshotCopy", "aws:ec2/amiCopy:AmiCopy"],
    path: "encrypted",
    ...LAUNCH_DEVICES,
    controls: ["checkov:CKV_AWS_235"],
  },
  {
    types: ["aws:efs/fileSystem:FileSystem"],
    path: "encrypted",
    expected: true,
    controls: [
      "security-hub:EFS.1",
      "security-hub:EFS.8",
      "cis-5.0:2.3.1",
      "checkov:CKV_AWS_42",
      "cdk-nag:AwsSolutions-EFS1",
      "trivy:AWS-0037",
    ],
  },
  {
    types: ["aws:redshift/cluster:Cluster"],
    path: "encrypted",
    expected: true,
    absent: true,
    unless: isFromSnapshot,
    controls: [
      "security-hub:Redshift.10",
      "checkov:CKV_AWS_64",
      "cdk-nag:AwsSolutions-RS6",
      "trivy:AWS-0084",
    ],
  },
  ...["rootBlockDevice", "ebsBlockDevices"].map((device) => ({
    types: [
      "aws:ec2/instance:Instance",
      "aws:ec2/launchConfiguration:LaunchConfiguration",
      "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    ],
    path: `${device}[].encrypted`,
    ...LAUNCH_DEVICES,
    controls: ["security-hub:EC2.3", "checkov:CKV_AWS_8", "cdk-nag:AwsSolutions-EC26", "trivy:AWS-0131"],
  })),
  {
    types: ["aws:ec2/launchTemplate:LaunchTemplate"],
    path: "blockDeviceMappings[].ebs[].encrypted",
    ...LAUNCH_DEVICES,
    controls: ["security-hub:EC2.181", "cdk-nag:AwsSolutions-EC26"],
  },
  {
    types: ["aws:rds/instance:Instance"],
    path: "storageEncrypted",
    expected: true,
    unless: inheritsEncryption,
    controls: [
      "security-hub:RDS.3",
      "cis-5.0:2.2.1",
      "cis-3.0:2.3.1",
      "checkov:CKV_AWS_16",
      "cdk-nag:AwsSolutions-RDS2",
      "trivy:AWS-0080",
    ],
  },
  {
    types: ["aws:rds/cluster:Cluster"],
    path: "storageEncrypted",
    expected: true,
    // Aurora Serverless v1 always encrypts.
    unless: (cluster) =>
      inheritsEncryption(cluster) ||
      cluster.isSet("globalClusterIdentifier") ||
      cluster.string("engineMode") === "serverless",
    controls: ["security-hub:RDS.27", "checkov:CKV_AWS_96", "cdk-nag:AwsSolutions-RDS2", "trivy:AWS-0079"],
  },
  {
    types: ["aws:rds/globalCluster:GlobalCluster"],
    path: "storageEncrypted",
    expected: true,
    unless: (cluster) => cluster.isSet("sourceDbClusterIdentifier"),
    controls: ["checkov:CKV_AWS_140"],
  },
  {
    types: ["aws:docdb/cluster:Cluster"],
    path: "storageEncrypted",
    expected: true,
    unless: (cluster) => isFromSnapshot(cluster) || cluster.isSet("globalClusterIdentifier"),
    controls: [
      "security-hub:DocumentDB.1",
      "checkov:CKV_AWS_74",
      "cdk-nag:AwsSolutions-DOC1",
      "trivy:AWS-0021",
    ],
  },
  {
    types: ["aws:neptune/cluster:Cluster"],
    path: "storageEncrypted",
    expected: true,
    unless: (cluster) => inheritsEncryption(cluster) || cluster.isSet("globalClusterIdentifier"),
    controls: ["security-hub:Neptune.1", "checkov:CKV_AWS_44", "cdk-nag:AwsSolutions-N4", "trivy:AWS-0076"],
  },
  {
    types: ["aws:docdb/globalCluster:GlobalCluster", "aws:neptune/globalCluster:GlobalCluster"],
    path: "storageEncrypted",
    expected: true,
    unless: (cluster) => cluster.isSet("sourceDbClusterIdentifier"),
    controls: ["checkov:CKV_AWS_292"],
  },
  {
    types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    path: "atRestEncryptionEnabled",
    expected: true,
    unless: (group) => isFromSnapshot(group) || isValkey(group) || group.isSet("globalReplicationGroupId"),
    controls: [
      "security-hub:ElastiCache.4",
      "checkov:CKV_AWS_29",
      "cdk-nag:AwsSolutions-AEC3",
      "trivy:AWS-0045",
    ],
  },
  {
    types: ["aws:dax/cluster:Cluster"],
    path: "serverSideEncryption.enabled",
    expected: true,
    controls: [
      "security-hub:DynamoDB.3",
      "checkov:CKV_AWS_47",
      "cdk-nag:AwsSolutions-DDB4",
      "trivy:AWS-0023",
    ],
  },
  ...["rootVolumeEncryptionEnabled", "userVolumeEncryptionEnabled"].map((path, index) => ({
    types: ["aws:workspaces/workspace:Workspace"],
    path,
    expected: true,
    controls: [`security-hub:WorkSpaces.${2 - index}`, `checkov:CKV_AWS_${156 - index}`, "trivy:AWS-0109"],
  })),
  ...["artifacts", "secondaryArtifacts", "logsConfig[].s3Logs"].map((object) => ({
    types: ["aws:codebuild/project:Project"],
    path: `${object}[].encryptionDisabled`,
    expected: false,
    absent: false,
    controls: ["security-hub:CodeBuild.3", "checkov:CKV_AWS_78", "trivy:AWS-0018"],
  })),
  {
    types: ["aws:codebuild/reportGroup:ReportGroup"],
    path: "exportConfig[].s3Destination[].encryptionDisabled",
    expected: false,
    absent: false,
    controls: ["security-hub:CodeBuild.7"],
  },
  {
    types: ["aws:appsync/apiCache:ApiCache"],
    path: "atRestEncryptionEnabled",
    expected: true,
    controls: ["security-hub:AppSync.1", "checkov:CKV_AWS_214"],
  },
  {
    types: ["aws:apigateway/methodSettings:MethodSettings"],
    path: "settings.cacheDataEncrypted",
    expected: true,
    unless: (settings) => settings.boolean("settings.cachingEnabled") !== true,
    controls: ["security-hub:APIGateway.5", "checkov:CKV_AWS_308", "trivy:AWS-0002"],
  },
];

/** Data at rest must be unreadable in a copy. */
export const encryptionAtRest = requirementRule({
  name: "encryption-at-rest",
  title: "Storage is encrypted",
  description:
    "Volumes, databases, file systems, caches and other storage without automatic encryption are encrypted.",
  level: "mandatory",
  severity: "high",
  topic: "storage",
  remediationSteps:
    "Set the property of the message. Most types must be replaced for that: restore an encrypted copy of a snapshot, or create the encrypted resource and copy the data.",
  url: "https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/welcome.html",
  requirements: REQUIREMENTS,
});

/** Whether EBS encrypts all new volumes of the region. */
function isEncryptedByDefault(resource: Resource, context: RuleContext<unknown>): boolean {
  return requireStack(context, "EBS encryption by default")
    .ofTypes(DEFAULT_ENCRYPTION)
    .some((one) => one.boolean("enabled") !== false && one.region() === resource.region());
}

/** Whether a database takes its encryption from a snapshot or from the database that it replicates. */
function inheritsEncryption(database: Resource): boolean {
  return (
    isFromSnapshot(database) ||
    database.isSet("replicateSourceDb") ||
    database.isSet("replicationSourceIdentifier")
  );
}

function isFromSnapshot(resource: Resource): boolean {
  return ["snapshotIdentifier", "snapshotArn", "snapshotArns", "snapshotName", "restoreToPointInTime"].some(
    (path) => resource.isSet(path),
  );
}

/** Whether a cache runs Valkey, which encrypts by default. */
function isValkey(group: Resource): boolean {
  return group.string("engine") === "valkey" && group.read("atRestEncryptionEnabled").state === "absent";
}
