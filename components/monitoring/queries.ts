import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmQueries } from "../shared/alarms";
import { checkLength, checkOneOf } from "../shared/checks";
import type { Faults } from "../shared/errors";
import { checkMetric, completeMetric, type MetricSpec } from "../shared/metrics";
import { checkStatistic } from "../shared/statistics";
import {
  type AlarmSpec,
  type AnomalyAlarmSpec,
  BAND_COMPARISONS,
  type DashboardGraph,
  type MathAlarmSpec,
} from "./args";

type MetricQuery = aws.types.input.cloudwatch.MetricAlarmMetricQuery;

/** Form of the id of a metric in an expression. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
const QUERY_ID = /^[a-z][A-Za-z0-9_]{0,254}$/;

/** Ids of the queries that this file adds. */
const RESULT = "result";
const BAND = { metric: "metric", band: "band" } as const;

/** Returns the metrics that an alarm watches. */
export function metricsOf(alarm: AlarmSpec): readonly MetricSpec[] {
  return "expression" in alarm ? Object.values(alarm.metrics) : [alarm];
}

/** Checks the expression of an alarm and its metrics. */
export function checkMath(faults: Faults, path: string, { expression, metrics }: MathAlarmSpec): void {
  checkLength(faults, `${path}.expression`, expression, 1, 1024);
  const ids = Object.keys(metrics);
  faults.expect(ids.length >= 1 && ids.length <= 9, `${path}.metrics`, ids, "1 to 9 metrics");
  for (const [id, metric] of Object.entries(metrics)) {
    const isId = QUERY_ID.test(id) && id !== RESULT;
    const form = `a lower-case letter, then letters, digits and underscores, other than ${RESULT}`;
    faults.expect(isId, `a key of ${path}.metrics`, id, form);
    const isUsed = !isId || new RegExp(`\\b${id}\\b`).test(expression);
    faults.expect(
      isUsed,
      `${path}.expression`,
      expression,
      `the id ${id} in it; remove the metric otherwise`,
    );
    checkMetric(faults, `${path}.metrics.${id}`, metric);
    checkStatistic(faults, `${path}.metrics.${id}.statistic`, metric.statistic);
  }
}

/** Checks the band of an alarm. */
export function checkBand(faults: Faults, path: string, { band }: AnomalyAlarmSpec): void {
  const { deviations = 2, side } = band;
  const valid = deviations > 0 && deviations <= 1000;
  faults.expect(valid, `${path}.band.deviations`, deviations, "a number above 0, at most 1000");
  checkOneOf(faults, `${path}.band.side`, side, Object.keys(BAND_COMPARISONS));
}

/** Returns the queries of an alarm on an expression or an anomaly; the metric of any other alarm. */
export function alarmMetric(
  alarm: AlarmSpec,
  region: pulumi.Input<string> | undefined,
): MetricSpec | AlarmQueries {
  const { statistic = "Average", periodSeconds: period = 300 } = alarm;
  const query = (metric: MetricSpec, stat: string): NonNullable<MetricQuery["metric"]> => {
    const { namespace, metricName, dimensions } = completeMetric(metric, region);
    return { namespace, metricName, ...(dimensions ? { dimensions } : {}), period, stat };
  };
  if ("expression" in alarm) {
    const metrics = Object.entries(alarm.metrics).map(([id, metric]) => ({
      id,
      metric: query(metric, metric.statistic ?? statistic),
    }));
    return {
      queries: [
        { id: RESULT, expression: alarm.expression, label: alarm.expression, returnData: true },
        ...metrics,
      ],
    };
  }
  if ("band" in alarm) {
    const { side = "both" } = alarm.band;
    return {
      queries: [
        { id: BAND.metric, metric: query(alarm, statistic), returnData: true },
        { id: BAND.band, expression: bandExpression(alarm), label: "expected", returnData: true },
      ],
      band: { id: BAND.band, comparison: BAND_COMPARISONS[side] },
    };
  }
  return completeMetric(alarm, region);
}

/** Returns the graph of an alarm: its metric or expression with the threshold as a line, or with the band. */
export function alarmGraph(label: string, alarm: AlarmSpec): DashboardGraph {
  const { statistic, periodSeconds } = alarm;
  const common = { title: label, statistic, periodSeconds };
  if ("band" in alarm) {
    const metrics = [{ ...pickMetric(alarm), id: BAND.metric }];
    return { ...common, metrics, expressions: { expected: bandExpression(alarm) } };
  }
  const mark = { value: alarm.threshold, label: "alarm" };
  if (!("expression" in alarm)) return { ...common, metrics: [pickMetric(alarm)], mark };
  const metrics = Object.entries(alarm.metrics).map(([id, metric]) => ({ ...metric, id, hidden: true }));
  return { ...common, metrics, expressions: { [alarm.expression]: alarm.expression }, mark };
}

function bandExpression({ band }: AnomalyAlarmSpec): string {
  return `ANOMALY_DETECTION_BAND(${BAND.metric}, ${band.deviations ?? 2})`;
}

function pickMetric({ namespace, metricName, dimensions }: MetricSpec): MetricSpec {
  return { namespace, metricName, ...(dimensions ? { dimensions } : {}) };
}
