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

/** The bucket of a trail is evidence: it keeps versions, is closed, tells who used it, and is not destroyed with its objects. */
export const cloudtrailBucketProtected = stackRule({
  name: "cloudtrail-bucket-protected",
  title: "Buckets of trails are protected",
  description:
    "The S3 bucket of a trail is versioned, closed to the public, logged, and not deleted together with what it holds.",
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
    "Give the trail's bucket aws.s3.BucketVersioning, aws.s3.BucketPublicAccessBlock with all four flags true and aws.s3.BucketLogging with another bucket as target; leave forceDestroy out.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
  types: TRAIL,
  checks: {
    "versions of its bucket": (trail, { stack }) =>
      ofBucket(stack, trail, (bucket) =>
        isVersioned(stack, bucket)
          ? undefined
          : 'is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
      ),
    "public access to its bucket": (trail, { stack }) =>
      ofBucket(stack, trail, (bucket) => {
        const open = findUnblockedAccess(stack, bucket);
        return open.length === 0
          ? undefined
          : `is not closed to the public, since nothing sets ${open.join(", ")}; add aws.s3.BucketPublicAccessBlock with all four true`;
      }),
    "access logs of its bucket": (trail, { stack }) =>
      ofBucket(stack, trail, (bucket) =>
        findAccessLogTargets(stack, bucket).length > 0
          ? undefined
          : "has no access logs; add aws.s3.BucketLogging with another bucket as targetBucket",
      ),
    "destruction of its bucket": (trail, { stack }) =>
      ofBucket(stack, trail, (bucket) =>
        bucket.boolean("forceDestroy") === true
          ? "is destroyed together with what it holds, since forceDestroy is true, expected false"
          : undefined,
      ),
  },
});

/** What is wrong with the trail's bucket, which may also be one of another stack, of which nothing is known. */
function ofBucket(
  stack: Stack,
  trail: Resource,
  look: (bucket: Resource) => string | undefined,
): readonly string[] {
  return findBuckets(stack, trail, "s3BucketName").flatMap((bucket) => {
    const flaw = evaluateWithin(bucket, () => look(bucket));
    return flaw ? `its bucket ${bucket.name} ${flaw}` : [];
  });
}
