/** A topic that fans out to a queue, which a function processes. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const key = new aws.kms.Key("events", {
  description: "Events",
  enableKeyRotation: true,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:aws:iam::${aws.getCallerIdentityOutput().accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
      },
    ],
  }),
});
const topic = new aws.sns.Topic("orders", { kmsMasterKeyId: key.id });
const failed = new aws.sqs.Queue("failed", { kmsMasterKeyId: key.id, messageRetentionSeconds: 1209600 });
const queue = new aws.sqs.Queue("orders", {
  kmsMasterKeyId: key.id,
  visibilityTimeoutSeconds: 180,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: failed.arn, maxReceiveCount: 5 }),
});
new aws.sqs.QueuePolicy("orders", {
  queueUrl: queue.url,
  policy: pulumi.all([queue.arn, topic.arn]).apply(([queueArn, topicArn]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queueArn,
          Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
        },
      ],
    }),
  ),
});
new aws.sns.TopicSubscription("orders", { topic: topic.arn, protocol: "sqs", endpoint: queue.arn });
new aws.sns.TopicPolicy("orders", {
  arn: topic.arn,
  policy: topic.arn.apply((arn) =>
    aws.iam
      .getPolicyDocumentOutput({
        statements: [
          {
            principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
            actions: ["sns:Publish"],
            resources: [arn],
            conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] }],
          },
        ],
      })
      .apply(({ json }) => json),
  ),
});
const role = new aws.iam.Role("worker", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});
new aws.iam.RolePolicyAttachment("worker", {
  role: role.name,
  policyArn: aws.iam.ManagedPolicy.AWSLambdaSQSQueueExecutionRole,
});
new aws.iam.RolePolicy("worker", {
  role: role.name,
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["kms:Decrypt"], Resource: key.arn }],
  },
});
const worker = new aws.lambda.Function("worker", {
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: role.arn,
  timeout: 30,
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};"),
  }),
  tracingConfig: { mode: "Active" },
});
new aws.cloudwatch.LogGroup("worker", {
  name: worker.name.apply((name) => `/aws/lambda/${name}`),
  retentionInDays: 30,
});
new aws.lambda.EventSourceMapping("worker", { functionName: worker.arn, eventSourceArn: queue.arn });
