import {
  billingMetricsOf,
  formatValue,
  isAwsType,
  METRIC_ALARM,
  type Resource,
  type ResourceFinding,
  stackRule,
  Undecided,
  type WatchedMetric,
} from "../../kit";

interface Settings {
  readonly thresholdMax?: number;
  readonly currency: string;
  readonly required: boolean;
}

/** AWS publishes estimated charges about every six hours; a shorter period has gaps. */
const SIX_HOURS = 21_600;

/** Operators for charges above the threshold or above the band of an anomaly detector. */
const ABOVE = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "GreaterThanUpperThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
];

/** Without a billing alarm, the first notice of unexpected costs is the invoice. */
export const billingAlarmExists = stackRule<Settings>({
  name: "billing-alarm-exists",
  title: "A billing alarm exists",
  description:
    "At least one alarm monitors the estimated charges of the whole account, and no billing alarm is set so that it cannot work.",
  level: "mandatory",
  severity: "critical",
  tags: ["billing"],
  remediationSteps:
    'Add aws.cloudwatch.MetricAlarm in us-east-1 with namespace "AWS/Billing", metricName "EstimatedCharges", dimensions.Currency "USD", statistic "Maximum" and period 21600, and switch on "Receive CloudWatch billing alerts" in the account\'s billing preferences. If another stack of the account has it, list that stack in stacks, or set required to false.',
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html",
  settings: {
    thresholdMax: {
      type: "number",
      exclusiveMinimum: 0,
      description: "Maximum threshold in the currency. Default: no maximum.",
    },
    currency: {
      type: "string",
      pattern: "^[A-Z]{3}$",
      default: "USD",
      description: "Billing currency of the account, as an ISO 4217 code.",
    },
    required: {
      type: "boolean",
      default: true,
      description: "Whether the stack must have the alarm; false when another stack of the account has it.",
    },
  },
  types: METRIC_ALARM,
  stackChecks: {
    "billing alarm": ({ stack, settings }) => {
      // A stack without AWS resources costs nothing.
      if (!stack.resources.some(({ type }) => isAwsType(type))) return undefined;
      const alarms = stack.ofTypes(METRIC_ALARM);
      const undecidedChecks: Undecided[] = [];
      const findings: ResourceFinding[] = [];
      const flaws: ResourceFinding[] = [];
      let isMonitored = false;
      for (const alarm of alarms) {
        try {
          const [charges] = billingMetricsOf(alarm);
          if (!charges) continue;
          const own = findFlawsOfAlarm(alarm, charges, settings);
          const all = [...own, ...findLimits(alarm, charges, settings)];
          if (all.length === 0) isMonitored = true;
          flaws.push(...own.map((message) => ({ resource: alarm, message })));
          findings.push(...all.map((message) => ({ resource: alarm, message })));
        } catch (error) {
          // Another alarm may satisfy the rule.
          if (!(error instanceof Undecided)) throw error;
          undecidedChecks.push(error.of(alarm));
        }
      }
      // Further alarms may monitor one service, or higher thresholds.
      if (isMonitored) return flaws;
      const [first] = undecidedChecks;
      if (first) throw first;
      if (findings.length > 0) return findings;
      return settings.required
        ? `no alarm monitors the charges of the account; add aws.cloudwatch.MetricAlarm in us-east-1 on EstimatedCharges of AWS/Billing in ${settings.currency}, or set required to false when another stack has it`
        : undefined;
    },
  },
});

/** Lists the properties that keep a billing alarm from working. */
function findFlawsOfAlarm(
  alarm: Resource,
  { props, statistic }: WatchedMetric,
  { currency }: Settings,
): readonly string[] {
  const faults: string[] = [];
  const expect = createExpectation(faults);
  const metric = props.string("metricName");
  expect(metric === "EstimatedCharges", `${props.at}metricName`, metric, '"EstimatedCharges"');
  const currencyDimension = props.string("dimensions.Currency");
  expect(
    currencyDimension === currency,
    `${props.at}dimensions.Currency`,
    currencyDimension,
    `${formatValue(currency)}; CloudWatch publishes the metric by currency`,
  );
  const statisticValue = props.string(statistic);
  const expectedStatistic = '"Maximum"; the metric is cumulative for the month';
  expect(statisticValue === "Maximum", `${props.at}${statistic}`, statisticValue, expectedStatistic);
  const period = props.number("period");
  const expectedPeriod = `${SIX_HOURS} or more seconds; AWS publishes the metric every six hours`;
  expect((period ?? 0) >= SIX_HOURS, `${props.at}period`, period, expectedPeriod);
  const operator = alarm.string("comparisonOperator");
  const expectedOperator = '"GreaterThanOrEqualToThreshold" or "GreaterThanThreshold"';
  expect(
    operator !== undefined && ABOVE.includes(operator),
    "comparisonOperator",
    operator,
    expectedOperator,
  );
  return faults;
}

/** Lists the properties that limit a billing alarm to a part of the charges, or to charges above the maximum. */
function findLimits(
  alarm: Resource,
  { props }: WatchedMetric,
  { thresholdMax, currency }: Settings,
): readonly string[] {
  const faults: string[] = [];
  const expect = createExpectation(faults);
  const service = props.string("dimensions.ServiceName");
  const noService = "none on the required alarm; this alarm monitors only one service";
  expect(service === undefined, `${props.at}dimensions.ServiceName`, service, noService);
  if (thresholdMax !== undefined) {
    const threshold = alarm.number("threshold");
    const expectedThreshold = `${thresholdMax} or less ${currency}`;
    expect(threshold !== undefined && threshold <= thresholdMax, "threshold", threshold, expectedThreshold);
  }
  return faults;
}

function createExpectation(faults: string[]) {
  return (isMet: boolean, path: string, value: unknown, expected: string): void => {
    if (!isMet) faults.push(`${path} is ${formatValue(value)}, expected ${expected}`);
  };
}
