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
    },
    composites: { overload: { alarms: ["cpu", "latency"], when: "all", description: "Too few instances." } },
    dashboard: { title: "Virginia", notes: ["Contact: ops@example.com"] },
  },
  { provider },
);

export const { alarmTopicArn, alarmArns, dashboardName, dashboardArn } = monitoring;
