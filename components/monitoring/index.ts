import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  type AlarmCondition,
  alarmInputs,
  expectCondition,
  expectMetric,
  type MetricSpec,
} from "../shared/alarms";
import { expectEmail, expectLabels, expectOneOf, expectText } from "../shared/checks";
import { Faults } from "../shared/errors";
import { policyDocument, publishByServices } from "../shared/policy";
import { type DashboardGraph, type DashboardSpec, dashboardBody, expectDashboard } from "./dashboard";

/** An alarm on one metric. */
export interface AlarmSpec extends MetricSpec, AlarmCondition {
  /** Whether it is told to the topic itself; false for one that only counts in a composite. @default true */
  readonly notify?: boolean | undefined;
}

/** An alarm made of alarms, so that one trouble is told once. */
export interface CompositeSpec {
  /** Labels of the alarms, 2 to 100. */
  readonly alarms: readonly string[];
  /** Whether one of them is enough. @default "any" */
  readonly when?: "any" | "all" | undefined;
  /** What it means, in a sentence, at most 1024 characters. @default - none */
  readonly description?: string | undefined;
}

/** Arguments of {@link Monitoring}. */
export interface MonitoringArgs {
  /** E-mail addresses that hear alarms, by a label that is kept for good; each has to confirm within two days. @default - nobody */
  readonly emails?: Readonly<Record<string, string>> | undefined;
  /** Alarms by a label that is kept for good: lower-case letters, digits, dashes. @default - none */
  readonly alarms?: Readonly<Record<string, AlarmSpec>> | undefined;
  /** Alarms made of alarms, by a label that no alarm has. @default - none */
  readonly composites?: Readonly<Record<string, CompositeSpec>> | undefined;
  /** Whether the end of a trouble is told, too. @default true */
  readonly notifyRecovery?: boolean | undefined;
  /** The region's dashboard, or false for none. @default - one with all alarms */
  readonly dashboard?: DashboardSpec | false | undefined;
  /** Whether this region is us-east-1, where alone the metrics of AWS/Billing, AWS/CloudFront and AWS/Route53 are. @default false */
  readonly globalServices?: boolean | undefined;
  /**
   * ARN of a customer managed key for the topic, whose policy lets cloudwatch.amazonaws.com decrypt and generate data keys:
   * AWS' own key for topics would silence the alarms. @default - SNS' own encryption of its disks
   */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Tags of topic and alarms. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * A region's watch: the topic that its alarms are told to, the alarms, and the dashboard that shows them.
 *
 * The topic takes messages over TLS from CloudWatch of this account alone. An alarm hears only metrics of its own region,
 * and tells only topics of it, so each region has one of these.
 *
 * @throws {ArgumentError} when a metric, a condition, an address or a label is not what CloudWatch takes
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export class Monitoring extends pulumi.ComponentResource {
  /** ARN of the topic that alarms of this region are told to. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** ARNs of alarms and composites, by label. */
  readonly alarmArns: pulumi.Output<Record<string, string>>;
  /** Name of the dashboard, unique in the account; undefined without one. */
  readonly dashboardName: pulumi.Output<string | undefined>;
  /** ARN of the dashboard; undefined without one. */
  readonly dashboardArn: pulumi.Output<string | undefined>;

  constructor(name: string, args: MonitoringArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Monitoring", name, args, opts);
    const { alarms, composites, dashboard, recovery } = resolve(name, args);
    const here = { parent: this };
    const tagged = args.tags ? { tags: args.tags } : {};

    const topic = new aws.sns.Topic(
      name,
      { ...(args.kmsKeyArn ? { kmsMasterKeyId: args.kmsKeyArn } : {}), ...tagged },
      here,
    );
    const account = aws.getCallerIdentityOutput({}, here).accountId;
    const publishing = publishByServices(topic.arn, account, ["cloudwatch.amazonaws.com"]);
    new aws.sns.TopicPolicy(
      `${name}-topic-policy`,
      { arn: topic.arn, policy: policyDocument(name, publishing) },
      here,
    );
    for (const [label, endpoint] of Object.entries(args.emails ?? {})) {
      new aws.sns.TopicSubscription(
        `${name}-email-${label}`,
        { topic: topic.arn, protocol: "email", endpoint },
        here,
      );
    }

    const laid = new Map<string, aws.cloudwatch.MetricAlarm>();
    for (const [label, spec] of alarms) {
      const told = (spec.notify ?? true) ? [topic.arn] : [];
      const inputs = alarmInputs(spec, spec, told, recovery);
      laid.set(label, new aws.cloudwatch.MetricAlarm(`${name}-${label}`, { ...inputs, ...tagged }, here));
    }
    const arns = Object.fromEntries([...laid].map(([label, alarm]) => [label, alarm.arn]));
    for (const [label, spec] of composites) {
      const members = spec.alarms.flatMap((member) => laid.get(member)?.name ?? []);
      const composite = new aws.cloudwatch.CompositeAlarm(
        `${name}-${label}-composite`,
        {
          alarmName: pulumi.interpolate`${topic.name}-${label}`, // AWS overwrites a namesake without a word
          alarmRule: alarmRule(members, spec.when),
          ...(spec.description ? { alarmDescription: spec.description } : {}),
          alarmActions: [topic.arn],
          ...(recovery ? { okActions: [topic.arn] } : {}),
          ...tagged,
        },
        here,
      );
      arns[label] = composite.arn;
    }

    let board: aws.cloudwatch.Dashboard | undefined;
    if (dashboard) {
      const body = dashboardBody({
        title: dashboard.title ?? name,
        notes: dashboard.notes ?? [],
        alarmArns: Object.values(arns),
        graphs: [...alarms.map(([label, spec]) => graphOf(label, spec)), ...(dashboard.graphs ?? [])],
        region: aws.getRegionOutput({}, here).region,
      });
      board = new aws.cloudwatch.Dashboard(
        `${name}-dashboard`,
        // dashboards of all regions share one set of names, and a namesake is overwritten without a word
        { dashboardName: topic.name, dashboardBody: body },
        here,
      );
    }

    this.alarmTopicArn = topic.arn;
    this.alarmArns = pulumi.all(arns);
    this.dashboardName = pulumi.output(board?.dashboardName);
    this.dashboardArn = pulumi.output(board?.dashboardArn);
    this.registerOutputs({
      alarmTopicArn: this.alarmTopicArn,
      alarmArns: this.alarmArns,
      dashboardName: this.dashboardName,
      dashboardArn: this.dashboardArn,
    });
  }
}

/** Namespaces whose metrics are in us-east-1 alone, whatever region the resource is in. */
const GLOBAL_NAMESPACES = ["AWS/Billing", "AWS/CloudFront", "AWS/Route53"];

interface Resolved {
  readonly alarms: readonly (readonly [string, AlarmSpec])[];
  readonly composites: readonly (readonly [string, CompositeSpec])[];
  readonly dashboard: DashboardSpec | false;
  readonly recovery: boolean;
}

function resolve(name: string, args: MonitoringArgs): Resolved {
  const { emails = {}, alarms = {}, composites = {}, dashboard = {}, globalServices = false } = args;
  const labels = Object.keys(alarms);
  const faults = new Faults(name);
  for (const [argument, map] of Object.entries({ emails, alarms, composites })) {
    expectLabels(faults, argument, Object.keys(map));
  }
  for (const [label, address] of Object.entries(emails)) expectEmail(faults, `emails.${label}`, address);
  for (const [label, spec] of Object.entries(alarms)) {
    const at = `alarms.${label}`;
    expectMetric(faults, at, spec);
    expectCondition(faults, at, spec);
    const here = globalServices || !GLOBAL_NAMESPACES.includes(spec.namespace);
    faults.expect(
      here,
      `${at}.namespace`,
      spec.namespace,
      "a metric of this region; in us-east-1, say globalServices",
    );
  }
  for (const [label, { alarms: members, when, description }] of Object.entries(composites)) {
    const at = `composites.${label}`;
    faults.expect(!labels.includes(label), "a key of composites", label, "a label that no alarm has");
    const once = members.length === new Set(members).size;
    faults.expect(
      once && members.length >= 2 && members.length <= 100,
      `${at}.alarms`,
      members,
      "2 to 100, each once",
    );
    for (const member of members) expectOneOf(faults, `${at}.alarms`, member, labels);
    expectOneOf(faults, `${at}.when`, when, ["any", "all"]);
    expectText(faults, `${at}.description`, description, 0, 1024);
  }
  if (dashboard) expectDashboard(faults, dashboard, labels.length);
  const aws = typeof args.kmsKeyArn === "string" && args.kmsKeyArn.endsWith("alias/aws/sns");
  faults.expect(
    !aws,
    "kmsKeyArn",
    args.kmsKeyArn,
    "a customer managed key, since CloudWatch may not use this one",
  );
  faults.raise();
  return {
    alarms: Object.entries(alarms),
    composites: Object.entries(composites),
    dashboard,
    recovery: args.notifyRecovery ?? true,
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
function alarmRule(
  names: readonly pulumi.Input<string>[],
  when: "any" | "all" = "any",
): pulumi.Output<string> {
  const joint = when === "any" ? " OR " : " AND ";
  return pulumi.all([...names]).apply((all) => all.map((one) => `ALARM("${one}")`).join(joint));
}

function graphOf(label: string, spec: AlarmSpec): DashboardGraph {
  const { statistic, periodSeconds, threshold } = spec;
  return {
    title: label,
    metrics: [spec],
    statistic,
    periodSeconds,
    mark: { value: threshold, label: "alarm" },
  };
}
