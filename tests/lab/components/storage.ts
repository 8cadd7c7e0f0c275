import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Storage } from "../../../components/storage";
import { StorageReplication } from "../../../components/storage-replication";

const seoul = new aws.Provider("seoul", { region: "ap-northeast-2" });
const virginia = new aws.Provider("virginia", { region: "us-east-1" });

const logs = new Storage(
  "lighthouse",
  { logSources: ["s3-access", "load-balancers"], transitions: [], expireAfterDays: 90 },
  { provider: seoul },
);
const tide = new Storage(
  "tide",
  { cloudFrontRead: true, accessLogs: { bucketName: logs.bucketName }, newerNoncurrentVersions: 3 },
  { provider: seoul },
);
const ebb = new Storage("ebb", { cloudFrontRead: true }, { provider: virginia });

new StorageReplication(
  "tide-to-ebb",
  {
    sourceBucketName: tide.bucketName,
    sourceBucketArn: tide.bucketArn,
    destinations: { "us-east-1": { bucketArn: ebb.bucketArn } },
  },
  { provider: seoul },
);
new StorageReplication(
  "ebb-to-tide",
  {
    sourceBucketName: ebb.bucketName,
    sourceBucketArn: ebb.bucketArn,
    sourceRegion: "us-east-1",
    destinations: { "ap-northeast-2": { bucketArn: tide.bucketArn } },
  },
  { provider: seoul },
);

const keySeoul = new aws.kms.Key("key-seoul", {}, { provider: seoul });
const keyVirginia = new aws.kms.Key("key-virginia", {}, { provider: virginia });
const topic = new aws.sns.Topic("news", {}, { provider: seoul });
const topicPolicy = new aws.sns.TopicPolicy(
  "news-policy",
  {
    arn: topic.arn,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "s3.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    }),
  },
  { provider: seoul },
);
const resize = new aws.lambda.Function(
  "resize",
  {
    role: "arn:aws:iam::123456789012:role/resize",
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};"),
    }),
  },
  { provider: seoul },
);
const vault = new Storage(
  "vault",
  {
    kmsKeyArn: keySeoul.arn,
    enforceEncryption: true,
    lock: { mode: "GOVERNANCE", days: 7 },
    cors: [{ origins: ["https://example.com"], methods: ["GET"], exposedHeaders: ["ETag"] }],
    lifecycleRules: {
      drafts: { prefix: "drafts/", objectTags: { state: "draft" }, expireAfterDays: 30 },
      large: { objectSizeGreaterThan: 1_000_000, transitions: [{ days: 90, storageClass: "GLACIER" }] },
    },
    archiveTiers: { archiveAfterDays: 90, deepArchiveAfterDays: 365 },
    eventBridge: true,
    notifications: {
      resize: { functionArn: resize.arn, events: ["s3:ObjectCreated:*"], suffix: ".jpg" },
      news: {
        topicArn: topicPolicy.arn,
        events: ["s3:Replication:OperationFailedReplication", "s3:ObjectRemoved:*"],
      },
    },
  },
  { provider: seoul },
);
const copy = new Storage(
  "copy",
  { kmsKeyArn: keyVirginia.arn, lock: { mode: "GOVERNANCE", days: 7 } },
  { provider: virginia },
);
new StorageReplication(
  "vault-to-copy",
  {
    sourceBucketName: vault.bucketName,
    sourceBucketArn: vault.bucketArn,
    sourceKmsKeyArn: keySeoul.arn,
    sourceObjectLock: vault.objectLock,
    destinations: {
      "us-east-1": { bucketArn: copy.bucketArn, kmsKeyArn: keyVirginia.arn, objectLock: copy.objectLock },
    },
    alarmTopicArns: [topic.arn],
  },
  { provider: seoul },
);

export const { bucketName, bucketArn, bucketRegionalDomainName } = tide;
export const replicaName = ebb.bucketName;
