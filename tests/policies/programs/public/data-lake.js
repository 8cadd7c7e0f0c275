/** A stream that Firehose writes to a bucket, which Athena queries. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { createBucket } = require("./buckets");

const lake = createBucket("lake");
const results = createBucket("results");
const key = new aws.kms.Key("lake", { enableKeyRotation: true });
const stream = new aws.kinesis.Stream("clicks", {
  streamModeDetails: { streamMode: "ON_DEMAND" },
  encryptionType: "KMS",
  kmsKeyId: key.arn,
  retentionPeriod: 168,
});
const role = new aws.iam.Role("delivery", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "firehose.amazonaws.com" }),
});
new aws.iam.RolePolicy("delivery", {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:PutObject"], Resource: pulumi.interpolate`${lake.arn}/*` },
      {
        Effect: "Allow",
        Action: ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream"],
        Resource: stream.arn,
      },
    ],
  }),
});
const logs = new aws.cloudwatch.LogGroup("delivery", { retentionInDays: 30 });
new aws.kinesis.FirehoseDeliveryStream("clicks", {
  destination: "extended_s3",
  kinesisSourceConfiguration: { kinesisStreamArn: stream.arn, roleArn: role.arn },
  extendedS3Configuration: {
    bucketArn: lake.arn,
    roleArn: role.arn,
    cloudwatchLoggingOptions: { enabled: true, logGroupName: logs.name, logStreamName: "delivery" },
  },
});
const database = new aws.glue.CatalogDatabase("clicks", { name: "clicks" });
new aws.glue.CatalogTable("clicks", {
  databaseName: database.name,
  name: "clicks",
  storageDescriptor: { location: pulumi.interpolate`s3://${lake.bucket}/clicks/` },
});
new aws.athena.Workgroup("analysts", {
  configuration: {
    enforceWorkgroupConfiguration: true,
    publishCloudwatchMetricsEnabled: true,
    bytesScannedCutoffPerQuery: 10737418240,
    resultConfiguration: {
      outputLocation: pulumi.interpolate`s3://${results.bucket}/results/`,
      encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: key.arn },
    },
  },
});
