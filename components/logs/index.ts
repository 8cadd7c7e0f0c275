import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../shared/alarms";
import type { LogsArgs } from "./args";
import { filterAlarmCondition, metricTransformation } from "./filters";
import { createMask } from "./masking";
import { resolveArgs } from "./resolve";
import { createSubscription } from "./subscriptions";

export type {
  LogFilterSpec,
  LogGroupClass,
  LogGroupSpec,
  LogQuerySpec,
  LogSubscriptionSpec,
  LogsArgs,
  LogTarget,
} from "./args";

/**
 * Log groups, the metrics that filters derive from their events, alarms on these metrics, subscriptions that send events on,
 * masks of personal data, and saved queries. Every group has a
 * retention, so no event is stored forever.
 *
 * @throws {ArgumentError} when CloudWatch would reject a retention, pattern, dimension or condition
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export class Logs extends pulumi.ComponentResource {
  /** Names of the log groups, by label. */
  readonly logGroupNames: pulumi.Output<Record<string, string>>;
  /** ARNs of the log groups, by label, without `:*`. */
  readonly logGroupArns: pulumi.Output<Record<string, string>>;
  /** ARNs of the alarms, by the label of their filter. */
  readonly alarmArns: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: LogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Logs", name, args, opts);
    const {
      groups,
      filters,
      subscriptions,
      queries,
      alarmTopicArns,
      kmsKeyArn,
      permissionsBoundaryArn,
      tags,
    } = resolveArgs(name, args);
    const here = { parent: this };

    const logGroups = new Map<string, aws.cloudwatch.LogGroup>();
    for (const [label, group] of Object.entries(groups)) {
      const logGroup = new aws.cloudwatch.LogGroup(
        `${name}-${label}`,
        {
          ...(group.logGroupName ? { name: group.logGroupName } : {}),
          ...(kmsKeyArn ? { kmsKeyId: kmsKeyArn } : {}),
          retentionInDays: group.retentionDays,
          logGroupClass: group.class,
          ...(tags ? { tags } : {}),
        },
        here,
      );
      logGroups.set(label, logGroup);
      if (group.mask) createMask(`${name}-${label}-mask`, group.mask, logGroup.name, this);
    }
    const logGroupName = (label: string) => logGroups.get(label)?.name ?? pulumi.output(label);

    const alarmArns: Record<string, pulumi.Output<string>> = {};
    for (const [label, filter] of Object.entries(filters)) {
      new aws.cloudwatch.LogMetricFilter(
        `${name}-${label}-filter`,
        {
          logGroupName: logGroupName(filter.group),
          pattern: filter.pattern,
          metricTransformation: metricTransformation(filter),
        },
        here,
      );
      if (!filter.alarm) continue;
      const condition = filterAlarmCondition(filter.alarm);
      const alarm = createAlarm(
        `${name}-${label}-alarm`,
        { metric: filter, condition, topicArns: alarmTopicArns, notifyRecovery: true, tags },
        here,
      );
      alarmArns[label] = alarm.arn;
    }
    for (const [label, spec] of Object.entries(subscriptions)) {
      const logGroup = logGroups.get(spec.group);
      if (!logGroup) continue;
      const args = { spec, logGroup, permissionsBoundaryArn, tags };
      createSubscription(`${name}-${label}-subscription`, args, this);
    }
    for (const [label, { query, groups: queryGroups = [...logGroups.keys()] }] of Object.entries(queries)) {
      new aws.cloudwatch.QueryDefinition(
        `${name}-${label}-query`,
        { queryString: query, logGroupNames: queryGroups.map(logGroupName) },
        here,
      );
    }

    const byLabel = (property: "name" | "arn") =>
      pulumi.all(Object.fromEntries([...logGroups].map(([label, logGroup]) => [label, logGroup[property]])));
    this.logGroupNames = byLabel("name");
    this.logGroupArns = byLabel("arn");
    this.alarmArns = pulumi.all(alarmArns);
    this.registerOutputs({
      logGroupNames: this.logGroupNames,
      logGroupArns: this.logGroupArns,
      alarmArns: this.alarmArns,
    });
  }
}
