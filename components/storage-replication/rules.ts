import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../shared/errors";
import { filterInputs } from "../shared/object-filter";
import type { ResolvedReplicationDestination, ResolvedStorageReplicationArgs } from "./args";

type Rule = aws.types.input.s3.BucketReplicationConfigRule;

/** Form of a destination's `objectLock` under a locked source. */
export const LOCK_FORM =
  "true, since sourceObjectLock is true and S3 replicates such a bucket only to buckets with object lock";

/** Returns one replication rule for each destination. */
export function replicationRules(name: string, args: ResolvedStorageReplicationArgs): Rule[] {
  return Object.entries(args.destinations).map(([label, destination], index) => ({
    id: ruleId(label),
    // S3 requires one, but it only ranks rules with the same destination bucket
    priority: index + 1,
    status: statusOf(destination.enabled),
    filter: filterInputs(destination),
    deleteMarkerReplication: { status: statusOf(destination.deleteMarkers) },
    sourceSelectionCriteria: {
      replicaModifications: { status: statusOf(args.replicaChanges) },
      ...(args.sourceKmsKeyArn ? { sseKmsEncryptedObjects: { status: "Enabled" } } : {}),
    },
    destination: destinationInputs(lockedBucketArn(name, label, args, destination), destination, args),
  }));
}

/** Returns the id of the rule for the destination called `label`. */
export function ruleId(label: string): string {
  return `to-${label}`;
}

/** Returns the ARN of a destination's bucket, which is known to have object lock when the source has it. */
function lockedBucketArn(
  name: string,
  label: string,
  { sourceObjectLock = false }: ResolvedStorageReplicationArgs,
  { bucketArn, objectLock = false }: ResolvedReplicationDestination,
): pulumi.Output<string> {
  return pulumi.all([bucketArn, sourceObjectLock, objectLock]).apply(([arn, isSourceLocked, isLocked]) => {
    if (!isSourceLocked || isLocked) return arn;
    throw new ArgumentError(name, `destinations.${label}.objectLock`, isLocked, LOCK_FORM);
  });
}

function destinationInputs(
  bucket: pulumi.Output<string>,
  { storageClass, kmsKeyArn, accountId }: ResolvedReplicationDestination,
  { timeControl, metrics }: ResolvedStorageReplicationArgs,
): Rule["destination"] {
  return {
    bucket,
    ...(storageClass ? { storageClass } : {}),
    ...(kmsKeyArn ? { encryptionConfiguration: { replicaKmsKeyId: kmsKeyArn } } : {}),
    ...(accountId ? { account: accountId, accessControlTranslation: { owner: "Destination" } } : {}),
    ...(timeControl ? { replicationTime: { status: "Enabled", time: { minutes: 15 } } } : {}),
    // S3 takes a threshold only with time control
    ...(metrics
      ? { metrics: { status: "Enabled", ...(timeControl ? { eventThreshold: { minutes: 15 } } : {}) } }
      : {}),
  };
}

function statusOf(enabled: boolean): "Enabled" | "Disabled" {
  return enabled ? "Enabled" : "Disabled";
}
