/** A function that a bucket invokes for every new object. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { createBucket } = require("./buckets");

const images = createBucket("images");
const thumbnails = createBucket("thumbnails");
const role = new aws.iam.Role("thumbnail", {
  assumeRolePolicy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
      },
    ],
  }).json,
});
const policy = new aws.iam.Policy("thumbnail", {
  policy: pulumi.all([images.arn, thumbnails.arn]).apply(([from, to]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: `${from}/*` },
        { Effect: "Allow", Action: "s3:PutObject", Resource: `${to}/*` },
      ],
    }),
  ),
});
new aws.iam.RolePolicyAttachment("thumbnail", { role: role.name, policyArn: policy.arn });
const failures = new aws.sqs.Queue("failures", {
  sqsManagedSseEnabled: true,
  messageRetentionSeconds: 1209600,
});
const thumbnail = new aws.lambda.Function("thumbnail", {
  packageType: "Image",
  imageUri: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/thumbnail:1.0.0",
  role: role.arn,
  timeout: 60,
  tracingConfig: { mode: "Active" },
  deadLetterConfig: { targetArn: failures.arn },
});
new aws.cloudwatch.LogGroup("thumbnail", {
  name: pulumi.interpolate`/aws/lambda/${thumbnail.name}`,
  retentionInDays: 30,
});
const permission = new aws.lambda.Permission("thumbnail", {
  action: "lambda:InvokeFunction",
  function: thumbnail.arn,
  principal: "s3.amazonaws.com",
  sourceArn: images.arn,
});
new aws.s3.BucketNotification(
  "images",
  {
    bucket: images.id,
    lambdaFunctions: [{ lambdaFunctionArn: thumbnail.arn, events: ["s3:ObjectCreated:*"] }],
  },
  { dependsOn: [permission] },
);
