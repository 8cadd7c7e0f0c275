import type * as aws from "@pulumi/aws";
import type { ReplicationDestination, ResolvedStorageReplicationArgs } from "./args";

type Rule = aws.types.input.s3.BucketReplicationConfigRule;

/** Returns one replication rule for each destination. */
export function replicationRules(args: ResolvedStorageReplicationArgs): Rule[] {
  return Object.entries(args.destinations).map(([label, destination], index) => ({
    id: ruleId(label),
    // S3 requires one, but it only ranks rules with the same destination bucket
    priority: index + 1,
    status: "Enabled",
    filter: args.prefix ? { prefix: args.prefix } : {},
    deleteMarkerReplication: { status: statusOf(args.deleteMarkers) },
    sourceSelectionCriteria: {
      replicaModifications: { status: statusOf(args.replicaChanges) },
      ...(args.sourceKmsKeyArn ? { sseKmsEncryptedObjects: { status: "Enabled" } } : {}),
    },
    destination: destinationInputs(destination, args.timeControl),
  }));
}

/** Returns the id of the rule for the destination called `label`. */
export function ruleId(label: string): string {
  return `to-${label}`;
}

function destinationInputs(
  { bucketArn, storageClass, kmsKeyArn }: ReplicationDestination,
  timeControl: boolean,
): Rule["destination"] {
  return {
    bucket: bucketArn,
    ...(storageClass ? { storageClass } : {}),
    ...(kmsKeyArn ? { encryptionConfiguration: { replicaKmsKeyId: kmsKeyArn } } : {}),
    ...(timeControl
      ? {
          replicationTime: { status: "Enabled", time: { minutes: 15 } },
          metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
        }
      : {}),
  };
}

function statusOf(enabled: boolean): "Enabled" | "Disabled" {
  return enabled ? "Enabled" : "Disabled";
}
