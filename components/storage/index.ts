import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { expectBucketName, expectOneOf, expectText, expectWhole } from "../shared/checks";
import { Faults } from "../shared/errors";
import { type PolicyStatement, policyDocument, tlsOnly } from "../shared/policy";
import {
  type ColdTransition,
  expectExpiry,
  expectTransitions,
  type LifecyclePlan,
  lifecycleRules,
} from "./lifecycle";

/** Retention that nobody, or only who may bypass governance, can cut short. */
export interface StorageLock {
  /** `GOVERNANCE` yields to s3:BypassGovernanceRetention; `COMPLIANCE` yields to nobody, not even to the root user. */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days for which each new version is locked, 1 to 36500. */
  readonly days: number;
}

/** Arguments of {@link Storage}. */
export interface StorageArgs {
  /** Name of the bucket, when another region has to know it beforehand. @default - named by the provider */
  readonly bucketName?: string | undefined;
  /**
   * Moves of objects to colder classes, youngest first; empty for none.
   * @default STANDARD_IA at 30 days, GLACIER_IR at 90, DEEP_ARCHIVE at 180
   */
  readonly transitions?: readonly ColdTransition[] | undefined;
  /** Age at which objects expire, in days, after the last transition. @default - never */
  readonly expireAfterDays?: number | undefined;
  /** Moves of noncurrent versions, in days since a newer one took over. @default STANDARD_IA at 30 days, GLACIER_IR at 90 */
  readonly noncurrentTransitions?: readonly ColdTransition[] | undefined;
  /** Days after which a noncurrent version is deleted, after the last transition; false for never. @default 365 */
  readonly noncurrentExpireAfterDays?: number | false | undefined;
  /** Newest noncurrent versions that are kept whatever their age, 1 to 100. @default - none, only age counts */
  readonly newerNoncurrentVersions?: number | undefined;
  /** Days after which parts of uploads that were never completed are deleted, 1 to 365. @default 7 */
  readonly abortUploadsAfterDays?: number | undefined;
  /** Key that encrypts objects, in the bucket's region; a bucket key keeps its calls few. @default - SSE-S3 */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Oldest TLS that may be spoken. @default "1.2" */
  readonly minimumTls?: "1.2" | "1.3" | undefined;
  /** Whether CloudFront distributions of this account may read objects, by origin access control. @default false */
  readonly cloudFrontRead?: boolean | undefined;
  /** More statements of the bucket's one policy, made from its ARN. @default - none */
  readonly policyStatements?: ((bucketArn: pulumi.Output<string>) => readonly PolicyStatement[]) | undefined;
  /** Bucket of the same region and account that gets the access logs, and the prefix of their keys. @default - no access logs */
  readonly accessLogs?: { readonly bucketName: pulumi.Input<string>; readonly prefix?: string } | undefined;
  /** Retention lock; a bucket keeps it for its life. @default - none */
  readonly lock?: StorageLock | undefined;
  /** Whether destroying the bucket deletes its objects with it, all versions. @default false */
  readonly forceDestroy?: boolean | undefined;
  /** Tags of the bucket; a key set here wins over the provider's default tags. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * A private, versioned bucket whose objects grow cold: through the storage classes, and finally gone when so asked.
 *
 * Closed by default: public access is blocked in all four ways, ACLs are off, TLS 1.2 is demanded, everything is
 * encrypted, a destroy of a bucket with objects fails. Outputs resolve once versioning is on, so that whoever uses them
 * never writes an object without versions.
 *
 * @throws {ArgumentError} when a name, a day or a class is not what S3 takes
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
 */
export class Storage extends pulumi.ComponentResource {
  /** Name of the bucket. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket, in the partition of its region. */
  readonly bucketArn: pulumi.Output<string>;
  /** Domain of the bucket with its region, `<bucket>.s3.<region>.amazonaws.com`. */
  readonly bucketRegionalDomainName: pulumi.Output<string>;

