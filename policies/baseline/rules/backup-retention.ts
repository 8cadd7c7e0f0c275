import { type Requirement, type Resource, requirementRule } from "../../kit";

const DAYS = { min: 7, unit: "days" };

/** Databases with automatic backups, with no backups or those of one day by default. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:rds/instance:Instance"],
    path: "backupRetentionPeriod",
    expected: DAYS,
    // A replica is no backup target of its own; Aurora backs up the cluster.
    unless: (instance) =>
      instance.isSet("replicateSourceDb") || /^aurora/.test(instance.string("engine") ?? ""),
    controls: [
      "security-hub:RDS.11",
      "checkov:CKV_AWS_133",
      "cdk-nag:AwsSolutions-RDS13",
      "trivy:AWS-0077",
      "config:DB_INSTANCE_BACKUP_ENABLED",
    ],
  },
  {
    types: ["aws:rds/cluster:Cluster"],
    path: "backupRetentionPeriod",
    expected: DAYS,
    absent: 1,
    unless: (cluster) => cluster.isSet("replicationSourceIdentifier"),
    controls: ["security-hub:RDS.11", "checkov:CKV_AWS_133", "trivy:AWS-0077"],
  },
  {
    types: ["aws:docdb/cluster:Cluster"],
    path: "backupRetentionPeriod",
    expected: DAYS,
    absent: 1,
    controls: ["security-hub:DocumentDB.2", "checkov:CKV_AWS_360", "cdk-nag:AwsSolutions-DOC4"],
  },
  {
    types: ["aws:neptune/cluster:Cluster"],
    path: "backupRetentionPeriod",
    expected: DAYS,
    absent: 1,
    unless: (cluster) => cluster.isSet("replicationSourceIdentifier"),
    controls: ["security-hub:Neptune.5", "checkov:CKV_AWS_361", "cdk-nag:AwsSolutions-N3"],
  },
  {
    types: ["aws:redshift/cluster:Cluster"],
    path: "automatedSnapshotRetentionPeriod",
    expected: DAYS,
    absent: 1,
    controls: ["security-hub:Redshift.3", "checkov:CKV_AWS_343", "cdk-nag:AwsSolutions-RS10"],
  },
  {
    types: [
      "aws:elasticache/replicationGroup:ReplicationGroup",
      "aws:elasticache/cluster:Cluster",
      "aws:memorydb/cluster:Cluster",
    ],
    path: "snapshotRetentionLimit",
    expected: { min: 1, unit: "days" },
    unless: isMemcachedOrMember,
    controls: ["security-hub:ElastiCache.1", "checkov:CKV_AWS_134", "trivy:AWS-0050"],
  },
  {
    types: ["aws:fsx/windowsFileSystem:WindowsFileSystem", "aws:fsx/ontapFileSystem:OntapFileSystem"],
    path: "automaticBackupRetentionDays",
    expected: DAYS,
    // The provider's defaults are 7 and 30.
    absent: 7,
    controls: [],
  },
  {
    types: ["aws:dynamodb/table:Table"],
    path: "pointInTimeRecovery.enabled",
    expected: true,
    controls: [
      "security-hub:DynamoDB.2",
      "checkov:CKV_AWS_28",
      "cdk-nag:AwsSolutions-DDB3",
      "trivy:AWS-0024",
      "config:DYNAMODB_PITR_ENABLED",
    ],
  },
  {
    types: ["aws:efs/backupPolicy:BackupPolicy"],
    path: "backupPolicy.status",
    expected: { oneOf: ["ENABLED"] },
    controls: ["security-hub:EFS.7"],
  },
  {
    types: ["aws:keyspaces/table:Table"],
    path: "pointInTimeRecovery.status",
    expected: { oneOf: ["ENABLED"] },
    controls: [],
  },
];

/** A backup is the only way back from a deletion, a mistake or an extortion. */
export const backupRetention = requirementRule({
  name: "backup-retention",
  title: "Databases have backups",
  description:
    "Databases and caches retain automatic backups for some days, and tables have point-in-time recovery.",
  level: "advisory",
  severity: "medium",
  topic: "storage",
  remediationSteps:
    "Set the property of the message; exempt data that another source can rebuild, such as a cache or the table of a test.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/back-up-data.html",
  requirements: REQUIREMENTS,
});

function isMemcachedOrMember(cluster: Resource): boolean {
  return cluster.string("engine") === "memcached" || cluster.isSet("replicationGroupId");
}
