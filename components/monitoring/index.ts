import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../shared/alarms";
import { createAlarmTopic } from "../shared/topic";
import type { MonitoringArgs } from "./args";
import { createComposite } from "./composites";
import { dashboardBody } from "./dashboard";
import { alarmGraph, alarmMetric } from "./queries";
import { resolveArgs } from "./resolve";

export type {
  AlarmNotifications,
  AlarmSpec,
  AnomalyAlarmSpec,
  CompositeSpec,
  DashboardGraph,
  DashboardLine,
  DashboardLogTable,
  DashboardSpec,
  MathAlarmSpec,
  MathMetric,
  MetricAlarmSpec,
  MonitoringArgs,
} from "./args";

/**
 * Alarms of a region: their topic, alarms and composite alarms on metrics, and a dashboard.
 *
 * The topic accepts messages over TLS from CloudWatch for this account only. An alarm can watch only metrics of its own region
 * and notify only topics in it, so each region needs its own Monitoring.
 *
 * @throws {ArgumentError} when CloudWatch would reject a metric, a condition, an address or a label
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export class Monitoring extends pulumi.ComponentResource {
  /** ARN of the topic for alarms of this region; an alarm that uses it depends on the subscriptions. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** ARNs of alarms and composites, by label. */
  readonly alarmArns: pulumi.Output<Record<string, string>>;
  /** Name of the dashboard, unique in the account; undefined without one. */
  readonly dashboardName: pulumi.Output<string | undefined>;
  /** ARN of the dashboard; undefined without one. */
  readonly dashboardArn: pulumi.Output<string | undefined>;

  constructor(name: string, args: MonitoringArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Monitoring", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const { subscribers, notifyRecovery, dashboard, globalServices, kmsKeyArn, tags } = resolvedArgs;
    const here = { parent: this };
    const { region } = aws.getRegionOutput({}, here);

    const publishers = ["cloudwatch.amazonaws.com"];
    const policyName = `${name}-topic-policy`;
    const topic = createAlarmTopic(name, { publishers, subscribers, policyName, kmsKeyArn, tags }, this);
    const afterDelivery = { ...here, dependsOn: [...topic.delivery] };

    const alarms = new Map<string, aws.cloudwatch.MetricAlarm>();
    const alarmArns: Record<string, pulumi.Output<string>> = {};
    for (const [label, alarmSpec] of Object.entries(resolvedArgs.alarms)) {
      const topicArns = (alarmSpec.notify ?? true) ? [topic.arn] : [];
      const alarm = createAlarm(
        `${name}-${label}`,
        {
          metric: alarmMetric(alarmSpec, globalServices ? undefined : region),
          condition: alarmSpec,
          topicArns,
          actions: alarmSpec.actions,
          notifyRecovery,
          notifyMissingData: alarmSpec.notifyMissingData,
          tags,
        },
        afterDelivery,
      );
      alarms.set(label, alarm);
      alarmArns[label] = alarm.arn;
    }
    for (const [label, spec] of Object.entries(resolvedArgs.composites)) {
      const composite = createComposite(
        name,
        { label, spec, alarms, topic, notifyRecovery, tags },
        afterDelivery,
      );
      alarmArns[label] = composite.arn;
    }

    let dashboardResource: aws.cloudwatch.Dashboard | undefined;
    if (dashboard) {
      const alarmGraphs = Object.entries(resolvedArgs.alarms).map(([label, alarm]) =>
        alarmGraph(label, alarm),
      );
      dashboardResource = new aws.cloudwatch.Dashboard(
        `${name}-dashboard`,
        {
          // the topic's unique name, since dashboards of all regions share one namespace and AWS overwrites without an error
          dashboardName: topic.name,
          dashboardBody: dashboardBody({
            title: dashboard.title ?? name,
            notes: dashboard.notes ?? [],
            alarmArns: Object.values(alarmArns),
            graphs: [...alarmGraphs, ...(dashboard.graphs ?? [])],
            logTables: dashboard.logTables,
            region,
            isGlobal: globalServices,
          }),
        },
        here,
      );
    }

    this.alarmTopicArn = topic.arnAfterDelivery;
    this.alarmArns = pulumi.all(alarmArns);
    this.dashboardName = pulumi.output(dashboardResource?.dashboardName);
    this.dashboardArn = pulumi.output(dashboardResource?.dashboardArn);
    this.registerOutputs({
      alarmTopicArn: this.alarmTopicArn,
      alarmArns: this.alarmArns,
      dashboardName: this.dashboardName,
      dashboardArn: this.dashboardArn,
    });
  }
}
