import * as aws from "@pulumi/aws";
import { Storage } from "../../../components/storage";
import { StorageReplication } from "../../../components/storage-replication";

const seoul = new aws.Provider("seoul", { region: "ap-northeast-2" });
const virginia = new aws.Provider("virginia", { region: "us-east-1" });

const logs = new Storage("lighthouse", { transitions: [], expireAfterDays: 90 }, { provider: seoul });
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

export const { bucketName, bucketArn, bucketRegionalDomainName } = tide;
export const replicaName = ebb.bucketName;
