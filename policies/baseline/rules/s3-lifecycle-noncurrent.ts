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

/** A versioned bucket deletes what nobody sees any more: old versions, and parts of uploads that were given up. */
export const s3LifecycleNoncurrent = stackRule<Settings>({
  name: "s3-lifecycle-noncurrent",
  title: "Old versions and given-up uploads are deleted",
  description:
    "Every versioned S3 bucket deletes its noncurrent versions and the parts of uploads that were never completed.",
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
      description: "Most days for which a noncurrent version may be kept.",
    },
    abortDays: {
      type: "integer",
      minimum: 1,
      maximum: 36_500,
      default: 30,
      description: "Most days for which parts of an upload that was never completed may be kept.",
    },
  },
  types: BUCKET,
  checks: {
    lifecycle: (bucket, { stack }) =>
      checkSetOnce(findBucketSettings(stack, bucket, BUCKET_LIFECYCLE), "lifecycle"),
    "deletion of noncurrent versions": (bucket, { stack, settings }) =>
      missing(stack, bucket, settings.maxNoncurrentDays, {
        paths: [
          "noncurrentVersionExpiration.noncurrentDays",
          "noncurrentVersionExpiration.days",
          "noncurrentVersionExpirations.0.days",
        ],
        what: "its noncurrent versions",
      }),
    "deletion of given-up uploads": (bucket, { stack, settings }) =>
      missing(stack, bucket, settings.abortDays, {
        paths: ["abortIncompleteMultipartUpload.daysAfterInitiation", "abortIncompleteMultipartUploadDays"],
        what: "the parts of its given-up uploads",
      }),
  },
});

interface Deletion {
  /** Where the days of a rule may be, the first being the place to advise. */
  readonly paths: readonly [string, ...string[]];
  readonly what: string;
}

function missing(
  stack: Stack,
  bucket: Resource,
  most: number,
  { paths, what }: Deletion,
): string | undefined {
  if (!isVersioned(stack, bucket)) return undefined;
  const configurations = findBucketSettings(stack, bucket, BUCKET_LIFECYCLE);
  if (configurations.length > 1) return undefined;
  const [configuration] = configurations;
  const rules = configuration ? configuration.list("rules") : bucket.list("lifecycleRules");
  const flaws = findFlawsUnlessOnePasses(rules, (rule) => flawOf(rule, paths, most));
  if (!flaws) return undefined;
  const why = flaws.length > 0 ? ` (${flaws.join("; ")})` : "";
  return `no rule deletes ${what} within ${most} days in the whole bucket${why}; give aws.s3.BucketLifecycleConfiguration an enabled rule without a filter that has ${paths[0]}`;
}

/** Why a rule is not the one that is wanted; without words when it is about something else. */
function flawOf(rule: Props, paths: readonly string[], most: number): string | undefined {
  const path = paths.find((one) => rule.read(one).state !== "absent");
  if (path === undefined) return "";
  return findFirst(
    () => {
      const days = rule.number(path);
      return days !== undefined && days >= 1 && days <= most
        ? undefined
        : `${rule.at}${path} is ${JSON.stringify(days)}, expected 1 to ${most}`;
    },
    () => (isOn(rule) ? undefined : `${rule.at.slice(0, -1)} is not enabled`),
    () => {
      const limit = limitOf(rule);
      return limit && `${rule.at.slice(0, -1)} is limited by ${limit}`;
    },
  );
}

function isOn(rule: Props): boolean {
  return rule.string("status") === "Enabled" || rule.boolean("enabled") === true;
}

/** What keeps a rule from the whole bucket; the provider writes empty texts and zeros where nothing was said. */
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
