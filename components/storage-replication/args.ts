import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags";

/** Storage classes that S3 can write replicas in. */
export const REPLICA_STORAGE_CLASSES = [
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "GLACIER_IR",
  "INTELLIGENT_TIERING",
] as const;

/** Storage class that S3 can write replicas in. */
export type ReplicaStorageClass = (typeof REPLICA_STORAGE_CLASSES)[number];

/** Bucket that receives the replicas. */
export interface ReplicationDestination {
  /** ARN of the bucket; its versioning must be enabled. */
  readonly bucketArn: pulumi.Input<string>;
  /** Storage class of the replicas. @default - that of the source object */
  readonly storageClass?: ReplicaStorageClass | undefined;
  /** ARN of the KMS key, in the destination's region, that encrypts the replicas; required with sourceKmsKeyArn. @default - SSE-S3 */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
}

/** Arguments of {@link StorageReplication}. */
export interface StorageReplicationArgs {
  /** Name of the bucket whose new objects are replicated; its versioning must be enabled. */
  readonly sourceBucketName: pulumi.Input<string>;
  /** ARN of the source bucket. */
  readonly sourceBucketArn: pulumi.Input<string>;
  /** Region of the source bucket, if it differs from the provider's. @default - the provider's */
  readonly sourceRegion?: pulumi.Input<string> | undefined;
  /** ARN of the KMS key that encrypts the source's objects. @default - none, objects under a KMS key are not replicated */
  readonly sourceKmsKeyArn?: pulumi.Input<string> | undefined;
  /** Destinations by a permanent label, such as the region of the bucket; 1 to 20. */
  readonly destinations: Readonly<Record<string, ReplicationDestination>>;
  /** Prefix of the keys that are replicated, at most 1024 characters. @default - all keys */
  readonly prefix?: string | undefined;
  /** Whether delete markers are replicated; S3 never replicates the deletion of a version. @default true */
  readonly deleteMarkers?: boolean | undefined;
  /** Whether changes of a replica's tags and metadata are replicated back, as two-way replication needs. @default true */
  readonly replicaChanges?: boolean | undefined;
  /** Whether S3 guarantees replication within 15 minutes and measures it; charged by the gigabyte. @default false */
  readonly timeControl?: boolean | undefined;
  /** ARN of the policy that limits the permissions of the role. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Tags of the role; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}

/** Validated arguments with all defaults filled in. */
export interface ResolvedStorageReplicationArgs extends StorageReplicationArgs {
  readonly deleteMarkers: boolean;
  readonly replicaChanges: boolean;
  readonly timeControl: boolean;
}
