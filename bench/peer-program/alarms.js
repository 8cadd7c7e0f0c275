const { cloudwatch } = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

/** An alarm that notifies a topic. */
exports.alarm = ({ at, opts, tags, name }, topic, metricName, namespace, dimensions) =>
  new cloudwatch.MetricAlarm(
    name(`alarm-${metricName}`),
    {
      ...at,
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 3,
      period: 60,
      statistic: "Sum",
      threshold: 5,
      metricName,
      namespace,
      dimensions,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
      tags,
    },
    opts,
  );

/** A dashboard with a graph for each metric. */
exports.dashboard = ({ code, at, opts, name }, metrics, alb) => {
  const widgets = metrics.map(([title, namespace], i) => ({
    type: "metric",
    x: 0,
    y: 6 * i,
    width: 12,
    height: 6,
    properties: { metrics: [[namespace, title, "LoadBalancer", alb.arnSuffix]], region: code, title },
  }));
  const args = {
    ...at,
    dashboardName: name("dashboard"),
    dashboardBody: pulumi.jsonStringify({ widgets }),
  };
  return new cloudwatch.Dashboard(name("dashboard"), args, opts);
};
