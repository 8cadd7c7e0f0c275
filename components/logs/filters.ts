import type * as aws from "@pulumi/aws";
import { type AlarmCondition, expectCondition, expectMetric } from "../shared/alarms";
import { expectText } from "../shared/checks";
import type { Faults } from "../shared/errors";

/** A metric made of a group's events: the simplest of statistics. */
export interface LogFilterSpec {
  /** Label of the group that is read; one of class STANDARD. */
  readonly group: string;
  /** Which events count, at most 1024 characters; empty for all. */
  readonly pattern: string;
  /** Namespace of the metric, not one of AWS' own. */
  readonly namespace: string;
  /** Name of the metric. */
  readonly metricName: string;
  /** What an event adds: a number, or the field that holds it, such as `$.bytes`. @default "1" */
  readonly value?: string | undefined;
  /** What a minute without matching events adds; not together with dimensions. @default - nothing */
  readonly defaultValue?: number | undefined;
  /** Fields that become dimensions, at most three, such as `{ path: "$.path" }`; each combination is billed. @default - none */
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  /** Unit of the metric, such as Bytes. @default "None" */
  readonly unit?: string | undefined;
  /** Alarm on the metric, told to alarmTopicArns; not together with dimensions. @default - none */
  readonly alarm?: AlarmCondition | undefined;
}

const VALUE = /^(?:-?\d+(?:\.\d+)?|\$\S{1,98})$/;

const SELECTOR = /^\$\S{1,254}$/;

/**
 * Checks a metric filter as CloudWatch Logs does.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
 */
export function expectFilter(
  faults: Faults,
  at: string,
  spec: LogFilterSpec,
  filterable: readonly string[],
): void {
  const { value, defaultValue, dimensions, alarm } = spec;
  const group = filterable.length > 0 ? `one of ${filterable.join(", ")}` : "a group of class STANDARD";
  faults.expect(filterable.includes(spec.group), `${at}.group`, spec.group, group);
  expectText(faults, `${at}.pattern`, spec.pattern, 0, 1024);
  expectMetric(faults, at, { namespace: spec.namespace, metricName: spec.metricName });
  for (const argument of ["namespace", "metricName"] as const) {
    faults.expect(
      !/[:*$]/.test(spec[argument]),
      `${at}.${argument}`,
      spec[argument],
      "no colon, star or dollar",
    );
  }
  const own = !/^AWS\//i.test(spec.namespace);
  faults.expect(own, `${at}.namespace`, spec.namespace, "a namespace of your own, since AWS/ is AWS' alone");
  const counted = value === undefined || VALUE.test(value);
  faults.expect(counted, `${at}.value`, value, "a number, or a field such as $.bytes");
  if (defaultValue !== undefined) {
    faults.expect(Number.isFinite(defaultValue), `${at}.defaultValue`, defaultValue, "a finite number");
  }
  if (alarm) expectCondition(faults, `${at}.alarm`, alarm);
  if (!dimensions) return;
  const names = Object.keys(dimensions);
  faults.expect(names.length >= 1 && names.length <= 3, `${at}.dimensions`, names, "1 to 3 dimensions");
  for (const [key, field] of Object.entries(dimensions)) {
    expectText(faults, `a key of ${at}.dimensions`, key, 1, 255);
    faults.expect(SELECTOR.test(field), `${at}.dimensions.${key}`, field, "a field such as $.path");
  }
  faults.expect(defaultValue === undefined, `${at}.defaultValue`, defaultValue, "nothing beside dimensions");
  faults.expect(
    alarm === undefined,
    `${at}.alarm`,
    alarm,
    "nothing beside dimensions, whose values it cannot know",
  );
}

/** The metric that a filter makes. */
export function metricTransformation(
  spec: LogFilterSpec,
): aws.types.input.cloudwatch.LogMetricFilterMetricTransformation {
  const { namespace, metricName, value = "1", defaultValue, dimensions, unit } = spec;
  return {
    name: metricName,
    namespace,
    value,
    ...(defaultValue === undefined ? {} : { defaultValue: String(defaultValue) }),
    ...(dimensions ? { dimensions } : {}),
    ...(unit ? { unit } : {}),
  };
}

/** The condition of a filter's alarm: it adds up what the events add, and silence is good. */
export function filterCondition(alarm: AlarmCondition): AlarmCondition {
  return {
    ...alarm,
    statistic: alarm.statistic ?? "Sum",
    treatMissingData: alarm.treatMissingData ?? "notBreaching",
  };
}
