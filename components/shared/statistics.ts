import type { Faults } from "./errors";

/**
 * Statistic that summarizes the values of one period: `p99` is the 99th percentile, `tm99` the mean without the highest percent,
 * `wm`, `tc` and `ts` the winsorized mean, count and sum, `IQM` the mean of the middle half.
 */
export type Statistic =
  | "Average"
  | "Maximum"
  | "Minimum"
  | "SampleCount"
  | "Sum"
  | "IQM"
  | `${"p" | "tm" | "wm" | "tc" | "ts"}${number}`;

const PLAIN_STATISTICS = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];

/**
 * A percentile or another statistic by percent, from 0 to 100, with at most ten decimals.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
const BY_PERCENT = /^(?:p|tm|wm|tc|ts)((?:100|\d{1,2})(?:\.\d{1,10})?)$/;

/** Checks a statistic; undefined is valid. */
export function checkStatistic(faults: Faults, argument: string, got: Statistic | undefined): void {
  const valid = got === undefined || PLAIN_STATISTICS.includes(got) || isExtendedStatistic(got);
  const expected = `one of ${PLAIN_STATISTICS.join(", ")}, or one such as p99, tm99 or IQM`;
  faults.expect(valid, argument, got, expected);
}

/** Whether a statistic is an extended one, which alarms take in an argument of its own. */
export function isExtendedStatistic(statistic: string): boolean {
  const [, percent] = BY_PERCENT.exec(statistic) ?? [];
  return statistic === "IQM" || (percent !== undefined && Number(percent) <= 100);
}
