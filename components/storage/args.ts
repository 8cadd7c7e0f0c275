import type * as pulumi from "@pulumi/pulumi";
import type { BucketEvent } from "../../common/bucket-events";
import type { ColderStorageClass } from "../../common/storage-classes";
import type { PolicyStatement } from "../shared/policy";
import type { Tags } from "../shared/tags";

/** Default of {@link StorageArgs.noncurrentExpireAfterDays}. */
export const DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS = 90;

/** Transition of objects to a colder storage class at an age. */
export interface StorageClassTransition {
  /** Age in days, since creation or since a newer version replaced it; 0 to 36500, and at least 30 for the IA classes. */
  readonly days: number;
  /** Storage class that objects of this age transition to. */
  readonly storageClass: ColderStorageClass;
}

/** Lifecycle of a part of the bucket, which adds to that of the whole bucket. S3 applies the rule that deletes or saves most. */
export interface StorageLifecycleRule {
  /** Prefix of the keys, at most 1024 characters. @default - all keys */
  readonly prefix?: string | undefined;
  /** Tags that an object needs, all of them; 1 to 10. @default - none */
  readonly objectTags?: Readonly<Record<string, string>> | undefined;
  /** Size in bytes above which objects are selected, 0 to 50 TB; overrides that S3 moves no objects below 128 KiB. @default - any size */
  readonly objectSizeGreaterThan?: number | undefined;
  /** Size in bytes below which objects are selected, 1 to 50 TB, more than objectSizeGreaterThan. @default - any size */
  readonly objectSizeLessThan?: number | undefined;
  /** Whether the rule is active. @default true */
  readonly enabled?: boolean | undefined;
  /** Transitions of current versions, youngest first. @default - none */
  readonly transitions?: readonly StorageClassTransition[] | undefined;
  /** Age at which objects expire, in days, after the last transition. @default - never */
  readonly expireAfterDays?: number | undefined;
  /** Transitions of noncurrent versions, in days since a newer version replaced them. @default - none */
  readonly noncurrentTransitions?: readonly StorageClassTransition[] | undefined;
  /** Days after which a noncurrent version is deleted, after the last transition. @default - by the rule of the whole bucket */
  readonly noncurrentExpireAfterDays?: number | undefined;
  /** Number of newest noncurrent versions that this rule does not delete, 1 to 100. @default - none */
  readonly newerNoncurrentVersions?: number | undefined;
  /** Days after which the parts of an incomplete upload are deleted, 1 to 365; not with tags or a size. @default - by the rule of the whole bucket */
  readonly abortUploadsAfterDays?: number | undefined;
}

/** Archive tiers of INTELLIGENT_TIERING, for objects that no request has read for a time. Reading one takes a restore of hours. */
export interface StorageArchiveTiers {
  /** Days without access until an object moves to the Archive Access tier, 90 to 730. @default - never */
  readonly archiveAfterDays?: number | undefined;
  /** Days without access until an object moves to the Deep Archive Access tier, 180 to 730, after the other tier. @default - never */
  readonly deepArchiveAfterDays?: number | undefined;
  /** Prefix of the keys, at most 1024 characters. @default - all keys */
  readonly prefix?: string | undefined;
  /** Tags that an object needs, all of them; 1 to 10. @default - none */
  readonly objectTags?: Readonly<Record<string, string>> | undefined;
}

/** Default retention of a bucket with object lock: `days` or `years`. */
export interface StorageLock {
  /** `GOVERNANCE` yields to s3:BypassGovernanceRetention; `COMPLIANCE` yields to no user, not even to the root user. */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days for which each new version is locked, 1 to 36500. @default - by years */
  readonly days?: number | undefined;
  /** Years for which each new version is locked, 1 to 100. @default - by days */
  readonly years?: number | undefined;
}

