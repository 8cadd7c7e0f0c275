/** Buckets as the programs of this folder share them: private, versioned, with a policy that requires TLS. */
const aws = require("@pulumi/aws");

/** Settings that every bucket has besides its policy. */
function harden(name, bucket) {
  new aws.s3.BucketPublicAccessBlock(name, {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const versioning = new aws.s3.BucketVersioning(name, {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
  });
  new aws.s3.BucketLifecycleConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [
        {
          id: "old",
          status: "Enabled",
          filter: {},
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    { dependsOn: [versioning] },
  );
}

/** A statement of `getPolicyDocumentOutput` that denies requests without TLS. */
function denyWithoutTls(bucket) {
  return {
    sid: "DenyWithoutTls",
    effect: "Deny",
    principals: [{ type: "*", identifiers: ["*"] }],
    actions: ["s3:*"],
    resources: [bucket.arn, bucket.arn.apply((arn) => `${arn}/*`)],
    conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
}

/** A bucket with nothing else in its policy. */
function createBucket(name) {
  const bucket = new aws.s3.Bucket(name, {});
  harden(name, bucket);
  const document = aws.iam.getPolicyDocumentOutput({ statements: [denyWithoutTls(bucket)] });
  new aws.s3.BucketPolicy(name, { bucket: bucket.id, policy: document.json });
  return bucket;
}

module.exports = { createBucket, denyWithoutTls, harden };
