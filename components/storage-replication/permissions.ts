import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../shared/policy";
import type { ResolvedStorageReplicationArgs } from "./args";
import { keyArn, throughS3 } from "./keys";

/**
 * Returns what S3 may do with the role: read the source with its locks, write the destinations.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-replication
 */
export function replicationStatements(name: string, args: ResolvedStorageReplicationArgs): PolicyStatement[] {
  const { sourceBucketArn } = args;
  const destinations = Object.values(args.destinations);
  const ofOtherAccounts = destinations.filter(({ accountId }) => accountId !== undefined);
  return [
    { actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [sourceBucketArn] },
    {
      actions: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
      ],
      resources: [pulumi.interpolate`${sourceBucketArn}/*`],
    },
    {
      actions: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
      resources: destinations.map(objectsOf),
    },
    ...(ofOtherAccounts.length > 0
      ? [{ actions: ["s3:ObjectOwnerOverrideToBucketOwner"], resources: ofOtherAccounts.map(objectsOf) }]
      : []),
    ...keyStatements(name, args),
  ];
}

function objectsOf({ bucketArn }: { readonly bucketArn: pulumi.Input<string> }): pulumi.Output<string> {
  return pulumi.interpolate`${bucketArn}/*`;
}

/** Returns the use of keys: one decrypts the source's objects, the others encrypt replicas, each under a new data key for bucket keys. */
function keyStatements(name: string, args: ResolvedStorageReplicationArgs): PolicyStatement[] {
  const { sourceKmsKeyArn, sourceBucketArn } = args;
  if (sourceKmsKeyArn === undefined) return [];
  const sourceKey = keyArn(name, "sourceKmsKeyArn", sourceKmsKeyArn);
  const replicas = Object.entries(args.destinations).flatMap(([label, { bucketArn, kmsKeyArn }]) =>
    kmsKeyArn === undefined
      ? []
      : [{ bucketArn, key: keyArn(name, `destinations.${label}.kmsKeyArn`, kmsKeyArn) }],
  );
  const replicaKeys = replicas.map(({ key }) => key);
  return [
    {
      actions: ["kms:Decrypt"],
      resources: [sourceKey],
      conditions: throughS3([sourceKey], [sourceBucketArn]),
    },
    {
      actions: ["kms:Encrypt", "kms:GenerateDataKey"],
      resources: replicaKeys,
      conditions: throughS3(
        replicaKeys,
        replicas.map(({ bucketArn }) => bucketArn),
      ),
    },
  ];
}
