import { isGiven, listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asNumber, asString, type Properties } from "../property-values";

/** Source of every rule here. */
const MODEL = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";

const DAY = 86_400;
const WEEK = 7 * DAY;

const BAND_OPERATORS = [
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];

/** Returns the error of a metric alarm, or undefined when CloudWatch accepts it. The targets of its actions are not checked. */
export function findAlarmError(inputs: Properties): AwsError | undefined {
  return (
    findSourceError(inputs) ??
    findQueriesError(inputs) ??
    findWindowError(inputs) ??
    findThresholdError(inputs)
  );
}

function findSourceError(inputs: Properties): AwsError | undefined {
  const queries = listObjects(inputs.metricQueries);
  const sources = [isGiven(inputs.metricName), queries.length > 0, isGiven(inputs.evaluationCriteria)];
  const sourceCount = sources.filter(Boolean).length;
  if (sourceCount === 0) return missingError("Metrics list or MetricName");
  if (sourceCount > 1)
    return combinationError("MetricName, Metrics and EvaluationCriteria cannot be specified together");
  const fields = ["namespace", "dimensions", "period", "unit", "statistic", "extendedStatistic"];
  if (queries.length > 0 && fields.some((field) => isGiven(inputs[field])))
    return combinationError(
      "When Metrics is specified, MetricName, Namespace, Dimensions, Period, Unit, Statistic and ExtendedStatistic must be empty",
    );
  if (!isGiven(inputs.metricName)) return undefined;
  const statistics = ["statistic", "extendedStatistic"].filter((field) => isGiven(inputs[field])).length;
  if (statistics !== 1)
    return statistics === 0
      ? missingError("Statistic or ExtendedStatistic")
      : combinationError("Statistic and ExtendedStatistic cannot be specified together");
  return undefined;
}

function findQueriesError(inputs: Properties): AwsError | undefined {
  const queries = listObjects(inputs.metricQueries);
  if (queries.length === 0) return undefined;
  const ids = queries.map((query) => asString(query.id) ?? "");
  if (new Set(ids).size < ids.length)
    return invalidError("The values for parameter id in parameter MetricDataQueries are not unique.");
  if (queries.some((query) => isGiven(query.metric) === isGiven(query.expression)))
    return invalidError(
      "Exactly one of MetricStat and Expression must be specified in each element of MetricDataQueries.",
    );
  const results = queries.filter((query) => query.returnData === true).length;
  // An alarm on a band may return the metric and its band.
  if (results !== 1 && !(results === 2 && isGiven(inputs.thresholdMetricId)))
    return invalidError("Exactly one element of the metrics list should return data.");
  if (queries.length > 10 + (isGiven(inputs.thresholdMetricId) ? 1 : 0))
    return invalidError("The parameter Metrics must have at most 10 elements.");
  const threshold = asString(inputs.thresholdMetricId);
  if (threshold !== undefined && threshold !== "" && !ids.includes(threshold))
    return invalidError("The ThresholdMetricId must be the id of an element of the metrics list.");
  return undefined;
}

function findWindowError(inputs: Properties): AwsError | undefined {
  const periods = [inputs.period, ...listObjects(inputs.metricQueries).map(periodOf)].map(asNumber);
  const evaluations = asNumber(inputs.evaluationPeriods) ?? 1;
  for (const period of periods) {
    if (period === undefined) continue;
    if (![10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0))
      return invalidError("Valid periods are 10, 20, 30, or any multiple of 60 seconds.");
    const longest = period >= 3600 ? WEEK : DAY;
    if (period * evaluations > longest)
      return invalidError(
        `Metrics cannot be checked across more than ${longest === DAY ? "a day" : "seven days"} (EvaluationPeriods * Period must be <= ${longest}).`,
      );
  }
  const datapoints = asNumber(inputs.datapointsToAlarm);
  if (datapoints !== undefined && datapoints > evaluations)
    return invalidError("DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
  return undefined;
}

function periodOf(query: Properties) {
  const metric = listObjects(query.metric)[0];
  return metric?.period ?? query.period;
}

function findThresholdError(inputs: Properties): AwsError | undefined {
  if (isGiven(inputs.evaluationCriteria)) return undefined;
  const byMetric = isGiven(inputs.thresholdMetricId);
  if (byMetric && isGiven(inputs.threshold))
    return combinationError("Threshold and ThresholdMetricId cannot be specified together");
  const band = BAND_OPERATORS.includes(asString(inputs.comparisonOperator) ?? "");
  if (!band) return undefined;
  const expressions = listObjects(inputs.metricQueries).map((query) => asString(query.expression) ?? "");
  if (byMetric && expressions.some((expression) => expression.includes("ANOMALY_DETECTION_BAND")))
    return undefined;
  return invalidError(
    `The comparison operator ${inputs.comparisonOperator} requires ThresholdMetricId and an ANOMALY_DETECTION_BAND expression.`,
  );
}

function invalidError(words: string): AwsError {
  return new AwsError("ValidationError", words, { source: MODEL });
}

function missingError(what: string): AwsError {
  return new AwsError("MissingParameter", `The parameter ${what} is required.`, { source: MODEL });
}

function combinationError(words: string): AwsError {
  return new AwsError("InvalidParameterCombination", words, { source: MODEL });
}
