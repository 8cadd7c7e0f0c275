import assert from "node:assert/strict";
import { UNKNOWN_VALUE } from "../../../../common/special-values";
import { cloudwatch } from "../../../../lab/aws/cloudwatch";
import { readAlarmRule } from "../../../../lab/aws/cloudwatch/alarm-expression";
import { findAlarmError } from "../../../../lab/aws/cloudwatch/alarm-rules";
import type { Properties } from "../../../../lab/aws/property-values";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

const PLAIN: Properties = {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 3,
  period: 60,
  statistic: "Sum",
  threshold: 5,
  metricName: "Errors",
  namespace: "App",
};
const query = (id: string, more: Properties) => ({ id, returnData: false, ...more });
const stat = { metric: { metricName: "Errors", namespace: "App", period: 60, stat: "Sum" } };

describe("findAlarmError", () => {
  const band = {
    comparisonOperator: "GreaterThanUpperThreshold",
    evaluationPeriods: 2,
    thresholdMetricId: "e1",
    metricQueries: [
      query("m1", { ...stat, returnData: true }),
      query("e1", { expression: "ANOMALY_DETECTION_BAND(m1)" }),
    ],
  };
  const valid: Readonly<Record<string, Properties>> = {
    "a plain alarm": PLAIN,
    "a period of 20 seconds": { ...PLAIN, period: 20 },
    "the billing alarm": { ...PLAIN, namespace: "AWS/Billing", period: 21_600, evaluationPeriods: 1 },
    "seven days of hours": { ...PLAIN, period: 3600, evaluationPeriods: 168 },
    "m of n": { ...PLAIN, datapointsToAlarm: 3 },
    "an anomaly": band,
    "an anomaly that returns its band too": {
      ...band,
      metricQueries: [
        query("m1", { ...stat, returnData: true }),
        query("e1", { expression: "ANOMALY_DETECTION_BAND(m1)", returnData: true }),
      ],
    },
    "an action that is not there": { ...PLAIN, alarmActions: ["arn:aws:sns:eu-west-1:123456789012:none"] },
  };
  for (const [what, inputs] of Object.entries(valid))
    it(`accepts ${what}`, () => assert.equal(findAlarmError(inputs), undefined));

  const { metricName: _, ...unnamed } = PLAIN;
  const invalid: readonly (readonly [string, Properties, string])[] = [
    ["nothing to watch", unnamed, "MissingParameter: The parameter Metrics list or MetricName is required."],
    [
      "a metric and queries",
      { ...PLAIN, metricQueries: [query("m", stat)] },
      "InvalidParameterCombination: MetricName, Metrics and EvaluationCriteria cannot be specified together",
    ],
    [
      "queries with a period",
      { ...unnamed, metricQueries: [query("m", stat)] },
      "InvalidParameterCombination: When Metrics is specified, MetricName, Namespace, Dimensions, Period, Unit, Statistic and ExtendedStatistic must be empty",
    ],
    [
      "both statistics",
      { ...PLAIN, extendedStatistic: "p99" },
      "InvalidParameterCombination: Statistic and ExtendedStatistic cannot be specified together",
    ],
    [
      "a period of 45 seconds",
      { ...PLAIN, period: 45 },
      "ValidationError: Valid periods are 10, 20, 30, or any multiple of 60 seconds.",
    ],
    [
      "more than a day of minutes",
      { ...PLAIN, evaluationPeriods: 1441 },
      "ValidationError: Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).",
    ],
    [
      "more than a week of hours",
      { ...PLAIN, period: 3600, evaluationPeriods: 169 },
      "ValidationError: Metrics cannot be checked across more than seven days (EvaluationPeriods * Period must be <= 604800).",
    ],
    [
      "m above n",
      { ...PLAIN, datapointsToAlarm: 4 },
      "ValidationError: DatapointsToAlarm must be less than or equal to EvaluationPeriods.",
    ],
    [
      "two answers",
      {
        metricQueries: [query("a", { ...stat, returnData: true }), query("b", { ...stat, returnData: true })],
      },
      "ValidationError: Exactly one element of the metrics list should return data.",
    ],
    [
      "one id twice",
      { metricQueries: [query("a", stat), query("a", stat)] },
      "ValidationError: The values for parameter id in parameter MetricDataQueries are not unique.",
    ],
    [
      "a band operator without a band",
      { ...PLAIN, comparisonOperator: "LessThanLowerThreshold" },
      "ValidationError: The comparison operator LessThanLowerThreshold requires ThresholdMetricId and an ANOMALY_DETECTION_BAND expression.",
    ],
    [
      "two thresholds",
      { ...band, threshold: 1 },
      "InvalidParameterCombination: Threshold and ThresholdMetricId cannot be specified together",
    ],
  ];
  for (const [what, inputs, expected] of invalid)
    it(`rejects ${what}`, () => {
      const fault = findAlarmError(inputs);

      assert.equal(fault && `${fault.code}: ${fault.message}`, expected);
    });
});

