import { backupRetention } from "../../../policies/baseline/rules/backup-retention";
import { prove, ref, resource } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

prove(backupRetention, {
  compliant: [
    resource("aws:rds/instance:Instance", "database", { engine: "postgres", backupRetentionPeriod: 7 }),
    resource("aws:rds/cluster:Cluster", "aurora", { backupRetentionPeriod: 14 }),
    resource("aws:docdb/cluster:Cluster", "documents", { backupRetentionPeriod: 7 }),
    resource("aws:neptune/cluster:Cluster", "graph", { backupRetentionPeriod: 7 }),
    resource("aws:redshift/cluster:Cluster", "warehouse", { automatedSnapshotRetentionPeriod: 7 }),
    resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { snapshotRetentionLimit: 1 }),
    resource("aws:fsx/windowsFileSystem:WindowsFileSystem", "shares", { automaticBackupRetentionDays: 7 }),
    resource("aws:dynamodb/table:Table", "table", { pointInTimeRecovery: { enabled: true } }),
    resource("aws:efs/backupPolicy:BackupPolicy", "files", { backupPolicy: { status: "ENABLED" } }),
    resource("aws:keyspaces/table:Table", "rows", { pointInTimeRecovery: { status: "ENABLED" } }),
  ],
  alsoCompliant: {
    "replicas and members": [
      resource("aws:rds/instance:Instance", "replica", { replicateSourceDb: ref("database") }),
      resource("aws:rds/instance:Instance", "database", { backupRetentionPeriod: 7 }),
      resource("aws:rds/instance:Instance", "member", { engine: "aurora-mysql" }),
      resource("aws:elasticache/cluster:Cluster", "node", { replicationGroupId: "cache" }),
      resource("aws:elasticache/cluster:Cluster", "memory", { engine: "memcached" }),
    ],
    "the default of a file system": [resource("aws:fsx/ontapFileSystem:OntapFileSystem", "shares", {})],
  },
  mutants: mutantsOf([
    [
      "database",
      "backupRetentionPeriod",
      undefined,
      "backupRetentionPeriod is missing, expected 7 or more days",
    ],
    ["database", "backupRetentionPeriod", 0, "backupRetentionPeriod is 0, expected 7 or more days"],
    ["aurora", "backupRetentionPeriod", 1, "backupRetentionPeriod is 1, expected 7 or more days"],
    [
      "documents",
      "backupRetentionPeriod",
      undefined,
      "backupRetentionPeriod is missing, expected 7 or more days",
    ],
    ["graph", "backupRetentionPeriod", 3, "backupRetentionPeriod is 3, expected 7 or more days"],
    [
      "warehouse",
      "automatedSnapshotRetentionPeriod",
      0,
      "automatedSnapshotRetentionPeriod is 0, expected 7 or more days",
    ],
    [
      "cache",
      "snapshotRetentionLimit",
      undefined,
      "snapshotRetentionLimit is missing, expected 1 or more days",
    ],
    [
      "shares",
      "automaticBackupRetentionDays",
      0,
      "automaticBackupRetentionDays is 0, expected 7 or more days",
    ],
    ["table", "pointInTimeRecovery", undefined, "pointInTimeRecovery.enabled is missing, expected true"],
    ["files", "backupPolicy.status", "DISABLED", 'backupPolicy.status is "DISABLED", expected "ENABLED"'],
    ["rows", "pointInTimeRecovery", undefined, 'pointInTimeRecovery.status is missing, expected "ENABLED"'],
  ]),
});
