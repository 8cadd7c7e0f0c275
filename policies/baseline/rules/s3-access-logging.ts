import {
  BUCKET,
  createTagSetting,
  findAccessLogTargets,
  findBuckets,
  hasTag,
  isLogBucket,
  stackRule,
} from "../../kit";

/** Every bucket has access logs, except buckets that receive logs. */
export const s3AccessLogging = stackRule<{ readonly logBucketTag: string }>({
  name: "s3-access-logging",
  title: "Buckets have access logs",
  description: "Every S3 bucket, except a log bucket, has access logs in another bucket.",
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
    "Add one aws.s3.BucketLogging whose bucket is the bucket's id and whose targetBucket is the id of a log bucket in the same region.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
  settings: {
    logBucketTag: createTagSetting(
      "Tag of log buckets, which need no access logs, as `key=value`, or `key` for any value.",
      "purpose=logs",
    ),
  },
  types: BUCKET,
  checks: {
    "access logs": (bucket, { stack, settings: { logBucketTag } }) => {
      const targets = findAccessLogTargets(stack, bucket);
      if (targets.length > 0) {
        const isOwnTarget = targets.some(({ holder, path }) =>
          findBuckets(stack, holder, path).includes(bucket),
        );
        return isOwnTarget
          ? "its access logs are written to itself, where each entry causes another; set another bucket as targetBucket"
          : undefined;
      }
      if (hasTag(bucket, logBucketTag) || isLogBucket(stack, bucket)) return undefined;
      return `it has no access logs; add aws.s3.BucketLogging with targetBucket, or, if it is a log bucket, the tag ${logBucketTag}`;
    },
  },
});
