import type * as aws from "@pulumi/aws";
import { type AlarmCondition, checkAlarmCondition } from "../shared/alarms";
import { checkLength } from "../shared/checks";
import type { Faults } from "../shared/errors";
import { checkMetric } from "../shared/metrics";
import type { LogFilterSpec } from "./args";

const NUMBER_OR_FIELD = /^(?:-?\d+(?:\.\d+)?|\$\S{1,98})$/;

const FIELD = /^\$\S{1,254}$/;

/**
 * Checks a metric filter as CloudWatch Logs does; `groups` are the labels of the groups that allow filters.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
 */
export function checkFilter(
  faults: Faults,
  path: string,
  filter: LogFilterSpec,
  groups: readonly string[],
): void {
  const { group, pattern, namespace, metricName, value, defaultValue, alarm } = filter;
  const expectedGroup = groups.length > 0 ? `one of ${groups.join(", ")}` : "a group of class STANDARD";
  faults.expect(groups.includes(group), `${path}.group`, group, expectedGroup);
  checkLength(faults, `${path}.pattern`, pattern, 0, 1024);
  checkMetric(faults, path, { namespace, metricName });
  for (const [argument, text] of Object.entries({ namespace, metricName })) {
    faults.expect(!/[:*$]/.test(text), `${path}.${argument}`, text, "no colon, star or dollar");
  }
  const isOwn = !/^AWS\//i.test(namespace);
  faults.expect(isOwn, `${path}.namespace`, namespace, "a namespace of your own, since AWS reserves AWS/");
  const isValue = value === undefined || NUMBER_OR_FIELD.test(value);
  faults.expect(isValue, `${path}.value`, value, "a number, or a field such as $.bytes");
  if (defaultValue !== undefined) {
    faults.expect(Number.isFinite(defaultValue), `${path}.defaultValue`, defaultValue, "a finite number");
  }
  if (alarm) checkAlarmCondition(faults, `${path}.alarm`, alarm);
  checkDimensions(faults, path, filter);
}

function checkDimensions(
  faults: Faults,
  path: string,
  { dimensions, defaultValue, alarm }: LogFilterSpec,
): void {
  if (!dimensions) return;
  const names = Object.keys(dimensions);
  faults.expect(names.length >= 1 && names.length <= 3, `${path}.dimensions`, names, "1 to 3 dimensions");
  for (const [name, field] of Object.entries(dimensions)) {
    checkLength(faults, `a key of ${path}.dimensions`, name, 1, 255);
    faults.expect(FIELD.test(field), `${path}.dimensions.${name}`, field, "a field such as $.path");
  }
  faults.expect(defaultValue === undefined, `${path}.defaultValue`, defaultValue, "none with dimensions");
  const expected = "none with dimensions, since their values are not known in advance";
  faults.expect(alarm === undefined, `${path}.alarm`, alarm, expected);
}

/** Returns the metric transformation of a filter. */
export function metricTransformation(
  filter: LogFilterSpec,
): aws.types.input.cloudwatch.LogMetricFilterMetricTransformation {
  const { namespace, metricName, value = "1", defaultValue, dimensions, unit } = filter;
  return {
    name: metricName,
    namespace,
    value,
    ...(defaultValue === undefined ? {} : { defaultValue: String(defaultValue) }),
    ...(dimensions ? { dimensions } : {}),
    ...(unit ? { unit } : {}),
  };
}

/** Returns the condition of a filter's alarm, which by default sums the values and treats silence as good. */
export function filterAlarmCondition(alarm: AlarmCondition): AlarmCondition {
  return {
    ...alarm,
    statistic: alarm.statistic ?? "Sum",
    treatMissingData: alarm.treatMissingData ?? "notBreaching",
  };
}