describe("MetricAlarm", () => {
  it("gives an alarm an ARN of its region and treats missing data as missing", () => {
    const { id, outputs } = new Cloud(cloudwatch).create(
      ALARM,
      { ...PLAIN, name: "errors" },
      { region: "ap-northeast-2" },
    );

    assert.equal(id, "errors");
    assert.equal(outputs.arn, "arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:errors");
    assert.equal(outputs.treatMissingData, "missing");
  });

  it("rejects an update that makes an alarm invalid", () => {
    const cloud = new Cloud(cloudwatch);
    const alarm = cloud.create(ALARM, PLAIN);

    assert.match(
      refusal(() => cloud.update(alarm, { period: 45 })),
      /^ValidationError: Valid periods/,
    );
  });

  it("reports every invalid enumeration and range", () => {
    const faults = new Cloud(cloudwatch).check(ALARM, {
      ...PLAIN,
      comparisonOperator: "Above",
      treatMissingData: "never",
      statistic: "Median",
      evaluationPeriods: 0,
      namespace: ":App",
      alarmActions: ["1", "2", "3", "4", "5", "6"],
    });

    assert.equal(
      reasons(faults).treatMissingData,
      'expected treat_missing_data to be one of ["breaching" "notBreaching" "ignore" "missing"], got never',
    );
    assert.deepEqual(Object.keys(reasons(faults)).sort(), [
      "alarmActions",
      "comparisonOperator",
      "evaluationPeriods",
      "namespace",
      "statistic",
      "treatMissingData",
    ]);
    assert.deepEqual(
      new Cloud(cloudwatch).check(ALARM, { ...PLAIN, statistic: UNKNOWN_VALUE, period: UNKNOWN_VALUE }),
      [],
    );
  });
});

describe("readAlarmRule", () => {
  it("finds the alarms that a rule refers to", () => {
    const rule =
      'ALARM("a b") AND (NOT OK(c) OR INSUFFICIENT_DATA(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:d)) OR TRUE';

    assert.deepEqual(readAlarmRule(rule), { ok: true, alarms: ["a b", "c", "d"] });
  });

  const broken: Readonly<Record<string, string>> = {
    "": "it ends too early",
    "ALARM(a": ") is missing",
    "ALARM()": "ALARM has no alarm",
    "ALARM(a) OK(b)": "OK is not expected",
    "MAYBE(a)": "MAYBE is not a function",
    "(ALARM(a)": ") is missing",
    '"a"': "a is not expected",
  };
  for (const [rule, why] of Object.entries(broken))
    it(`reports that in ${rule || "an empty rule"} ${why}`, () => {
      assert.deepEqual(readAlarmRule(rule), { ok: false, why });
    });
});

describe("CompositeAlarm", () => {
  it("rejects an invalid rule with ValidationError", () => {
    const act = () => new Cloud(cloudwatch).create(COMPOSITE, { alarmName: "any", alarmRule: "ALARM(" });

    assert.equal(
      refusal(act),
      "ValidationError: AlarmRule must not contain invalid expressions: ALARM has no alarm",
    );
  });

  it("accepts 100 children and rejects 101", () => {
    const rule = (count: number) => Array.from({ length: count }, (_, i) => `ALARM(a${i})`).join(" OR ");
    const cloud = new Cloud(cloudwatch);

    assert.equal(cloud.create(COMPOSITE, { alarmName: "any", alarmRule: rule(100) }).id, "any");
    assert.match(
      refusal(() => cloud.create(COMPOSITE, { alarmName: "all", alarmRule: rule(101) })),
      /more than 100 alarms$/,
    );
  });

  it("refuses to delete an alarm in a cycle until the cycle is broken", () => {
    const cloud = new Cloud(cloudwatch);
    const first = cloud.create(COMPOSITE, { alarmName: "a", alarmRule: "ALARM(b)" });
    const second = cloud.create(COMPOSITE, { alarmName: "b", alarmRule: "ALARM(a)" });

    assert.match(
      refusal(() => cloud.delete(first)),
      /^ValidationError: Composite alarm a is in a cycle/,
    );
    cloud.update(second, { alarmRule: "FALSE" });
    cloud.delete(second);
    cloud.delete(first);
    assert.deepEqual(cloud.list(), []);
  });
});

describe("Dashboard", () => {
  const body = JSON.stringify({ widgets: [{ type: "metric" }] });

  it("overwrites the dashboard of the same name in another region", () => {
    const cloud = new Cloud(cloudwatch);
    cloud.create(DASHBOARD, { dashboardName: "all", dashboardBody: body }, { region: "us-east-1" });
    const second = cloud.create(
      DASHBOARD,
      { dashboardName: "all", dashboardBody: body },
      { region: "eu-west-1" },
    );

    assert.deepEqual(
      cloud.list().map((one) => one.region),
      ["eu-west-1"],
    );
    assert.equal(second.outputs.dashboardArn, "arn:aws:cloudwatch::123456789012:dashboard/all");
  });

  it("rejects invalid bodies", () => {
    const cloud = new Cloud(cloudwatch);
    const create = (dashboardBody: string) => () =>
      cloud.create(DASHBOARD, { dashboardName: "all", dashboardBody });

    assert.match(
      reasons(cloud.check(DASHBOARD, { dashboardBody: "{" })).dashboardBody ?? "",
      /^"dashboard_body" contains an invalid JSON: /,
    );
    assert.match(
      refusal(create("[]")),
      /^InvalidParameterInput: The field DashboardBody is invalid: The dashboard body must be a JSON object/,
    );
    assert.match(refusal(create('{"widgets":[{}]}')), /\/widgets\/0: Should have required property 'type'$/);
    assert.match(
      refusal(create(JSON.stringify({ widgets: Array(501).fill({ type: "text" }) }))),
      /at most 500 widgets$/,
    );
  });
});
