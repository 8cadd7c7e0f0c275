import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { expectOneOf, expectText, expectWhole } from "./checks";
import type { Faults } from "./errors";

/** What one point of a period says of its values; `p99` is the 99th percentile. */
export type Statistic = "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum" | `p${number}`;

/** Which metric is meant. */
export interface MetricSpec {
  /** Namespace, such as AWS/ApplicationELB, 1 to 255 characters. */
  readonly namespace: string;
  /** Name of the metric in its namespace, 1 to 255 characters. */
  readonly metricName: string;
  /** All dimensions of the metric, at most 30: one too few or too many names another metric. @default - none */
  readonly dimensions?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
}

/** When a metric is a reason for alarm. */
export interface AlarmCondition {
  /** Value that is compared with. */
  readonly threshold: number;
  /** How a point compares with the threshold when it is bad. @default "GreaterThanOrEqualToThreshold" */
  readonly comparison?: Comparison | undefined;
  /** What is made of the values of one period. @default "Average", and "Sum" for a log's filter */
  readonly statistic?: Statistic | undefined;
  /** Length of a period, in seconds: 10, 20, 30 or a multiple of 60; below 60 costs more. @default 300 */
  readonly periodSeconds?: number | undefined;
  /** Periods that are looked at; a day of them in all, seven when a period is an hour or more. @default 1 */
  readonly evaluationPeriods?: number | undefined;
  /** Bad points among them that raise the alarm, 1 to evaluationPeriods. @default - all of them */
  readonly datapointsToAlarm?: number | undefined;
  /** What a period without values means. @default "missing", and "notBreaching" for a log's filter */
  readonly treatMissingData?: MissingData | undefined;
  /** What the alarm means, in a sentence. @default - only the runbook */
  readonly description?: string | undefined;
  /** Address of the page that says what to do, http or https. @default - none */
  readonly runbook?: string | undefined;
}

const COMPARISONS = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanThreshold",
] as const;

/** How a point compares with the threshold when it is bad. */
export type Comparison = (typeof COMPARISONS)[number];

const MISSING_DATA = ["breaching", "ignore", "missing", "notBreaching"] as const;

/** What a period without values means. */
export type MissingData = (typeof MISSING_DATA)[number];

const PLAIN_STATISTICS = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];

/** A percentile from p0 to p100, with at most ten decimals. */
const PERCENTILE = /^p(?:100|\d{1,2})(?:\.\d{1,10})?$/;

const DAY = 86_400;

/**
 * Checks a metric's name as CloudWatch does.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function expectMetric(faults: Faults, at: string, metric: MetricSpec): void {
  const { namespace, metricName, dimensions = {} } = metric;
  if (expectText(faults, `${at}.namespace`, namespace, 1, 255)) {
    faults.expect(!namespace.startsWith(":"), `${at}.namespace`, namespace, "no colon at its beginning");
  }
  expectText(faults, `${at}.metricName`, metricName, 1, 255);
  const names = Object.keys(dimensions);
  faults.expect(names.length <= 30, `${at}.dimensions`, names, "at most 30 dimensions");
  for (const [key, value] of Object.entries(dimensions)) {
    faults.expect(
      key.length >= 1 && key.length <= 255,
      `a key of ${at}.dimensions`,
      key,
      "1 to 255 characters",
    );
    if (typeof value === "string") expectText(faults, `${at}.dimensions.${key}`, value, 1, 1024);
  }
}

/**
 * Checks an alarm's condition as CloudWatch does.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function expectCondition(faults: Faults, at: string, condition: AlarmCondition): void {
  const { threshold, statistic, periodSeconds = 300, evaluationPeriods = 1, datapointsToAlarm } = condition;
  faults.expect(Number.isFinite(threshold), `${at}.threshold`, threshold, "a finite number");
  expectOneOf(faults, `${at}.comparison`, condition.comparison, COMPARISONS);
  expectOneOf(faults, `${at}.treatMissingData`, condition.treatMissingData, MISSING_DATA);
  const counts = statistic === undefined || PLAIN_STATISTICS.includes(statistic) || isPercentile(statistic);
  const statistics = `one of ${PLAIN_STATISTICS.join(", ")}, or a percentile such as p99`;
  faults.expect(counts, `${at}.statistic`, statistic, statistics);

  const regular = [10, 20, 30].includes(periodSeconds) || (periodSeconds >= 60 && periodSeconds % 60 === 0);
  const timed = faults.expect(
    regular,
    `${at}.periodSeconds`,
    periodSeconds,
    "10, 20, 30 or a multiple of 60",
  );
  if (timed) {
    const longest = periodSeconds >= 3600 ? 7 * DAY : DAY;
    const most = Math.max(1, Math.floor(longest / periodSeconds));
    const fits = faults.expect(
      periodSeconds <= 7 * DAY,
      `${at}.periodSeconds`,
      periodSeconds,
      `at most ${7 * DAY}, seven days`,
    );
    if (fits) expectWhole(faults, `${at}.evaluationPeriods`, evaluationPeriods, 1, most);
  }
  if (evaluationPeriods >= 1) {
    expectWhole(faults, `${at}.datapointsToAlarm`, datapointsToAlarm, 1, evaluationPeriods);
  }
  expectText(faults, `${at}.description`, describe(condition) ?? "", 0, 1024);
  if (condition.runbook !== undefined) {
    const address = URL.canParse(condition.runbook) && /^https?:\/\/\S+$/.test(condition.runbook);
    faults.expect(address, `${at}.runbook`, condition.runbook, "an http or https address");
  }
}

/** Inputs of an alarm on one metric that tells `topics` of trouble, and of its end when `recovery` is asked for. */
export function alarmInputs(
  metric: MetricSpec,
  condition: AlarmCondition,
  topics: readonly pulumi.Input<string>[],
  recovery: boolean,
): aws.cloudwatch.MetricAlarmArgs {
  const { statistic = "Average", evaluationPeriods = 1, datapointsToAlarm } = condition;
  const description = describe(condition);
  return {
    namespace: metric.namespace,
    metricName: metric.metricName,
    ...(metric.dimensions ? { dimensions: metric.dimensions } : {}),
    ...(isPercentile(statistic) ? { extendedStatistic: statistic } : { statistic }),
    period: condition.periodSeconds ?? 300,
    evaluationPeriods,
    ...(datapointsToAlarm === undefined ? {} : { datapointsToAlarm }),
    comparisonOperator: condition.comparison ?? "GreaterThanOrEqualToThreshold",
    threshold: condition.threshold,
    treatMissingData: condition.treatMissingData ?? "missing",
    ...(description ? { alarmDescription: description } : {}),
    alarmActions: [...topics],
    ...(recovery ? { okActions: [...topics] } : {}),
  };
}

function isPercentile(statistic: string): boolean {
  return PERCENTILE.test(statistic) && Number(statistic.slice(1)) <= 100;
}

function describe({ description, runbook }: AlarmCondition): string | undefined {
  const parts = [description, runbook === undefined ? undefined : `Runbook: ${runbook}`];
  return parts.filter((part) => part !== undefined).join(" ") || undefined;
}
