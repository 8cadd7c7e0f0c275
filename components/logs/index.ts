import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LOG_RETENTION_DAYS, type LogRetentionDays } from "../../common/log-retention";
import { alarmInputs } from "../shared/alarms";
import { expectLabels, expectOneOf, expectText } from "../shared/checks";
import { Faults } from "../shared/errors";
import { expectFilter, filterCondition, type LogFilterSpec, metricTransformation } from "./filters";

/** One log group of {@link Logs}. */
export interface LogGroupSpec {
  /** Days for which events are kept. @default - that of all groups */
  readonly retentionDays?: LogRetentionDays | undefined;
  /** `INFREQUENT_ACCESS` halves the price of ingestion and takes no metric filters; it cannot be changed. @default "STANDARD" */
  readonly class?: "STANDARD" | "INFREQUENT_ACCESS" | undefined;
  /** Name of the group, where a writer demands it, such as /aws/lambda/thumbnail. @default - named by the provider */
  readonly logGroupName?: string | undefined;
}

/** A saved query of CloudWatch Logs Insights. */
export interface LogQuerySpec {
  /** The query, 1 to 10000 characters. */
  readonly query: string;
  /** Labels of the groups that it reads. @default - all groups */
  readonly groups?: readonly string[] | undefined;
}

/** Arguments of {@link Logs}. */
export interface LogsArgs {
  /** Log groups by a label that is kept for good: lower-case letters, digits, dashes; at least one. */
  readonly groups: Readonly<Record<string, LogGroupSpec>>;
  /** Days for which events are kept, in groups that say nothing else. @default 30 */
  readonly retentionDays?: LogRetentionDays | undefined;
  /** Key that encrypts all groups; its policy lets logs.<region>.amazonaws.com use it. @default - CloudWatch's own encryption */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Metrics made of events, by label; at most 100 a group. @default - none */
  readonly filters?: Readonly<Record<string, LogFilterSpec>> | undefined;
  /** Saved queries, by label. @default - none */
  readonly queries?: Readonly<Record<string, LogQuerySpec>> | undefined;
  /** Topics of this region that hear the filters' alarms, 1 to 5 when there is an alarm. @default - none */
  readonly alarmTopicArns?: readonly pulumi.Input<string>[] | undefined;
  /** Tags of groups and alarms. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Log groups, the statistics made of them, and the alarms on these: nothing is kept for ever, nothing counted twice.
 *
 * @throws {ArgumentError} when a retention, pattern, dimension or condition is not what CloudWatch takes
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
    const { groups, filters, queries, topics } = resolve(name, args);
    const here = { parent: this };
    const tagged = args.tags ? { tags: args.tags } : {};

    const laid = new Map<string, aws.cloudwatch.LogGroup>();
    for (const [label, spec] of groups) {
      const group = new aws.cloudwatch.LogGroup(
        `${name}-${label}`,
        {
          ...(spec.logGroupName ? { name: spec.logGroupName } : {}),
          ...(args.kmsKeyArn ? { kmsKeyId: args.kmsKeyArn } : {}),
          retentionInDays: spec.retentionDays ?? args.retentionDays ?? 30,
          logGroupClass: spec.class ?? "STANDARD",
          ...tagged,
        },
        here,
      );
      laid.set(label, group);
    }
    const nameOf = (label: string) => laid.get(label)?.name ?? pulumi.output(label);

    const alarmArns: Record<string, pulumi.Output<string>> = {};
    for (const [label, spec] of filters) {
      new aws.cloudwatch.LogMetricFilter(
        `${name}-${label}-filter`,
        {
          logGroupName: nameOf(spec.group),
          pattern: spec.pattern,
          metricTransformation: metricTransformation(spec),
        },
        here,
      );
      if (!spec.alarm) continue;
      const alarm = new aws.cloudwatch.MetricAlarm(
        `${name}-${label}-alarm`,
        { ...alarmInputs(spec, filterCondition(spec.alarm), topics, true), ...tagged },
        here,
      );
      alarmArns[label] = alarm.arn;
    }
    for (const [label, { query, groups: read }] of queries) {
      new aws.cloudwatch.QueryDefinition(
        `${name}-${label}-query`,
        { queryString: query, logGroupNames: (read ?? [...laid.keys()]).map(nameOf) },
        here,
      );
    }

    const byLabel = (pick: (group: aws.cloudwatch.LogGroup) => pulumi.Output<string>) =>
      pulumi.all(Object.fromEntries([...laid].map(([label, group]) => [label, pick(group)])));
    this.logGroupNames = byLabel((group) => group.name);
    this.logGroupArns = byLabel((group) => group.arn);
    this.alarmArns = pulumi.all(alarmArns);
    this.registerOutputs({
      logGroupNames: this.logGroupNames,
      logGroupArns: this.logGroupArns,
      alarmArns: this.alarmArns,
    });
  }
}

const CLASSES = ["STANDARD", "INFREQUENT_ACCESS"] as const;

const GROUP_NAME = /^(?!aws\/)[.\-_/#A-Za-z0-9]{1,512}$/;

interface Resolved {
  readonly groups: readonly (readonly [string, LogGroupSpec])[];
  readonly filters: readonly (readonly [string, LogFilterSpec])[];
  readonly queries: readonly (readonly [string, LogQuerySpec])[];
  readonly topics: readonly pulumi.Input<string>[];
}

function resolve(name: string, args: LogsArgs): Resolved {
  const { alarmTopicArns: topics = [], retentionDays } = args;
  const groups = Object.entries(args.groups);
  const filters = Object.entries(args.filters ?? {});
  const queries = Object.entries(args.queries ?? {});
  const labels = groups.map(([label]) => label);
  const filterable = groups.filter(([, spec]) => spec.class !== "INFREQUENT_ACCESS").map(([label]) => label);
  const faults = new Faults(name);
  faults.expect(groups.length > 0, "groups", args.groups, "at least one log group");
  for (const [argument, map] of Object.entries({ groups, filters, queries })) {
    expectLabels(
      faults,
      argument,
      map.map(([label]) => label),
    );
  }
  expectOneOf(faults, "retentionDays", retentionDays, LOG_RETENTION_DAYS);
  for (const [label, spec] of groups) expectGroup(faults, `groups.${label}`, spec);
  for (const [label, spec] of filters) expectFilter(faults, `filters.${label}`, spec, filterable);
  for (const label of labels) {
    const own = filters.filter(([, spec]) => spec.group === label).length;
    faults.expect(own <= 100, `filters of groups.${label}`, own, "at most 100");
  }
  for (const [label, { query, groups: read }] of queries) {
    expectText(faults, `queries.${label}.query`, query, 1, 10_000);
    for (const group of read ?? []) expectOneOf(faults, `queries.${label}.groups`, group, labels);
  }
  const alarmed = filters.some(([, spec]) => spec.alarm);
  const heard = topics.length >= (alarmed ? 1 : 0) && topics.length <= 5;
  faults.expect(heard, "alarmTopicArns", topics.length, "1 to 5 topics, since a filter has an alarm");
  faults.raise();
  return { groups, filters, queries, topics };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
function expectGroup(faults: Faults, at: string, spec: LogGroupSpec): void {
  expectOneOf(faults, `${at}.retentionDays`, spec.retentionDays, LOG_RETENTION_DAYS);
  expectOneOf(faults, `${at}.class`, spec.class, CLASSES);
  if (spec.logGroupName === undefined) return;
  faults.expect(
    GROUP_NAME.test(spec.logGroupName),
    `${at}.logGroupName`,
    spec.logGroupName,
    "1 to 512 letters, digits and any of . - _ / #, not beginning with aws/",
  );
}
