import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkLength, checkOneOf, checkWholeNumber } from "./checks";
import type { Faults } from "./errors";
import { completeMetric, type MetricSpec } from "./metrics";
import { checkStatistic, isExtendedStatistic, type Statistic } from "./statistics";
import type { Tags } from "./tags";

/** Condition that puts an alarm into the state ALARM. */
export interface AlarmCondition {
  /** Threshold to compare the statistic with. */
  readonly threshold: number;
  /** Comparison of a breaching data point with the threshold. @default "GreaterThanOrEqualToThreshold" */
  readonly comparison?: Comparison | undefined;
  /** Statistic of each period. @default "Average", and "Sum" for a log's filter */
  readonly statistic?: Statistic | undefined;
  /** Length of a period, in seconds: 10, 20, 30 or a multiple of 60; below 60 costs more. @default 300 */
  readonly periodSeconds?: number | undefined;
  /** Number of periods to evaluate; together at most a day, or seven days for periods of an hour or more. @default 1 */
  readonly evaluationPeriods?: number | undefined;
  /** Number of breaching data points among them that raise the alarm, 1 to evaluationPeriods. @default - all of them */
  readonly datapointsToAlarm?: number | undefined;
  /** Treatment of a period without data. @default "missing", and "notBreaching" for a log's filter */
  readonly treatMissingData?: MissingData | undefined;
  /** Meaning of the alarm, in a sentence. @default - only the runbook */
  readonly description?: string | undefined;
  /** Address of the instructions for this alarm, http or https. @default - none */
  readonly runbook?: string | undefined;
}

const COMPARISONS = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanThreshold",
] as const;

/** Comparison of a breaching data point with the threshold. */
export type Comparison = (typeof COMPARISONS)[number];

const MISSING_DATA = ["breaching", "ignore", "missing", "notBreaching"] as const;

/** Treatment of a period without data. */
export type MissingData = (typeof MISSING_DATA)[number];

const DAY = 86_400;

/** Most actions of one alarm state. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MAX_TOPICS = 5;

/**
 * Checks the condition of an alarm as CloudWatch does.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function checkAlarmCondition(faults: Faults, path: string, condition: AlarmCondition): void {
  const { threshold, statistic, runbook } = condition;
  faults.expect(Number.isFinite(threshold), `${path}.threshold`, threshold, "a finite number");
  checkOneOf(faults, `${path}.comparison`, condition.comparison, COMPARISONS);
  checkMissingData(faults, `${path}.treatMissingData`, condition.treatMissingData);
  checkStatistic(faults, `${path}.statistic`, statistic);
  checkPeriods(faults, path, condition);
  checkLength(faults, `${path}.description`, alarmDescription(condition) ?? "", 0, 1024);
  if (runbook !== undefined) {
    const valid = URL.canParse(runbook) && /^https?:\/\/\S+$/.test(runbook);
    faults.expect(valid, `${path}.runbook`, runbook, "an http or https address");
  }
}

/** Checks the treatment of a period without data; undefined is valid. */
export function checkMissingData(faults: Faults, argument: string, got: MissingData | undefined): void {
  checkOneOf(faults, argument, got, MISSING_DATA);
}

function checkPeriods(faults: Faults, path: string, condition: AlarmCondition): void {
  const { periodSeconds = 300, evaluationPeriods = 1, datapointsToAlarm } = condition;
  const isPeriod = [10, 20, 30].includes(periodSeconds) || (periodSeconds >= 60 && periodSeconds % 60 === 0);
  const argument = `${path}.periodSeconds`;
  if (
    faults.expect(isPeriod, argument, periodSeconds, "10, 20, 30 or a multiple of 60") &&
    faults.expect(periodSeconds <= 7 * DAY, argument, periodSeconds, `at most ${7 * DAY}, seven days`)
  ) {
    const maxRange = periodSeconds >= 3600 ? 7 * DAY : DAY;
    const maxPeriods = Math.max(1, Math.floor(maxRange / periodSeconds));
    checkWholeNumber(faults, `${path}.evaluationPeriods`, evaluationPeriods, 1, maxPeriods);
  }
  if (evaluationPeriods >= 1) {
    checkWholeNumber(faults, `${path}.datapointsToAlarm`, datapointsToAlarm, 1, evaluationPeriods);
  }
}

/** Checks the topics that alarms notify: at most five, and at least one when `requiredBecause` has a reason. */
export function checkAlarmTopics(
  faults: Faults,
  alarmTopicArns: readonly pulumi.Input<string>[],
  requiredBecause?: string,
): void {
  const count = alarmTopicArns.length;
  const valid = count <= MAX_TOPICS && (count >= 1 || requiredBecause === undefined);
  const expected = requiredBecause
    ? `1 to ${MAX_TOPICS} topics, since ${requiredBecause}`
    : `at most ${MAX_TOPICS} topics`;
  faults.expect(valid, "alarmTopicArns", count, expected);
}

/** Queries whose one result an alarm watches, in place of a metric. */
export interface AlarmQueries {
  /** Metrics and expressions, by their ids. */
  readonly queries: readonly aws.types.input.cloudwatch.MetricAlarmMetricQuery[];
  /** Comparison with a band of expected values, in place of a threshold: the band's id and the sides that breach. */
  readonly band?: { readonly id: string; readonly comparison: string } | undefined;
}

