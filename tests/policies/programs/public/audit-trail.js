/** A trail of all regions with its bucket, key and log group. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { createBucket, denyWithoutTls, harden } = require("./buckets");

const { accountId } = aws.getCallerIdentityOutput();
const access = createBucket("audit-access");
const bucket = new aws.s3.Bucket("audit", {});
harden("audit", bucket);
new aws.s3.BucketLogging("audit", { bucket: bucket.id, targetBucket: access.id, targetPrefix: "audit/" });
const policy = new aws.s3.BucketPolicy("audit", {
  bucket: bucket.id,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        principals: [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }],
        actions: ["s3:GetBucketAcl"],
        resources: [bucket.arn],
      },
      {
        principals: [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }],
        actions: ["s3:PutObject"],
        resources: [pulumi.interpolate`${bucket.arn}/AWSLogs/${accountId}/*`],
        conditions: [
          { test: "StringEquals", variable: "s3:x-amz-acl", values: ["bucket-owner-full-control"] },
        ],
      },
      denyWithoutTls(bucket),
    ],
  }).json,
});
const key = new aws.kms.Key("audit", {
  enableKeyRotation: true,
  policy: accountId.apply((account) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
        },
      ],
    }),
  ),
});
const logs = new aws.cloudwatch.LogGroup("audit", { retentionInDays: 365 });
const role = new aws.iam.Role("audit", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "cloudtrail.amazonaws.com" }),
});
new aws.iam.RolePolicy("audit", {
  role: role.id,
  policy: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${logs.arn}:*`,
      },
    ],
  },
});
new aws.cloudtrail.Trail(
  "audit",
  {
    s3BucketName: bucket.id,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    kmsKeyId: key.arn,
    cloudWatchLogsGroupArn: pulumi.interpolate`${logs.arn}:*`,
    cloudWatchLogsRoleArn: role.arn,
  },
  { dependsOn: [policy] },
);
