import type * as pulumi from "@pulumi/pulumi";
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

/** Default retention of a bucket with object lock. */
export interface StorageLock {
  /** `GOVERNANCE` yields to s3:BypassGovernanceRetention; `COMPLIANCE` yields to no user, not even to the root user. */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days for which each new version is locked, 1 to 36500. */
  readonly days: number;
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
  /** Name of the bucket, for cases where another region must know it beforehand. @default - named by the provider */
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
  /** ARN of the KMS key, in the bucket's region, that encrypts objects through a bucket key. @default - SSE-S3 */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Oldest TLS version that clients may use. @default "1.2" */
  readonly minimumTls?: "1.2" | "1.3" | undefined;
  /** Whether CloudFront distributions of this account may read objects, by origin access control. @default false */
  readonly cloudFrontRead?: boolean | undefined;
  /** Additional statements of the bucket policy; receives the bucket's ARN. @default - none */
  readonly policyStatements?: ((bucketArn: pulumi.Output<string>) => readonly PolicyStatement[]) | undefined;
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
  /** Retention lock; cannot be removed from an existing bucket. @default - none */
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
  readonly minimumTls: "1.2" | "1.3";
  readonly accessLogs: (StorageAccessLogs & { readonly prefix: string }) | undefined;
  readonly logSources: readonly StorageLogSource[];
  readonly forceDestroy: boolean;
}
