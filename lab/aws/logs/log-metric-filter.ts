import { NAME_LIMITS } from "../../../common/name-limits";
import { checkAtMost, checkLength, checkPattern } from "../common/checks";
import { assignedName, firstObject } from "../common/inputs";
import { listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, isObject, type Properties } from "../property-values";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireLogGroup } from "./log-group";

const TYPE = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const SOURCE =
  "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html";

/** Most metric filters of one log group. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
const MOST_FILTERS = 100;

/** A metric of the events that match in a log group. */
export const logMetricFilter: ResourceType = {
  type: TYPE,
  service: "logs",
  name: { property: "name" },
  api: {
    create: "PutMetricFilter",
    read: "DescribeMetricFilters",
    update: "PutMetricFilter",
    delete: "DeleteMetricFilter",
  },
  immutable: ["logGroupName", "name", "region"],
  check,
  create: (call, inputs, draft): Draft => {
    const name = assignedName(draft);
    validate(call, inputs, name);
    return {
      id: chooseId(call, asString(inputs.logGroupName) ?? "", name),
      outputs: { ...draft.outputs, name },
    };
  },
  update: (call, inputs, change) => {
    validate(call, inputs, asString(change.before.outputs.name) ?? "");
    return change.draft;
  },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const metric = firstObject(inputs.metricTransformation);
  const path = "metricTransformation";
  const dimensions =
    metric !== undefined && isObject(metric.dimensions) ? Object.keys(metric.dimensions) : [];
  return [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
    ...checkPattern("name", inputs.name, /^[^:*]*$/, "must not contain : or *"),
    ...checkLength("pattern", inputs.pattern, 0, 1024),
    ...checkPattern(`${path}.name`, metric?.name, /^[^:*$]*$/, "must not contain :, * or $"),
    ...checkLength(`${path}.name`, metric?.name, 0, 255),
    ...checkPattern(`${path}.namespace`, metric?.namespace, /^[^:*$]*$/, "must not contain :, * or $"),
    ...checkLength(`${path}.namespace`, metric?.namespace, 0, 255),
    ...checkLength(`${path}.value`, metric?.value, 0, 100),
    ...checkAtMost(`${path}.dimensions`, dimensions, 3),
  ];
}

function validate(call: ResourceCall, inputs: Properties, name: string): void {
  const group = asString(inputs.logGroupName) ?? "";
  requireLogGroup(call, group);
  const others = listRegionalRecords(call, TYPE).filter(
    (one) => one.outputs.logGroupName === group && one.outputs.name !== name,
  );
  if (others.length >= MOST_FILTERS)
    throw new AwsError("LimitExceededException", "Resource limit exceeded.", { source: SOURCE });
}

// Names are unique in a log group only, so a second filter of a name gets a longer id.
function chooseId(call: ResourceCall, group: string, name: string): string {
  const existing = listRegionalRecords(call, TYPE).find((one) => one.id === name);
  return existing === undefined || existing.outputs.logGroupName === group ? name : `${group}:${name}`;
}
