import { regionalArn } from "../common/arn";
import { atLeast, atMost, between, length, matches, oneOf } from "../common/faults";
import { refuse } from "../common/refuse";
import type { CheckFailure, Draft, ResourceType } from "../resource-type";
import { isObject, type Properties, text } from "../value";
import { alarmFault } from "./alarm-rules";

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
  name: { property: "name", maxLength: 255 },
  api: { create: "PutMetricAlarm", read: "DescribeAlarms", update: "PutMetricAlarm", delete: "DeleteAlarms" },
  immutable: ["name", "region"],
  defaults: (inputs) => ({ actionsEnabled: true, treatMissingData: "missing", ...inputs }),
  check,
  create: (call, inputs, draft): Draft => {
    refuse(alarmFault(inputs));
    const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
    return {
      id: name,
      outputs: { ...draft.outputs, name, arn: regionalArn(call, "cloudwatch", `alarm:${name}`) },
    };
  },
  update: (_call, inputs, change) => {
    refuse(alarmFault(inputs));
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const dimensions = isObject(inputs.dimensions) ? inputs.dimensions : {};
  return [
    ...length("name", inputs.name, 0, 255),
    ...length("alarmDescription", inputs.alarmDescription, 0, 1024),
    ...oneOf("comparisonOperator", inputs.comparisonOperator, OPERATORS),
    ...atLeast("evaluationPeriods", inputs.evaluationPeriods, 1),
    ...atLeast("datapointsToAlarm", inputs.datapointsToAlarm, 1),
    ...oneOf("statistic", inputs.statistic, ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]),
    ...matches(
      "extendedStatistic",
      inputs.extendedStatistic,
      /^(p(\d{1,2}(\.\d{1,10})?|100)|(tm|wm|tc|ts|pr)\d{1,2}(\.\d{1,10})?|IQM|(TM|WM|TC|TS|PR)\(.+\))$/i,
      "must be a percentile, a trimmed statistic or IQM",
    ),
    ...oneOf("treatMissingData", inputs.treatMissingData, ["breaching", "notBreaching", "ignore", "missing"]),
    ...oneOf("evaluateLowSampleCountPercentiles", inputs.evaluateLowSampleCountPercentiles, [
      "evaluate",
      "ignore",
    ]),
    ...length("namespace", inputs.namespace, 1, 255),
    ...matches("namespace", inputs.namespace, /^[^:]/, "must not start with a colon"),
    ...atMost("alarmActions", inputs.alarmActions, 5),
    ...atMost("okActions", inputs.okActions, 5),
    ...atMost("insufficientDataActions", inputs.insufficientDataActions, 5),
    ...atMost("dimensions", Object.keys(dimensions), 30),
    ...Object.entries(dimensions).flatMap(([name, value]) => length(`dimensions.${name}`, value, 1, 1024)),
    ...between("evaluationInterval", inputs.evaluationInterval, 10, 3600),
  ];
}
