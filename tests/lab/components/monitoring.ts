import * as aws from "@pulumi/aws";
import { Monitoring } from "../../../components/monitoring";

const provider = new aws.Provider("virginia", { region: "us-east-1" });

const monitoring = new Monitoring(
  "watch",
  {
    subscribers: { ops: { email: "ops@example.com" } },
    globalServices: true,
    alarms: {
      cpu: {
        namespace: "AWS/EC2",
        metricName: "CPUUtilization",
        dimensions: { AutoScalingGroupName: "web" },
        threshold: 80,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        runbook: "https://example.com/runbooks/cpu",
      },
      latency: {
        namespace: "AWS/ApplicationELB",
        metricName: "TargetResponseTime",
        dimensions: { LoadBalancer: "app/web/0123456789abcdef" },
        statistic: "p99",
        periodSeconds: 60,
        threshold: 1.5,
        notify: false,
      },
      failing: {
        expression: "100 * failed / total",
        metrics: {
          failed: { namespace: "AWS/ApplicationELB", metricName: "HTTPCode_Target_5XX_Count" },
          total: { namespace: "AWS/ApplicationELB", metricName: "RequestCount" },
        },
        statistic: "Sum",
        threshold: 5,
      },
      odd: {
        namespace: "AWS/ApplicationELB",
        metricName: "RequestCount",
        statistic: "Sum",
        band: { side: "below" },
      },
    },
    composites: {
      overload: {
        alarms: ["cpu", "latency"],
        when: "all",
        description: "Too few instances.",
        suppressor: { alarm: "failing" },
      },
    },
    dashboard: {
      title: "Virginia",
      notes: ["Contact: ops@example.com"],
      logTables: [{ title: "Errors", query: "filter @message like /ERROR/", logGroupNames: ["/web"] }],
    },
  },
  { provider },
);

export const { alarmTopicArn, alarmArns, dashboardName, dashboardArn } = monitoring;
