import {
  evaluateWithin,
  findAccessLogTargets,
  findBuckets,
  findUnblockedAccess,
  isVersioned,
  type Resource,
  type Stack,
  stackRule,
  TRAIL,
} from "../../kit";

/** The bucket of a trail is evidence: it is versioned, private, logged, and not deleted together with its objects. */
export const cloudtrailBucketProtected = stackRule({
  name: "cloudtrail-bucket-protected",
  title: "Trail buckets are protected",
  description:
    "The S3 bucket of a trail is versioned, blocks public access, has access logs, and is not deleted together with its objects.",
  level: "mandatory",
  severity: "critical",
  framework: {
    name: "AWS Security Hub",
    version: "1.0.0",
    reference: "CloudTrail.6",
    specification: "Ensure the S3 bucket used to store CloudTrail logs is not publicly accessible",
  },
  tags: ["logs", "security-hub:CloudTrail.7", "cis-5.0:3.4"],
  remediationSteps:
    "Create aws.s3.BucketVersioning, aws.s3.BucketPublicAccessBlock with all four flags true and aws.s3.BucketLogging with another bucket as target for the trail's bucket; omit forceDestroy.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
  types: TRAIL,
  checks: {
    "bucket versioning": (trail, { stack }) =>
      checkBucket(stack, trail, (bucket) =>
        isVersioned(stack, bucket)
          ? undefined
          : 'is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
      ),
    "bucket public access": (trail, { stack }) =>
      checkBucket(stack, trail, (bucket) => {
        const missing = findUnblockedAccess(stack, bucket);
        return missing.length === 0
          ? undefined
          : `does not block public access, since nothing sets ${missing.join(", ")}; add aws.s3.BucketPublicAccessBlock with all four true`;
      }),
    "bucket access logs": (trail, { stack }) =>
      checkBucket(stack, trail, (bucket) =>
        findAccessLogTargets(stack, bucket).length > 0
          ? undefined
          : "has no access logs; add aws.s3.BucketLogging with another bucket as targetBucket",
      ),
    "bucket deletion": (trail, { stack }) =>
      checkBucket(stack, trail, (bucket) =>
        bucket.boolean("forceDestroy") === true
          ? "is deleted together with its objects, since forceDestroy is true, expected false"
          : undefined,
      ),
  },
});

/** Lists the faults of the trail's bucket; a bucket of another stack is unknown and has none. */
function checkBucket(
  stack: Stack,
  trail: Resource,
  findFault: (bucket: Resource) => string | undefined,
): readonly string[] {
  return findBuckets(stack, trail, "s3BucketName").flatMap((bucket) => {
    const fault = evaluateWithin(bucket, () => findFault(bucket));
    return fault ? `its bucket ${bucket.name} ${fault}` : [];
  });
}
