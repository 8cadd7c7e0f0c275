import * as aws from "@pulumi/aws";
import { LogAgent } from "../../../components/log-agent";
import { Logs } from "../../../components/logs";
import { Monitoring } from "../../../components/monitoring";

const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });

const monitoring = new Monitoring("watch", { dashboard: false }, { provider });
const stream = new aws.kinesis.Stream("tide", { shardCount: 1 }, { provider });
const logs = new Logs(
  "chart",
  {
    groups: {
      web: { retentionDays: 14, mask: ["EmailAddress"] },
      debug: { class: "INFREQUENT_ACCESS", retentionDays: 3 },
    },
    filters: {
      errors: {
        group: "web",
        pattern: "[ip, id, user, time, request, status = 5*, bytes]",
        namespace: "Archipelago/Web",
        metricName: "ServerErrors",
        defaultValue: 0,
        alarm: { threshold: 5, description: "The web tier answers with errors." },
      },
    },
    subscriptions: { tide: { group: "web", target: { streamArn: stream.arn } } },
    queries: { slowest: { query: "fields @timestamp, @message | sort @timestamp desc | limit 20" } },
    alarmTopicArns: [monitoring.alarmTopicArn],
  },
  { provider },
);
const agent = new LogAgent(
  "mate",
  {
    files: {
      web: {
        path: "/var/log/httpd/access_log",
        logGroupName: logs.logGroupNames.apply((names) => names["web"] ?? ""),
        logGroupArn: logs.logGroupArns.apply((arns) => arns["web"] ?? ""),
      },
    },
  },
  { provider },
);

export const { logGroupNames, alarmArns } = logs;
export const { instanceProfileName, configParameterName, userData } = agent;