/** Origins that browsers may access the bucket from. */
export interface StorageCorsRule {
  /** Origins with scheme and without a path, such as `https://example.com`; each may have one `*`. */
  readonly origins: readonly string[];
  /** Methods that a page of these origins may use. */
  readonly methods: readonly StorageCorsMethod[];
  /** Headers that a request may have; each may have one `*`. @default - those that need no permission */
  readonly headers?: readonly string[] | undefined;
  /** Headers of the response that a script may read, such as ETag. @default - those that need no permission */
  readonly exposedHeaders?: readonly string[] | undefined;
  /** Seconds for which a browser may cache the permission, 0 to 86400. @default - the browser's own */
  readonly maxAgeSeconds?: number | undefined;
}

/** Methods of cross-origin requests that S3 supports. */
export const STORAGE_CORS_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"] as const;

/** Method of cross-origin requests. */
export type StorageCorsMethod = (typeof STORAGE_CORS_METHODS)[number];

/** Notification of a Lambda function, a queue or a topic in the bucket's region: one of the three. */
export interface StorageNotification {
  /** Events to notify of, such as `s3:ObjectCreated:*`. */
  readonly events: readonly BucketEvent[];
  /** Prefix of the keys, at most 1024 characters. @default - all keys */
  readonly prefix?: string | undefined;
  /** End of the keys, such as `.jpg`, at most 1024 characters. @default - all keys */
  readonly suffix?: string | undefined;
  /** ARN of a function, without a version or alias; the component lets the bucket invoke it. */
  readonly functionArn?: pulumi.Input<string> | undefined;
  /** ARN of a standard queue, whose policy must let `s3.amazonaws.com` send messages already: S3 checks it. */
  readonly queueArn?: pulumi.Input<string> | undefined;
  /** ARN of a standard topic, whose policy must let `s3.amazonaws.com` publish already: S3 checks it. */
  readonly topicArn?: pulumi.Input<string> | undefined;
}

/** Destination of a bucket's access logs. */
export interface StorageAccessLogs {
  /** Name of a bucket in the same region and account. */
  readonly bucketName: pulumi.Input<string>;
  /** Prefix of the log objects' keys, at most 512 characters. @default - the component's name and a slash */
  readonly prefix?: string | undefined;
}

/**
 * Log sources that a bucket can receive: S3 access logs of other buckets, access logs of application and classic load
 * balancers, trails of CloudTrail, logs of web ACLs, and `vended`: VPC flow logs, access logs of network load balancers and all
 * other logs that `delivery.logs.amazonaws.com` delivers.
 */
export const STORAGE_LOG_SOURCES = ["s3-access", "load-balancers", "cloudtrail", "waf", "vended"] as const;

/** Kind of logs that AWS delivers to a bucket. */
export type StorageLogSource = (typeof STORAGE_LOG_SOURCES)[number];