/** Actions of an alarm beside the topics, by the state that starts them. */
export interface AlarmActions {
  /** ARNs of actions of the state ALARM, such as a Lambda function, a scaling policy or the recovery of an instance. @default - none */
  readonly alarm?: readonly pulumi.Input<string>[] | undefined;
  /** ARNs of actions of the state OK. @default - none */
  readonly ok?: readonly pulumi.Input<string>[] | undefined;
  /** ARNs of actions of the state INSUFFICIENT_DATA. @default - none */
  readonly insufficientData?: readonly pulumi.Input<string>[] | undefined;
}

/** Checks the actions of an alarm that also notifies `topics` topics: at most five for each state, each an ARN. */
export function checkAlarmActions(faults: Faults, path: string, actions: AlarmActions, topics: number): void {
  for (const state of ["alarm", "ok", "insufficientData"] as const) {
    const arns = actions[state] ?? [];
    const limit = `at most ${MAX_TOPICS - topics} actions beside the topic`;
    faults.expect(arns.length + topics <= MAX_TOPICS, `${path}.${state}`, arns.length, limit);
    for (const arn of arns) {
      if (typeof arn === "string") faults.expect(arn.startsWith("arn:"), `${path}.${state}`, arn, "an ARN");
    }
  }
}

/** Arguments of {@link createAlarm}. */
export interface AlarmArgs {
  /** Metric to watch, or queries with one result. */
  readonly metric: MetricSpec | AlarmQueries;
  /** Condition that raises the alarm. */
  readonly condition: Omit<AlarmCondition, "threshold"> & {
    /** Threshold; undefined with a band. */
    readonly threshold?: number | undefined;
  };
  /** Topics to notify. */
  readonly topicArns: readonly pulumi.Input<string>[];
  /** Actions beside the topics. @default - none */
  readonly actions?: AlarmActions | undefined;
  /** Whether the alarm also notifies when it returns to the state OK. */
  readonly notifyRecovery: boolean;
  /**
   * Whether the alarm also notifies when its metric stops. A new alarm starts without data, which is no change of its state and
   * notifies no subscriber. @default false
   */
  readonly notifyMissingData?: boolean | undefined;
  /** Region of metric and alarm. @default - the provider's */
  readonly region?: pulumi.Input<string> | undefined;
  /** Tags of the alarm. */
  readonly tags: Tags | undefined;
}

/** Creates an alarm on a metric, or on the result of queries. */
export function createAlarm(
  name: string,
  {
    metric,
    condition,
    topicArns,
    actions = {},
    notifyRecovery,
    notifyMissingData = false,
    region,
    tags,
  }: AlarmArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const { datapointsToAlarm } = condition;
  const description = alarmDescription(condition);
  const okActions = [...(notifyRecovery ? topicArns : []), ...(actions.ok ?? [])];
  const missingActions = [...(notifyMissingData ? topicArns : []), ...(actions.insufficientData ?? [])];
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...(region ? { region } : {}),
      ...("queries" in metric ? queryInputs(metric, condition) : metricInputs(metric, condition)),
      evaluationPeriods: condition.evaluationPeriods ?? 1,
      ...(datapointsToAlarm === undefined ? {} : { datapointsToAlarm }),
      treatMissingData: condition.treatMissingData ?? "missing",
      ...(description ? { alarmDescription: description } : {}),
      alarmActions: [...topicArns, ...(actions.alarm ?? [])],
      ...(notifyRecovery || okActions.length > 0 ? { okActions } : {}),
      ...(missingActions.length > 0 ? { insufficientDataActions: missingActions } : {}),
      ...(tags ? { tags } : {}),
    },
    opts,
  );
}

type MetricAlarmInputs = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  | "namespace"
  | "metricName"
  | "dimensions"
  | "statistic"
  | "extendedStatistic"
  | "period"
  | "metricQueries"
  | "comparisonOperator"
  | "threshold"
  | "thresholdMetricId"
>;

function metricInputs(metric: MetricSpec, condition: AlarmArgs["condition"]): MetricAlarmInputs {
  const { statistic = "Average", threshold } = condition;
  const { namespace, metricName, dimensions } = completeMetric(metric);
  return {
    namespace,
    metricName,
    ...(dimensions ? { dimensions } : {}),
    ...(isExtendedStatistic(statistic) ? { extendedStatistic: statistic } : { statistic }),
    period: condition.periodSeconds ?? 300,
    comparisonOperator: condition.comparison ?? "GreaterThanOrEqualToThreshold",
    ...(threshold === undefined ? {} : { threshold }),
  };
}

function queryInputs({ queries, band }: AlarmQueries, condition: AlarmArgs["condition"]): MetricAlarmInputs {
  const { threshold } = condition;
  return {
    metricQueries: [...queries],
    comparisonOperator: band?.comparison ?? condition.comparison ?? "GreaterThanOrEqualToThreshold",
    ...(band ? { thresholdMetricId: band.id } : {}),
    ...(band || threshold === undefined ? {} : { threshold }),
  };
}

function alarmDescription({
  description,
  runbook,
}: Pick<AlarmCondition, "description" | "runbook">): string | undefined {
  const parts = [description, runbook === undefined ? undefined : `Runbook: ${runbook}`];
  return parts.filter((part) => part !== undefined).join(" ") || undefined;
}
