import {
  BUCKET,
  createTagSetting,
  findAccessLogTargets,
  findBuckets,
  hasTag,
  isLogBucket,
  stackRule,
} from "../../kit";

/** Every bucket has logs of who used it, but for those that take logs. */
export const s3AccessLogging = stackRule<{ readonly logBucketTag: string }>({
  name: "s3-access-logging",
  title: "Buckets have access logs",
  description: "Every S3 bucket that takes no logs itself has logs of who used it, in another bucket.",
  level: "advisory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "S3.9",
    specification: "S3 general purpose buckets should have server access logging enabled",
  },
  tags: ["storage", "cis-5.0:3.4", "checkov:CKV_AWS_18", "cdk-nag:AwsSolutions-S1"],
  remediationSteps:
    "Add one aws.s3.BucketLogging whose bucket is the bucket's id and whose targetBucket is that of a bucket for logs in the same region.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
  settings: {
    logBucketTag: createTagSetting(
      "Tag of buckets that take logs, which need none of their own, as `key=value`, or `key` for any value.",
      "purpose=logs",
    ),
  },
  types: BUCKET,
  checks: {
    "access logs": (bucket, { stack, settings: { logBucketTag } }) => {
      const targets = findAccessLogTargets(stack, bucket);
      if (targets.length > 0) {
        const itself = targets.some(({ holder, path }) => findBuckets(stack, holder, path).includes(bucket));
        return itself
          ? "its access logs go into itself, where each makes another; name another bucket as targetBucket"
          : undefined;
      }
      if (hasTag(bucket, logBucketTag) || isLogBucket(stack, bucket)) return undefined;
      return `it has no access logs; add aws.s3.BucketLogging with targetBucket, or, if it takes logs itself, the tag ${logBucketTag}`;
    },
  },
});