  constructor(name: string, args: StorageArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Storage", name, args, opts);
    const { plan, minimumTls } = resolve(name, args);
    const here = { parent: this };

    const bucket = new aws.s3.Bucket(
      name,
      {
        ...(args.bucketName ? { bucket: args.bucketName } : {}),
        ...(args.lock ? { objectLockEnabled: true } : {}),
        ...(args.tags ? { tags: args.tags } : {}),
        forceDestroy: args.forceDestroy ?? false,
      },
      here,
    );
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      // its name rather than its id, which are the same: a preview knows the name, and all that is made of it
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      here,
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket: bucket.id, rules: lifecycleRules(plan) },
      { ...here, dependsOn: [versioning] }, // a rule laid before versioning would act on unversioned objects
    );
    const block = new aws.s3.BucketPublicAccessBlock(
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
      { bucket: bucket.id, rules: [encryptionRule(args.kmsKeyArn)] },
      here,
    );
    const { partition } = aws.getPartitionOutput({}, here);
    const bucketArn = arn({ partition, service: "s3", resource: bucket.bucket });
    const statements = [...tlsOnly(bucketArn, minimumTls), ...(args.policyStatements?.(bucketArn) ?? [])];
    if (args.cloudFrontRead) statements.push(cloudFrontMayRead(bucketArn, partition, here));
    new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket: bucket.id, policy: policyDocument(name, statements) },
      { ...here, dependsOn: [block] }, // S3 refuses to change both at once, and a public policy must never stand
    );
    if (args.accessLogs) {
      new aws.s3.BucketLogging(
        `${name}-access-logs`,
        {
          bucket: bucket.id,
          targetBucket: args.accessLogs.bucketName,
          targetPrefix: args.accessLogs.prefix ?? `${name}/`,
        },
        here,
      );
    }
    if (args.lock) {
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-lock`,
        { bucket: bucket.id, rule: { defaultRetention: { mode: args.lock.mode, days: args.lock.days } } },
        { ...here, dependsOn: [versioning] }, // S3 locks versions only
      );
    }

    // By way of the versioning, so that whoever uses the bucket finds it versioned.
    this.bucketName = versioning.bucket;
    this.bucketArn = arn({ partition, service: "s3", resource: versioning.bucket });
    const versioned = pulumi.all([bucket.bucketRegionalDomainName, versioning.id]);
    this.bucketRegionalDomainName = versioned.apply(([domain]) => domain);
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      bucketRegionalDomainName: this.bucketRegionalDomainName,
    });
  }
}

const COOLING: readonly ColdTransition[] = [
  { days: 30, storageClass: "STANDARD_IA" },
  { days: 90, storageClass: "GLACIER_IR" },
  { days: 180, storageClass: "DEEP_ARCHIVE" },
];

function resolve(name: string, args: StorageArgs): { plan: LifecyclePlan; minimumTls: "1.2" | "1.3" } {
  const plan: LifecyclePlan = {
    transitions: args.transitions ?? COOLING,
    expireAfterDays: args.expireAfterDays,
    noncurrentTransitions: args.noncurrentTransitions ?? COOLING.slice(0, 2),
    noncurrentExpireAfterDays: args.noncurrentExpireAfterDays ?? 365,
    newerNoncurrentVersions: args.newerNoncurrentVersions,
    abortUploadsAfterDays: args.abortUploadsAfterDays ?? 7,
  };
  const { noncurrentExpireAfterDays: gone, bucketName, accessLogs, lock } = { ...args, ...plan };
  const faults = new Faults(name);
  expectBucketName(faults, "bucketName", bucketName);
  expectTransitions(faults, "transitions", plan.transitions);
  expectExpiry(faults, "expireAfterDays", plan.expireAfterDays, plan.transitions);
  expectTransitions(faults, "noncurrentTransitions", plan.noncurrentTransitions);
  if (gone !== false) expectExpiry(faults, "noncurrentExpireAfterDays", gone, plan.noncurrentTransitions);
  if (
    expectWhole(faults, "newerNoncurrentVersions", plan.newerNoncurrentVersions, 1, 100) &&
    gone === false
  ) {
    const kept = plan.newerNoncurrentVersions;
    faults.expect(
      kept === undefined,
      "newerNoncurrentVersions",
      kept,
      "nothing when noncurrentExpireAfterDays is false",
    );
  }
  expectWhole(faults, "abortUploadsAfterDays", plan.abortUploadsAfterDays, 1, 365);
  expectOneOf(faults, "minimumTls", args.minimumTls, ["1.2", "1.3"]);
  expectText(faults, "accessLogs.prefix", accessLogs?.prefix, 0, 512);
  expectOneOf(faults, "lock.mode", lock?.mode, ["GOVERNANCE", "COMPLIANCE"]);
  expectWhole(faults, "lock.days", lock?.days, 1, 36_500);
  faults.raise();
  return { plan, minimumTls: args.minimumTls ?? "1.2" };
}

function encryptionRule(kmsKeyArn: pulumi.Input<string> | undefined) {
  return kmsKeyArn === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
        bucketKeyEnabled: true,
      };
}

/**
 * Reading by the distributions of this account. It names no single one, since a distribution needs its origin first.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
function cloudFrontMayRead(
  bucketArn: pulumi.Input<string>,
  partition: pulumi.Input<string>,
  here: pulumi.InvokeOptions,
): PolicyStatement {
  const account = aws.getCallerIdentityOutput({}, here).accountId;
  const distributions = arn({ partition, service: "cloudfront", account, resource: "distribution/*" });
  return {
    sid: "CloudFrontReads",
    principals: { services: ["cloudfront.amazonaws.com"] },
    actions: ["s3:GetObject"],
    resources: [pulumi.interpolate`${bucketArn}/*`],
    conditions: [{ test: "ArnLike", key: "aws:SourceArn", values: [distributions] }],
  };
}