/** Arguments of {@link Storage}. */
export interface StorageArgs {
  /**
   * Name of the bucket, for cases where another region must know it beforehand. Another name replaces the bucket.
   *
   * @default - named by the provider
   */
  readonly bucketName?: string | undefined;
  /**
   * Transitions of current versions, youngest first; an empty list for none. Objects in `GLACIER` and `DEEP_ARCHIVE` must be
   * restored for hours before they can be read, so `cloudFrontRead` rejects these.
   *
   * @default - INTELLIGENT_TIERING at 30 days, which is read immediately; none when objects expire by then
   */
  readonly transitions?: readonly StorageClassTransition[] | undefined;
  /** Age at which objects expire, in days, after the last transition. @default - never */
  readonly expireAfterDays?: number | undefined;
  /**
   * Transitions of noncurrent versions, in days since a newer version replaced them.
   *
   * @default - STANDARD_IA at 30 days; none when noncurrent versions expire before 60 days, as 30 days in STANDARD_IA are charged
   */
  readonly noncurrentTransitions?: readonly StorageClassTransition[] | undefined;
  /** Days after which a noncurrent version is deleted, after the last transition; false for never. @default 90 */
  readonly noncurrentExpireAfterDays?: number | false | undefined;
  /** Number of newest noncurrent versions that never expire, 1 to 100. @default - none, only age counts */
  readonly newerNoncurrentVersions?: number | undefined;
  /** Days after which the parts of an incomplete multipart upload are deleted, 1 to 365. @default 7 */
  readonly abortUploadsAfterDays?: number | undefined;
  /**
   * Lifecycle rules of parts of the bucket, by a permanent label that becomes the rule's id; at most 990.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html
   */
  readonly lifecycleRules?: Readonly<Record<string, StorageLifecycleRule>> | undefined;
  /**
   * Archive tiers of objects in INTELLIGENT_TIERING; not with `cloudFrontRead`.
   *
   * @default - none, such objects are always read immediately
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html
   */
  readonly archiveTiers?: StorageArchiveTiers | undefined;
  /** ARN of the KMS key, in the bucket's region, that encrypts objects through a bucket key. @default - SSE-S3 */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /**
   * Whether uploads that choose another encryption than the bucket's are denied: keys of the customer (SSE-C), another algorithm
   * or another KMS key. Uploads that choose none are accepted.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
   */
  readonly enforceEncryption?: boolean | undefined;
  /** Oldest TLS version that clients may use. @default "1.2" */
  readonly minimumTls?: "1.2" | "1.3" | undefined;
  /**
   * Whether CloudFront distributions of this account may read objects, by origin access control. With `kmsKeyArn`, the policy of
   * the key must let `cloudfront.amazonaws.com` decrypt too.
   * Not with `logSources`: all objects of the bucket are public.
   *
   * @default false
   */
  readonly cloudFrontRead?: boolean | undefined;
  /** Additional statements of the bucket policy; receives the bucket's ARN. @default - none */
  readonly policyStatements?: ((bucketArn: pulumi.Output<string>) => readonly PolicyStatement[]) | undefined;
  /** Cross-origin access of browsers, at most 100 rules; the first that matches applies. @default - none */
  readonly cors?: readonly StorageCorsRule[] | undefined;
  /** Whether S3 sends all events of the bucket to EventBridge. @default false */
  readonly eventBridge?: boolean | undefined;
  /**
   * Notifications by a permanent label; no two may cover the same event of the same key.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
   */
  readonly notifications?: Readonly<Record<string, StorageNotification>> | undefined;
  /** Destination of the access logs. @default - no access logs */
  readonly accessLogs?: StorageAccessLogs | undefined;
  /**
   * Logs that AWS services may deliver to the bucket, for resources of this account. The bucket then has the tag `purpose` with
   * the value `logs`, unless `tags` has another. S3 and load balancers deliver only to a bucket without `kmsKeyArn`, S3 only to
   * one without `lock`, and web ACLs only to one whose name begins with `aws-waf-logs-`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
   */
  readonly logSources?: readonly StorageLogSource[] | undefined;
  /**
   * Retention lock. An existing bucket can get it in place, for new versions; S3 never takes object lock from a bucket again.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
   */
  readonly lock?: StorageLock | undefined;
  /** Whether destroying the bucket also deletes its objects in all versions. @default false */
  readonly forceDestroy?: boolean | undefined;
  /** Tags of the bucket; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}

/** Validated arguments with all defaults filled in. */
export interface ResolvedStorageArgs extends StorageArgs {
  readonly transitions: readonly StorageClassTransition[];
  readonly noncurrentTransitions: readonly StorageClassTransition[];
  readonly noncurrentExpireAfterDays: number | false;
  readonly abortUploadsAfterDays: number;
  readonly lifecycleRules: Readonly<Record<string, StorageLifecycleRule>>;
  readonly enforceEncryption: boolean;
  readonly minimumTls: "1.2" | "1.3";
  readonly cors: readonly StorageCorsRule[];
  readonly eventBridge: boolean;
  readonly notifications: Readonly<Record<string, StorageNotification>>;
  readonly accessLogs: (StorageAccessLogs & { readonly prefix: string }) | undefined;
  readonly logSources: readonly StorageLogSource[];
  readonly forceDestroy: boolean;
}
