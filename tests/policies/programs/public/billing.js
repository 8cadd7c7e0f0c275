/** A billing alarm and a budget for the account. */
const aws = require("@pulumi/aws");

const provider = new aws.Provider("billing", { region: "us-east-1" });
const opts = { provider };
const topic = new aws.sns.Topic("billing", {}, opts);
new aws.sns.TopicPolicy(
  "billing",
  {
    arn: topic.arn,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          principals: [
            { type: "Service", identifiers: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
          ],
          actions: ["sns:Publish"],
          resources: [topic.arn],
          conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] }],
        },
      ],
    }).json,
  },
  opts,
);
new aws.sns.TopicSubscription(
  "billing",
  { topic: topic.arn, protocol: "email", endpoint: "ops@example.com" },
  opts,
);
new aws.cloudwatch.MetricAlarm(
  "charges",
  {
    namespace: "AWS/Billing",
    metricName: "EstimatedCharges",
    dimensions: { Currency: "USD" },
    statistic: "Maximum",
    period: 21600,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 100,
    treatMissingData: "notBreaching",
    alarmActions: [topic.arn],
  },
  opts,
);
new aws.budgets.Budget("monthly", {
  budgetType: "COST",
  limitAmount: "100",
  limitUnit: "USD",
  timeUnit: "MONTHLY",
  notifications: [
    {
      comparisonOperator: "GREATER_THAN",
      threshold: 80,
      thresholdType: "PERCENTAGE",
      notificationType: "FORECASTED",
      subscriberSnsTopicArns: [topic.arn],
    },
  ],
});
