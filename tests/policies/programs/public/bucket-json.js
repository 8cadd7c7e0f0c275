/** Two buckets whose policies are JSON made of outputs. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { harden } = require("./buckets");

const denial = (resources) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: resources,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const uploads = new aws.s3.Bucket("uploads", {});
harden("uploads", uploads);
new aws.s3.BucketPolicy("uploads", {
  bucket: uploads.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [denial([uploads.arn, pulumi.interpolate`${uploads.arn}/*`])],
  }),
});

const exports_ = new aws.s3.Bucket("exports", {});
harden("exports", exports_);
new aws.s3.BucketPolicy("exports", {
  bucket: exports_.bucket,
  policy: pulumi.all([exports_.arn, aws.getCallerIdentityOutput().accountId]).apply(([arn, account]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        denial([arn, `${arn}/*`]),
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "s3:GetObject",
          Resource: `${arn}/*`,
        },
      ],
    }),
  ),
});
