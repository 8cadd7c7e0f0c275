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

/** Bucket that receives replicas, with the rule that selects them. A bucket may be the destination of several rules. */
export interface ReplicationDestination {
  /** ARN of the bucket; its versioning must be enabled, and it must not be the source. */
  readonly bucketArn: pulumi.Input<string>;
  /** Storage class of the replicas. @default - that of the source object */
  readonly storageClass?: ReplicaStorageClass | undefined;
  /**
   * ARN of the KMS key, in the destination's region, that encrypts the replicas of objects under `sourceKmsKeyArn`: required with
   * it, and refused without it, because replicas of objects with SSE-S3 always have SSE-S3.
   *
   * @default - SSE-S3
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
   */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Prefix of the keys that are replicated to this destination, at most 1024 characters. @default - that of the component */
  readonly prefix?: string | undefined;
  /** Tags that an object needs, all of them, to be replicated to this destination. @default - those of the component */
  readonly objectTags?: Readonly<Record<string, string>> | undefined;
  /** Whether the rule is active; false keeps it without replicating. @default true */
  readonly enabled?: boolean | undefined;
  /**
   * Id of the account that owns the bucket, 12 digits; it becomes the owner of the replicas. The bucket's policy must allow the
   * role to replicate. @default - the account of the source
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
   */
  readonly accountId?: pulumi.Input<string> | undefined;
  /** Whether the bucket has object lock; it must have it when `sourceObjectLock` is true. @default false */
  readonly objectLock?: pulumi.Input<boolean> | undefined;
}

/** Arguments of {@link StorageReplication}. */
export interface StorageReplicationArgs {
  /** Name of the bucket whose new objects are replicated; its versioning must be enabled. */
  readonly sourceBucketName: pulumi.Input<string>;
  /** ARN of the source bucket. */
  readonly sourceBucketArn: pulumi.Input<string>;
  /** Region of the source bucket, if it differs from the provider's. @default - the provider's */
  readonly sourceRegion?: pulumi.Input<string> | undefined;
  /**
   * ARN of the KMS key, not of an alias, that encrypts the source's objects. Every destination then needs a key too.
   *
   * @default - none, objects under a KMS key are not replicated
   */
  readonly sourceKmsKeyArn?: pulumi.Input<string> | undefined;
  /**
   * Whether the source bucket has object lock. Every destination must then have it too: S3 accepts another one, and fails to
   * replicate each object to it. The role may read retention and legal holds in any case.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-replication
   */
  readonly sourceObjectLock?: pulumi.Input<boolean> | undefined;
  /** Destinations by a permanent label, such as the region of the bucket; 1 to 20. */
  readonly destinations: Readonly<Record<string, ReplicationDestination>>;
  /** Prefix of the keys that are replicated, at most 1024 characters. @default - all keys */
  readonly prefix?: string | undefined;
  /** Tags that an object needs, all of them, to be replicated; 1 to 10. @default - none */
  readonly objectTags?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether delete markers are replicated; S3 never replicates the deletion of a version, nor delete markers by a rule with tags.
   *
   * @default - true for destinations without objectTags
   */
  readonly deleteMarkers?: boolean | undefined;
  /** Whether changes of a replica's tags and metadata are replicated back, as two-way replication needs. @default true */
  readonly replicaChanges?: boolean | undefined;
  /** Whether S3 guarantees replication within 15 minutes and measures it; charged by the gigabyte. @default false */
  readonly timeControl?: boolean | undefined;
  /**
   * Whether S3 publishes metrics of each rule and events of failed replications; charged as custom metrics of CloudWatch. Time
   * control and alarms include it, so false contradicts them.
   *
   * @default - whether there is time control or an alarm
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
   */
  readonly metrics?: boolean | undefined;
  /** Topics, at most 5, that alarms on failures and latency of each enabled rule notify, in the source's region. @default - no alarms */
  readonly alarmTopicArns?: readonly pulumi.Input<string>[] | undefined;
  /** Seconds by which replicas may lag for 15 minutes before the alarm on latency, 60 to 604800. @default 900 */
  readonly maxLatencySeconds?: number | undefined;
  /** ARN of the policy that limits the permissions of the role. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Tags of the role and the alarms; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}

/** Destination with all defaults filled in. */
export interface ResolvedReplicationDestination extends ReplicationDestination {
  readonly enabled: boolean;
  readonly deleteMarkers: boolean;
}

/** Validated arguments with all defaults filled in. */
export interface ResolvedStorageReplicationArgs extends StorageReplicationArgs {
  readonly destinations: Readonly<Record<string, ResolvedReplicationDestination>>;
  readonly replicaChanges: boolean;
  readonly timeControl: boolean;
  readonly metrics: boolean;
  readonly alarmTopicArns: readonly pulumi.Input<string>[];
  readonly maxLatencySeconds: number;
}
