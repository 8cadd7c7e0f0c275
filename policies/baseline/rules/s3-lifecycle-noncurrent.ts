import {
  BUCKET,
  BUCKET_LIFECYCLE,
  checkSetOnce,
  findBucketSettings,
  findFirst,
  findFlawsUnlessOnePasses,
  isVersioned,
  type Props,
  type Resource,
  type Stack,
  stackRule,
} from "../../kit";

interface Settings {
  readonly maxNoncurrentDays: number;
  readonly abortDays: number;
}

/** A versioned bucket deletes invisible data: noncurrent versions and parts of incomplete uploads. */
export const s3LifecycleNoncurrent = stackRule<Settings>({
  name: "s3-lifecycle-noncurrent",
  title: "Noncurrent versions and incomplete uploads expire",
  description:
    "Every versioned S3 bucket deletes its noncurrent versions and the parts of incomplete uploads.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "S3.10",
    specification: "S3 general purpose buckets with versioning enabled should have Lifecycle configurations",
  },
  tags: [
    "storage",
    "security-hub:S3.13",
    "checkov:CKV2_AWS_61",
    "checkov:CKV_AWS_300",
    "config:S3_VERSION_LIFECYCLE_POLICY_CHECK",
  ],
  remediationSteps:
    'Add one aws.s3.BucketLifecycleConfiguration whose rules have status "Enabled", a filter of {}, noncurrentVersionExpiration.noncurrentDays and abortIncompleteMultipartUpload.daysAfterInitiation.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
  settings: {
    maxNoncurrentDays: {
      type: "integer",
      minimum: 1,
      maximum: 36_500,
      default: 365,
      description: "Maximum number of days until noncurrent versions are deleted.",
    },
    abortDays: {
      type: "integer",
      minimum: 1,
      maximum: 36_500,
      default: 30,
      description: "Maximum number of days until parts of incomplete uploads are deleted.",
    },
  },
  types: BUCKET,
  checks: {
    lifecycle: (bucket, { stack }) =>
      checkSetOnce(findBucketSettings(stack, bucket, BUCKET_LIFECYCLE), "lifecycle"),
    "noncurrent versions": (bucket, { stack, settings }) =>
      findDeletionFault(stack, bucket, settings.maxNoncurrentDays, {
        paths: [
          "noncurrentVersionExpiration.noncurrentDays",
          "noncurrentVersionExpiration.days",
          "noncurrentVersionExpirations.0.days",
        ],
        target: "its noncurrent versions",
      }),
    "incomplete uploads": (bucket, { stack, settings }) =>
      findDeletionFault(stack, bucket, settings.abortDays, {
        paths: ["abortIncompleteMultipartUpload.daysAfterInitiation", "abortIncompleteMultipartUploadDays"],
        target: "the parts of its incomplete uploads",
      }),
  },
});

interface Deletion {
  /** Properties that may hold the days of a rule; the message names the first. */
  readonly paths: readonly [string, ...string[]];
  readonly target: string;
}

function findDeletionFault(
  stack: Stack,
  bucket: Resource,
  maxDays: number,
  { paths, target }: Deletion,
): string | undefined {
  if (!isVersioned(stack, bucket)) return undefined;
  const configurations = findBucketSettings(stack, bucket, BUCKET_LIFECYCLE);
  if (configurations.length > 1) return undefined;
  const [configuration] = configurations;
  const rules = configuration ? configuration.list("rules") : bucket.list("lifecycleRules");
  const faults = findFlawsUnlessOnePasses(rules, (rule) => findRuleFault(rule, paths, maxDays));
  if (!faults) return undefined;
  const why = faults.length > 0 ? ` (${faults.join("; ")})` : "";
  return `no rule deletes ${target} within ${maxDays} days in the whole bucket${why}; add to aws.s3.BucketLifecycleConfiguration an enabled rule without a filter that has ${paths[0]}`;
}

/** Describes why a rule is not sufficient; an empty string when it does not concern the deletion. */
function findRuleFault(rule: Props, paths: readonly string[], maxDays: number): string | undefined {
  const path = paths.find((one) => rule.read(one).state !== "absent");
  if (path === undefined) return "";
  return findFirst(
    () => {
      const days = rule.number(path);
      return days !== undefined && days >= 1 && days <= maxDays
        ? undefined
        : `${rule.at}${path} is ${JSON.stringify(days)}, expected 1 to ${maxDays}`;
    },
    () => (isEnabled(rule) ? undefined : `${rule.at.slice(0, -1)} is not enabled`),
    () => {
      const limit = limitOf(rule);
      return limit && `${rule.at.slice(0, -1)} is limited by ${limit}`;
    },
  );
}

function isEnabled(rule: Props): boolean {
  return rule.string("status") === "Enabled" || rule.boolean("enabled") === true;
}

/** Property that limits a rule to a part of the bucket; empty strings and zeros are provider defaults. */
function limitOf(rule: Props): string | undefined {
  const text = (path: string) => () => (rule.string(path) ? path : undefined);
  const number = (path: string) => () => ((rule.number(path) ?? 0) > 0 ? path : undefined);
  const object = (path: string) => () => (rule.keys(path).length > 0 ? path : undefined);
  return findFirst(
    text("prefix"),
    object("tags"),
    text("filter.prefix"),
    object("filter.tag"),
    number("filter.objectSizeGreaterThan"),
    number("filter.objectSizeLessThan"),
    text("filter.and.prefix"),
    object("filter.and.tags"),
    number("filter.and.objectSizeGreaterThan"),
    number("filter.and.objectSizeLessThan"),
  );
}
