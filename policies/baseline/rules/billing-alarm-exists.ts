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

/** AWS publishes the estimated charges about every six hours, so that a shorter period has gaps. */
const SIX_HOURS = 21_600;

/** Operators that hold when the charges are above the threshold, or above the band of an anomaly detector. */
const ABOVE = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "GreaterThanUpperThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
];

/** An account without an alarm on its charges learns from the invoice what it has spent. */
export const billingAlarmExists = stackRule<Settings>({
  name: "billing-alarm-exists",
  title: "Charges are watched",
  description: "At least one alarm watches what the whole account is charged.",
  level: "mandatory",
  severity: "critical",
  tags: ["billing"],
  remediationSteps:
    'Add aws.cloudwatch.MetricAlarm in us-east-1 with namespace "AWS/Billing", metricName "EstimatedCharges", dimensions.Currency "USD", statistic "Maximum" and period 21600, and switch on "Receive CloudWatch billing alerts" in the account\'s billing preferences. Where another stack of the account has it, name that stack in stacks, or set required to false.',
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html",
  settings: {
    thresholdMax: {
      type: "number",
      exclusiveMinimum: 0,
      description: "Highest threshold that counts, in the currency. Any, when it is not set.",
    },
    currency: {
      type: "string",
      pattern: "^[A-Z]{3}$",
      default: "USD",
      description: "Currency that the account is charged in, in ISO 4217.",
    },
    required: {
      type: "boolean",
      default: true,
      description: "Whether the stack must have one; false where another stack of the account has it.",
    },
  },
  types: METRIC_ALARM,
  stackChecks: {
    "the alarm on the account's charges": ({ stack, settings }) => {
      // What makes nothing on AWS charges nothing.
      if (!stack.resources.some(({ type }) => isAwsType(type))) return undefined;
      const alarms = stack.ofTypes(METRIC_ALARM);
      const open: Undecided[] = [];
      const findings: ResourceFinding[] = [];
      for (const alarm of alarms) {
        try {
          const [charges] = billingMetricsOf(alarm);
          if (!charges) continue;
          const faults = faultsOf(alarm, charges, settings);
          if (faults.length === 0) return undefined;
          findings.push(...faults.map((message) => ({ resource: alarm, message })));
        } catch (error) {
          // Another alarm may decide.
          if (!(error instanceof Undecided)) throw error;
          open.push(new Undecided(`${error.path} of ${alarm.name}`));
        }
      }
      const [first] = open;
      if (first) throw first;
      if (findings.length > 0) return findings;
      return settings.required
        ? `no alarm watches what the account is charged; add aws.cloudwatch.MetricAlarm in us-east-1 on EstimatedCharges of AWS/Billing in ${settings.currency}, or set required to false where another stack has it`
        : undefined;
    },
  },
});

/** What keeps an alarm on charges from being one on those of the whole account. */
function faultsOf(
  alarm: Resource,
  { props, statistic }: WatchedMetric,
  { thresholdMax, currency }: Settings,
): readonly string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, path: string, value: unknown, expected: string): void => {
    if (!holds) faults.push(`${path} is ${formatValue(value)}, expected ${expected}`);
  };
  const metric = props.string("metricName");
  expect(metric === "EstimatedCharges", `${props.at}metricName`, metric, '"EstimatedCharges"');
  const of = props.string("dimensions.Currency");
  expect(
    of === currency,
    `${props.at}dimensions.Currency`,
    of,
    `${formatValue(currency)}; CloudWatch has the metric by currency alone`,
  );
  const service = props.string("dimensions.ServiceName");
  const one = "none on the alarm that must be there; it watches the charges of one service";
  expect(service === undefined, `${props.at}dimensions.ServiceName`, service, one);
  const figure = props.string(statistic);
  const grows = '"Maximum"; the metric is the sum of the month so far';
  expect(figure === "Maximum", `${props.at}${statistic}`, figure, grows);
  const period = props.number("period");
  const rare = `${SIX_HOURS} or more s; AWS publishes the metric every six hours`;
  expect((period ?? 0) >= SIX_HOURS, `${props.at}period`, period, rare);
  const operator = alarm.string("comparisonOperator");
  const above = '"GreaterThanOrEqualToThreshold" or "GreaterThanThreshold"';
  expect(operator !== undefined && ABOVE.includes(operator), "comparisonOperator", operator, above);
  if (thresholdMax !== undefined) {
    const threshold = alarm.number("threshold");
    const low = `${thresholdMax} or less ${currency}`;
    expect(threshold !== undefined && threshold <= thresholdMax, "threshold", threshold, low);
  }
  return faults;
}
