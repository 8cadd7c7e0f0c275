import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkLength, checkOneOf, checkWholeNumber } from "./checks";
import type { Faults } from "./errors";
import { completeMetric, type MetricSpec } from "./metrics";
import type { Tags } from "./tags";

/** Statistic that summarizes the values of one period; `p99` is the 99th percentile. */
export type Statistic = "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum" | `p${number}`;

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

const PLAIN_STATISTICS = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];

/** A percentile from p0 to p100, with at most ten decimals. */
const PERCENTILE = /^p(?:100|\d{1,2})(?:\.\d{1,10})?$/;

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
  const isStatistic =
    statistic === undefined || PLAIN_STATISTICS.includes(statistic) || isPercentile(statistic);
  const statistics = `one of ${PLAIN_STATISTICS.join(", ")}, or a percentile such as p99`;
  faults.expect(isStatistic, `${path}.statistic`, statistic, statistics);
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

/** Arguments of {@link createAlarm}. */
export interface AlarmArgs {
  /** Metric to watch. */
  readonly metric: MetricSpec;
  /** Condition that raises the alarm. */
  readonly condition: AlarmCondition;
  /** Topics to notify. */
  readonly topicArns: readonly pulumi.Input<string>[];
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

/** Creates an alarm on one metric. */
export function createAlarm(
  name: string,
  { metric, condition, topicArns, notifyRecovery, notifyMissingData = false, region, tags }: AlarmArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const { statistic = "Average", datapointsToAlarm } = condition;
  const { dimensions } = completeMetric(metric);
  const description = alarmDescription(condition);
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...(region ? { region } : {}),
      namespace: metric.namespace,
      metricName: metric.metricName,
      ...(dimensions ? { dimensions } : {}),
      ...(isPercentile(statistic) ? { extendedStatistic: statistic } : { statistic }),
      period: condition.periodSeconds ?? 300,
      evaluationPeriods: condition.evaluationPeriods ?? 1,
      ...(datapointsToAlarm === undefined ? {} : { datapointsToAlarm }),
      comparisonOperator: condition.comparison ?? "GreaterThanOrEqualToThreshold",
      threshold: condition.threshold,
      treatMissingData: condition.treatMissingData ?? "missing",
      ...(description ? { alarmDescription: description } : {}),
      alarmActions: [...topicArns],
      ...(notifyRecovery ? { okActions: [...topicArns] } : {}),
      ...(notifyMissingData ? { insufficientDataActions: [...topicArns] } : {}),
      ...(tags ? { tags } : {}),
    },
    opts,
  );
}

function isPercentile(statistic: string): boolean {
  return PERCENTILE.test(statistic) && Number(statistic.slice(1)) <= 100;
}

function alarmDescription({ description, runbook }: AlarmCondition): string | undefined {
  const parts = [description, runbook === undefined ? undefined : `Runbook: ${runbook}`];
  return parts.filter((part) => part !== undefined).join(" ") || undefined;
}
