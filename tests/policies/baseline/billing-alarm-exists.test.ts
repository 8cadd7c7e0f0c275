import { billingAlarmExists } from "../../../policies/baseline/rules/billing-alarm-exists";
import { prove, resource, setInput, unknown, unsetInput, withoutResources } from "../../helpers/policy";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const none =
  "no alarm monitors the charges of the account; add aws.cloudwatch.MetricAlarm in us-east-1 on EstimatedCharges of AWS/Billing in USD, or set required to false when another stack has it";

const metric = {
  namespace: "AWS/Billing",
  metricName: "EstimatedCharges",
  dimensions: { Currency: "USD" },
  period: 21_600,
};
const charges = resource(
  ALARM,
  "charges",
  {
    ...metric,
    statistic: "Maximum",
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 10,
  },
  { region: "us-east-1" },
);
const setService = (alarm: typeof charges) => ({
  ...alarm,
  name: "service",
  inputs: { ...alarm.inputs, dimensions: { Currency: "USD", ServiceName: "AmazonEC2" } },
});
const other = resource(ALARM, "other", { namespace: "AWS/SQS", metricName: "Age", statistic: "Maximum" });

prove(billingAlarmExists, {
  compliant: [charges],
  settings: { thresholdMax: 100 },
  emptyStackMessage: none,
  alsoCompliant: {
    "no AWS resource": [resource("random:index/randomPet:RandomPet", "pet", {})],
    "one compliant alarm beside one on a service, one on higher charges and an unknown one": [
      charges,
      setService(charges),
      { ...charges, name: "higher", inputs: { ...charges.inputs, threshold: 1000 } },
      { ...charges, name: "strange", inputs: { ...charges.inputs, namespace: unknown } },
      other,
    ],
    "a metric query": [
      resource(ALARM, "charges", {
        metricQueries: [
          { id: "m1", metric: { ...metric, stat: "Maximum" }, returnData: true },
          { id: "e1", expression: "m1 * 2" },
        ],
        comparisonOperator: "GreaterThanThreshold",
        threshold: "10",
      }),
    ],
  },
  mutants: [
    {
      title: "a faulty alarm beside a compliant one",
      change: (fixtures) => [
        ...fixtures,
        { ...charges, name: "daily", inputs: { ...charges.inputs, statistic: "Average", period: 300 } },
      ],
      messages: {
        daily: [
          'statistic is "Average", expected "Maximum"; the metric is cumulative for the month',
          "period is 300, expected 21600 or more seconds; AWS publishes the metric every six hours",
        ],
      },
    },
    {
      title: "no alarm",
      change: (fixtures) => [...withoutResources(fixtures, "charges"), other],
      messages: { stack: none },
    },
    {
      title: "another metric",
      change: (fixtures) => setInput(fixtures, "charges", "metricName", "Charges"),
      messages: { charges: 'metricName is "Charges", expected "EstimatedCharges"' },
    },
    {
      title: "no currency",
      change: (fixtures) => unsetInput(fixtures, "charges", "dimensions.Currency"),
      messages: {
        charges:
          'dimensions.Currency is missing, expected "USD"; CloudWatch publishes the metric by currency',
      },
    },
    {
      title: "a currency other than the account's",
      change: (fixtures) => fixtures,
      settings: { currency: "CNY" },
      messages: {
        charges: 'dimensions.Currency is "USD", expected "CNY"; CloudWatch publishes the metric by currency',
      },
    },
    {
      title: "an alarm on only one service",
      change: (fixtures) => setInput(fixtures, "charges", "dimensions.ServiceName", "AmazonEC2"),
      messages: {
        charges:
          'dimensions.ServiceName is "AmazonEC2", expected none on the required alarm; this alarm monitors only one service',
      },
    },
    {
      title: "an average",
      change: (fixtures) => setInput(fixtures, "charges", "statistic", "Average"),
      messages: {
        charges: 'statistic is "Average", expected "Maximum"; the metric is cumulative for the month',
      },
    },
    {
      title: "a period shorter than that of the metric",
      change: (fixtures) => setInput(fixtures, "charges", "period", 3600),
      messages: {
        charges: "period is 3600, expected 21600 or more seconds; AWS publishes the metric every six hours",
      },
    },
    {
      title: "an alarm on low charges",
      change: (fixtures) => setInput(fixtures, "charges", "comparisonOperator", "LessThanThreshold"),
      messages: {
        charges:
          'comparisonOperator is "LessThanThreshold", expected "GreaterThanOrEqualToThreshold" or "GreaterThanThreshold"',
      },
    },
    {
      title: "a threshold above the maximum",
      change: (fixtures) => setInput(fixtures, "charges", "threshold", 100.01),
      messages: { charges: "threshold is 100.01, expected 100 or less USD" },
    },
    {
      title: "a query with another statistic",
      change: () => [
        resource(ALARM, "charges", {
          metricQueries: [{ id: "m1", metric: { ...metric, stat: "Sum" } }],
          comparisonOperator: "GreaterThanThreshold",
          threshold: 10,
        }),
      ],
      messages: {
        charges:
          'metricQueries.0.metric.stat is "Sum", expected "Maximum"; the metric is cumulative for the month',
      },
    },
  ],
});

prove(billingAlarmExists, {
  compliant: [other],
  settings: { required: false },
  mutants: [
    {
      title: "a faulty billing alarm where none is required",
      change: (fixtures) => setInput([...fixtures, charges], "charges", "period", 60),
      messages: {
        charges: "period is 60, expected 21600 or more seconds; AWS publishes the metric every six hours",
      },
    },
  ],
});

prove(billingAlarmExists, {
  compliant: [other],
  settings: { stacks: ["foundation"] },
  mutants: [
    {
      title: "the stack that must have the alarm, without it",
      change: (fixtures) => fixtures,
      options: { stack: "foundation" },
      messages: { stack: none },
    },
  ],
});
