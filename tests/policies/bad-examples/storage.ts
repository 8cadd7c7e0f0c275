import { ref, resource } from "../../helpers/policy";
import { documentOf, example, lacking, OWN } from "./example";

const BUCKET = "aws:s3/bucket:Bucket";
const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const REDSHIFT = "aws:redshift/cluster:Cluster";
const of = { bucket: ref("it") };
const blocked = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const managed = { multiAz: true, copyTagsToSnapshot: true, iamDatabaseAuthenticationEnabled: true };
const tlsOnly = documentOf({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
const open = documentOf({ Principal: "*" });
const own = documentOf({ Principal: OWN });

/** Buckets, volumes, file systems, databases, caches and warehouses. */
export const storage = [
  lacking("checkov:CKV_AWS_21", "s3-versioning-enabled", BUCKET, {}, [
    resource("aws:s3/bucketVersioning:BucketVersioning", "v", {
      ...of,
      versioningConfiguration: { status: "Enabled" },
    }),
  ]),
  example(
    "security-hub:S3.14",
    "s3-versioning-status",
    "aws:s3/bucketVersioning:BucketVersioning",
    { bucket: "data", versioningConfiguration: { status: "Suspended" } },
    { bucket: "data", versioningConfiguration: { status: "Enabled" } },
  ),
  lacking("checkov:CKV2_AWS_6", "s3-public-access-block", BUCKET, {}, [
    resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "b", { ...of, ...blocked }),
  ]),
  ...Object.keys(blocked).map((flag, index) =>
    example(
      `checkov:CKV_AWS_${53 + index}`,
      "s3-public-access-block",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      { bucket: ref("b"), ...blocked, [flag]: false },
      { bucket: ref("b"), ...blocked },
      [resource(BUCKET, "b", {})],
    ),
  ),
  lacking("checkov:CKV_AWS_379", "s3-tls-only", BUCKET, {}, [
    resource("aws:s3/bucketPolicy:BucketPolicy", "p", { ...of, policy: tlsOnly }),
  ]),
  lacking("checkov:CKV_AWS_18", "s3-access-logging", BUCKET, {}, [
    resource("aws:s3/bucketLogging:BucketLogging", "l", { ...of, targetBucket: "logs", targetPrefix: "s3/" }),
  ]),
  example("checkov:CKV_AWS_20", "no-access-for-everyone", BUCKET, { acl: "public-read" }, { acl: "private" }),
  example(
    "checkov:CKV_AWS_57",
    "no-access-for-everyone",
    "aws:s3/bucketAcl:BucketAcl",
    { bucket: "data", acl: "public-read-write" },
    { bucket: "data", acl: "private" },
  ),
  example(
    "checkov:CKV2_AWS_43",
    "no-access-for-everyone",
    "aws:s3/bucketAcl:BucketAcl",
    { bucket: "data", acl: "authenticated-read" },
    { bucket: "data", acl: "private" },
  ),
  example(
    "checkov:CKV_AWS_70",
    "no-access-for-everyone",
    "aws:s3/bucketPolicy:BucketPolicy",
    { bucket: "data", policy: open },
    { bucket: "data", policy: own },
  ),
  example(
    "checkov:CKV_AWS_392",
    "not-publicly-accessible",
    "aws:s3/accessPoint:AccessPoint",
    { bucket: "data", publicAccessBlockConfiguration: { ...blocked, blockPublicPolicy: false } },
    { bucket: "data", publicAccessBlockConfiguration: blocked },
  ),
  example(
    "security-hub:S3.1",
    "not-publicly-accessible",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    { ...blocked, blockPublicAcls: false },
    blocked,
  ),
  example(
    "checkov:CKV2_AWS_75",
    "cors-and-website",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    { bucket: "data", corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["*"] }] },
    { bucket: "data", corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["https://app.example.com"] }] },
  ),
  example(
    "cdk-nag:AwsSolutions-S5",
    "cors-and-website",
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    { bucket: "data", indexDocument: { suffix: "index.html" } },
    { bucket: "data", redirectAllRequestsTo: { hostName: "www.example.com" } },
  ),
  example(
    "checkov:CKV_AWS_3",
    "encryption-at-rest",
    "aws:ebs/volume:Volume",
    { availabilityZone: "eu-west-1a", size: 8 },
    { availabilityZone: "eu-west-1a", size: 8, encrypted: true },
  ),
  example(
    "checkov:CKV_AWS_235",
    "encryption-at-rest",
    "aws:ec2/amiCopy:AmiCopy",
    { sourceAmiId: "ami-1", sourceAmiRegion: "us-east-1" },
    { sourceAmiId: "ami-1", sourceAmiRegion: "us-east-1", encrypted: true },
  ),
  example(
    "checkov:CKV_AWS_42",
    "encryption-at-rest",
    "aws:efs/fileSystem:FileSystem",
    {},
    { encrypted: true },
  ),
  lacking("security-hub:EFS.7", "companion-resources", "aws:efs/fileSystem:FileSystem", { encrypted: true }, [
    resource("aws:efs/backupPolicy:BackupPolicy", "b", {
      fileSystemId: ref("it"),
      backupPolicy: { status: "ENABLED" },
    }),
  ]),
  example(
    "checkov:CKV_AWS_329",
    "service-hardening",
    "aws:efs/accessPoint:AccessPoint",
    { fileSystemId: "fs-1", posixUser: { uid: 1, gid: 1 } },
    { fileSystemId: "fs-1", posixUser: { uid: 1, gid: 1 }, rootDirectory: { path: "/data" } },
  ),
  example(
    "checkov:CKV_AWS_330",
    "service-hardening",
    "aws:efs/accessPoint:AccessPoint",
    { fileSystemId: "fs-1", rootDirectory: { path: "/data" } },
    { fileSystemId: "fs-1", posixUser: { uid: 1, gid: 1 }, rootDirectory: { path: "/data" } },
  ),
  ...(
    [
      ["CKV_AWS_16", "encryption-at-rest", INSTANCE, {}, { storageEncrypted: true }],
      ["CKV_AWS_17", "not-publicly-accessible", INSTANCE, { publiclyAccessible: true }, {}],
      [
        "CKV_AWS_133",
        "backup-retention",
        INSTANCE,
        { backupRetentionPeriod: 0 },
        { backupRetentionPeriod: 7 },
      ],
      ["CKV_AWS_129", "service-logging", INSTANCE, {}, { enabledCloudwatchLogsExports: ["postgresql"] }],
      ["CKV_AWS_157", "service-hardening", INSTANCE, { ...managed, multiAz: false }, managed],
      [
        "CKV_AWS_161",
        "service-hardening",
        INSTANCE,
        { ...managed, iamDatabaseAuthenticationEnabled: false },
        managed,
      ],
      ["CKV_AWS_226", "service-hardening", INSTANCE, { ...managed, autoMinorVersionUpgrade: false }, managed],
      ["CKV2_AWS_60", "service-hardening", INSTANCE, { ...managed, copyTagsToSnapshot: false }, managed],
      ["CKV_AWS_293", "deletion-protection-stateful", INSTANCE, {}, { deletionProtection: true }],
      ["CKV_AWS_96", "encryption-at-rest", CLUSTER, {}, { storageEncrypted: true }],
      ["CKV_AWS_139", "deletion-protection-stateful", CLUSTER, {}, { deletionProtection: true }],
      ["CKV_AWS_324", "service-logging", CLUSTER, {}, { enabledCloudwatchLogsExports: ["audit"] }],
      [
        "CKV_AWS_162",
        "service-hardening",
        CLUSTER,
        { copyTagsToSnapshot: true },
        { copyTagsToSnapshot: true, iamDatabaseAuthenticationEnabled: true },
      ],
      [
        "CKV_AWS_140",
        "encryption-at-rest",
        "aws:rds/globalCluster:GlobalCluster",
        {},
        { storageEncrypted: true },
      ],
      ["CKV_AWS_74", "encryption-at-rest", "aws:docdb/cluster:Cluster", {}, { storageEncrypted: true }],
      [
        "CKV_AWS_104",
        "service-logging",
        "aws:docdb/cluster:Cluster",
        {},
        { enabledCloudwatchLogsExports: ["audit"] },
      ],
      ["CKV_AWS_360", "backup-retention", "aws:docdb/cluster:Cluster", {}, { backupRetentionPeriod: 7 }],
      ["CKV_AWS_44", "encryption-at-rest", "aws:neptune/cluster:Cluster", {}, { storageEncrypted: true }],
      [
        "CKV_AWS_101",
        "service-logging",
        "aws:neptune/cluster:Cluster",
        {},
        { enableCloudwatchLogsExports: ["audit"] },
      ],
      [
        "CKV_AWS_102",
        "not-publicly-accessible",
        "aws:neptune/clusterInstance:ClusterInstance",
        { publiclyAccessible: true },
        {},
      ],
      [
        "CKV2_AWS_58",
        "deletion-protection-stateful",
        "aws:neptune/cluster:Cluster",
        {},
        { deletionProtection: true },
      ],
      ["CKV_AWS_29", "encryption-at-rest", GROUP, { engine: "redis" }, { atRestEncryptionEnabled: true }],
      ["CKV_AWS_30", "encryption-in-transit", GROUP, { engine: "redis" }, { transitEncryptionEnabled: true }],
      ["CKV_AWS_134", "backup-retention", GROUP, {}, { snapshotRetentionLimit: 7 }],
      ["CKV2_AWS_50", "service-hardening", GROUP, {}, { automaticFailoverEnabled: true }],
      ["CKV_AWS_64", "encryption-at-rest", REDSHIFT, { encrypted: "false" }, { encrypted: "true" }],
      ["CKV_AWS_87", "not-publicly-accessible", REDSHIFT, { publiclyAccessible: true }, {}],
      [
        "CKV_AWS_141",
        "service-hardening",
        REDSHIFT,
        { allowVersionUpgrade: false, enhancedVpcRouting: true },
        { enhancedVpcRouting: true },
      ],
      ["CKV_AWS_321", "service-hardening", REDSHIFT, {}, { enhancedVpcRouting: true }],
      [
        "CKV_AWS_343",
        "backup-retention",
        REDSHIFT,
        { automatedSnapshotRetentionPeriod: 0 },
        { automatedSnapshotRetentionPeriod: 7 },
      ],
      [
        "CKV_AWS_28",
        "backup-retention",
        "aws:dynamodb/table:Table",
        { hashKey: "id" },
        { hashKey: "id", pointInTimeRecovery: { enabled: true } },
      ],
      [
        "CKV_AWS_119",
        "customer-managed-keys",
        "aws:dynamodb/table:Table",
        { hashKey: "id" },
        { hashKey: "id", serverSideEncryption: { enabled: true } },
      ],
      [
        "CKV_AWS_47",
        "encryption-at-rest",
        "aws:dax/cluster:Cluster",
        {},
        { serverSideEncryption: { enabled: true } },
      ],
      [
        "CKV_AWS_239",
        "encryption-in-transit",
        "aws:dax/cluster:Cluster",
        {},
        { clusterEndpointEncryptionType: "TLS" },
      ],
      ["CKV_AWS_202", "encryption-in-transit", "aws:memorydb/cluster:Cluster", { tlsEnabled: false }, {}],
      [
        "CKV_AWS_201",
        "customer-managed-keys",
        "aws:memorydb/cluster:Cluster",
        {},
        { kmsKeyArn: "arn:aws:kms:x" },
      ],
      [
        "CKV_AWS_302",
        "no-access-for-everyone",
        "aws:rds/snapshot:Snapshot",
        { dbInstanceIdentifier: "db", dbSnapshotIdentifier: "s", sharedAccounts: ["all"] },
        { dbInstanceIdentifier: "db", dbSnapshotIdentifier: "s" },
      ],
      ["CKV_AWS_166", "customer-managed-keys", "aws:backup/vault:Vault", {}, { kmsKeyArn: "arn:aws:kms:x" }],
      [
        "CKV_AWS_167",
        "no-access-for-everyone",
        "aws:glacier/vault:Vault",
        { accessPolicy: open },
        { accessPolicy: own },
      ],
      [
        "CKV_AWS_77",
        "customer-managed-keys",
        "aws:athena/database:Database",
        {},
        { encryptionConfiguration: { encryptionOption: "SSE_KMS" } },
      ],
    ] as const
  ).map(([id, rule, type, bad, good]) => example(`checkov:${id}`, rule, type, bad, good)),
  lacking("checkov:CKV_AWS_71", "companion-resources", REDSHIFT, { clusterIdentifier: "warehouse" }, [
    resource("aws:redshift/logging:Logging", "l", { clusterIdentifier: ref("it") }),
  ]),
];
