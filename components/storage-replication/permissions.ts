import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../shared/policy";
import type { StorageReplicationArgs } from "./args";

/**
 * Returns what S3 may do with the role: read the source, write the destinations.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationStatements(args: StorageReplicationArgs): PolicyStatement[] {
  const { sourceBucketArn, sourceKmsKeyArn } = args;
  const destinations = Object.values(args.destinations);
  const replicaKeys = destinations.flatMap(({ kmsKeyArn }) => (kmsKeyArn ? [kmsKeyArn] : []));
  return [
    { actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [sourceBucketArn] },
    {
      actions: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      resources: [pulumi.interpolate`${sourceBucketArn}/*`],
    },
    {
      actions: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
      resources: destinations.map(({ bucketArn }) => pulumi.interpolate`${bucketArn}/*`),
    },
    ...(sourceKmsKeyArn ? [{ actions: ["kms:Decrypt"], resources: [sourceKmsKeyArn] }] : []),
    ...(replicaKeys.length > 0 ? [{ actions: ["kms:Encrypt"], resources: replicaKeys }] : []),
  ];
}
