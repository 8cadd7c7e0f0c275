/** Alarms of a service that notify a topic, and a dashboard. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const topic = new aws.sns.Topic("alarms", {});
new aws.sns.TopicSubscription("alarms", {
  topic: topic.arn,
  protocol: "https",
  endpoint: "https://events.example.com/alarms",
});
const table = new aws.dynamodb.Table("sessions", {
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
  billingMode: "PAY_PER_REQUEST",
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
  ttl: { attributeName: "expires", enabled: true },
});
const queue = new aws.sqs.Queue("jobs-failed", {
  sqsManagedSseEnabled: true,
  messageRetentionSeconds: 1209600,
});
const jobs = new aws.sqs.Queue("jobs", {
  sqsManagedSseEnabled: true,
  redrivePolicy: queue.arn.apply((arn) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 })),
});
for (const [name, metric] of Object.entries({
  throttles: {
    namespace: "AWS/DynamoDB",
    metricName: "ThrottledRequests",
    dimensions: { TableName: table.name },
  },
  backlog: {
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: jobs.name },
  },
})) {
  new aws.cloudwatch.MetricAlarm(name, {
    ...metric,
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 5,
    threshold: 10,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}
new aws.cloudwatch.Dashboard("service", {
  dashboardName: "service",
  dashboardBody: pulumi.jsonStringify({
    widgets: [
      {
        type: "metric",
        properties: { metrics: [["AWS/SQS", "NumberOfMessagesSent", "QueueName", jobs.name]] },
      },
    ],
  }),
});
