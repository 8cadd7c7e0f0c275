import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { policyDocument } from "../shared/policy";
import { createArchiveTiers } from "./archive-tiers";
import type { StorageArgs } from "./args";
import { createCors } from "./cors";
import { encryptionRule } from "./encryption";
import { lifecycleRules } from "./lifecycle";
import { partialRules } from "./lifecycle-rules";
import { bucketTags } from "./log-delivery";
import { createNotifications } from "./notifications";
import { policyStatements } from "./policy";
import { resolveArgs } from "./resolve";

export {
  DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS,
  type StorageAccessLogs,
  type StorageArchiveTiers,
  type StorageArgs,
  type StorageClassTransition,
  type StorageCorsMethod,
  type StorageCorsRule,
  type StorageLifecycleRule,
  type StorageLock,
  type StorageLogSource,
  type StorageNotification,
} from "./args";

/**
 * A private, versioned bucket whose objects transition to colder storage classes as they age.
 *
 * Closed by default: public access is blocked in all four ways, ACLs are off, clients must use TLS 1.2, objects are
 * encrypted, and destroying a bucket that holds objects fails. The outputs resolve after versioning is enabled and the
 * policy is attached, so a resource that uses them never writes an unversioned object and meets every permission.
 *
 * `opts.transforms` can change every input that no argument covers.
 *
 * @throws {ArgumentError} when S3 would reject a name, a number of days, a storage class, a rule or a notification
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
 */
export class Storage extends pulumi.ComponentResource {
  /** Name of the bucket. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket, in the partition of its region. */
  readonly bucketArn: pulumi.Output<string>;
  /** Domain of the bucket with its region, `<bucket>.s3.<region>.amazonaws.com`. */
  readonly bucketRegionalDomainName: pulumi.Output<string>;
  /** Region of the bucket. */
  readonly bucketRegion: pulumi.Output<string>;
  /** Whether the bucket has object lock, as replication to and from it must know. */
  readonly objectLock: pulumi.Output<boolean>;

  constructor(name: string, args: StorageArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Storage", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const here = { parent: this };

    const bucket = new aws.s3.Bucket(
      name,
      {
        ...(resolvedArgs.bucketName ? { bucket: resolvedArgs.bucketName } : {}),
        ...(resolvedArgs.lock ? { objectLockEnabled: true } : {}),
        ...bucketTags(resolvedArgs),
        forceDestroy: resolvedArgs.forceDestroy,
      },
      // The provider would replace the bucket, but S3 also locks one that exists, by the configuration below.
      { ...here, ignoreChanges: ["objectLockEnabled"] },
    );
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      // bucket.bucket equals bucket.id, but is known during a preview
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      here,
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket: bucket.id, rules: [...lifecycleRules(resolvedArgs), ...partialRules(resolvedArgs)] },
      { ...here, dependsOn: [versioning] }, // a rule created before versioning would act on unversioned objects
    );
    const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      here,
    );
    new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
      here,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { bucket: bucket.id, rules: [encryptionRule(resolvedArgs.kmsKeyArn)] },
      here,
    );
    const { partition } = aws.getPartitionOutput({}, here);
    const bucketArn = arn({ partition, service: "s3", resource: bucket.bucket });
    const policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      {
        bucket: bucket.bucket,
        policy: policyDocument(name, policyStatements(bucketArn, resolvedArgs, partition, here)),
      },
      { ...here, dependsOn: [publicAccessBlock] }, // S3 rejects concurrent changes of both, and no public policy may ever take effect
    );
    if (resolvedArgs.accessLogs) {
      const { bucketName: targetBucket, prefix: targetPrefix } = resolvedArgs.accessLogs;
      new aws.s3.BucketLogging(
        `${name}-access-logs`,
        { bucket: bucket.id, targetBucket, targetPrefix },
        here,
      );
    }
    if (resolvedArgs.lock) {
      const { mode, days, years } = resolvedArgs.lock;
      const defaultRetention = {
        mode,
        ...(days === undefined ? {} : { days }),
        ...(years === undefined ? {} : { years }),
      };
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-lock`,
        { bucket: bucket.id, rule: { defaultRetention } },
        { ...here, dependsOn: [versioning] }, // S3 locks versions only
      );
    }

    if (resolvedArgs.archiveTiers) {
      createArchiveTiers(`${name}-archive-tiers`, bucket.id, resolvedArgs.archiveTiers, here);
    }
    if (resolvedArgs.cors.length > 0) createCors(`${name}-cors`, bucket.id, resolvedArgs.cors, here);
    createNotifications(name, bucket, bucketArn, resolvedArgs, this);

    // Versioning and policy come first: no write is unversioned, and no log delivery is refused for lack of permissions.
    const whenReady = (value: pulumi.Output<string>) =>
      pulumi.all([value, versioning.bucket, policy.bucket]).apply(([known]) => known);
    this.bucketName = whenReady(bucket.bucket);
    this.bucketArn = whenReady(bucketArn);
    this.bucketRegionalDomainName = whenReady(bucket.bucketRegionalDomainName);
    this.bucketRegion = whenReady(bucket.region);
    this.objectLock = pulumi.output(resolvedArgs.lock !== undefined);
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      bucketRegionalDomainName: this.bucketRegionalDomainName,
      bucketRegion: this.bucketRegion,
      objectLock: this.objectLock,
    });
  }
}
