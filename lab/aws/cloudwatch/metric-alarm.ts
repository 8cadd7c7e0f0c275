import { NAME_LIMITS } from "../../../common/name-limits";
import { regionalArn } from "../common/arn";
import {
  checkAtLeast,
  checkAtMost,
  checkBetween,
  checkLength,
  checkOneOf,
  checkPattern,
} from "../common/checks";
import { assignedName } from "../common/inputs";
import { refuse } from "../common/refuse";
import { isObject, type Properties } from "../property-values";
import type { CheckFailure, Draft, ResourceType } from "../resource-type";
import { findAlarmError } from "./alarm-rules";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const OPERATORS = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];

/** An alarm on a metric, or on an expression over metrics. */
export const metricAlarm: ResourceType = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  service: "cloudwatch",
  name: { property: "name" },
  api: { create: "PutMetricAlarm", read: "DescribeAlarms", update: "PutMetricAlarm", delete: "DeleteAlarms" },
  immutable: ["name", "region"],
  defaults: (inputs) => ({ actionsEnabled: true, treatMissingData: "missing", ...inputs }),
  check,
  create: (call, inputs, draft): Draft => {
    refuse(findAlarmError(inputs));
    const name = assignedName(draft);
    return {
      id: name,
      outputs: { ...draft.outputs, name, arn: regionalArn(call, "cloudwatch", `alarm:${name}`) },
    };
  },
  update: (_call, inputs, change) => {
    refuse(findAlarmError(inputs));
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const dimensions = isObject(inputs.dimensions) ? inputs.dimensions : {};
  return [
    ...checkLength("name", inputs.name, 0, NAME_LIMITS["aws:cloudwatch/metricAlarm:MetricAlarm"]),
    ...checkLength("alarmDescription", inputs.alarmDescription, 0, 1024),
    ...checkOneOf("comparisonOperator", inputs.comparisonOperator, OPERATORS),
    ...checkAtLeast("evaluationPeriods", inputs.evaluationPeriods, 1),
    ...checkAtLeast("datapointsToAlarm", inputs.datapointsToAlarm, 1),
    ...checkOneOf("statistic", inputs.statistic, ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]),
    ...checkPattern(
      "extendedStatistic",
      inputs.extendedStatistic,
      /^(p(\d{1,2}(\.\d{1,10})?|100)|(tm|wm|tc|ts|pr)\d{1,2}(\.\d{1,10})?|IQM|(TM|WM|TC|TS|PR)\(.+\))$/i,
      "must be a percentile, a trimmed statistic or IQM",
    ),
    ...checkOneOf("treatMissingData", inputs.treatMissingData, [
      "breaching",
      "notBreaching",
      "ignore",
      "missing",
    ]),
    ...checkOneOf("evaluateLowSampleCountPercentiles", inputs.evaluateLowSampleCountPercentiles, [
      "evaluate",
      "ignore",
    ]),
    ...checkLength("namespace", inputs.namespace, 1, 255),
    ...checkPattern("namespace", inputs.namespace, /^[^:]/, "must not start with a colon"),
    ...checkAtMost("alarmActions", inputs.alarmActions, 5),
    ...checkAtMost("okActions", inputs.okActions, 5),
    ...checkAtMost("insufficientDataActions", inputs.insufficientDataActions, 5),
    ...checkAtMost("dimensions", Object.keys(dimensions), 30),
    ...Object.entries(dimensions).flatMap(([name, value]) =>
      checkLength(`dimensions.${name}`, value, 1, 1024),
    ),
    ...checkBetween("evaluationInterval", inputs.evaluationInterval, 10, 3600),
  ];
}
