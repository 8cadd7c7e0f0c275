import { atMost, length, matches } from "../common/faults";
import { single } from "../common/inputs";
import { recordsHere } from "../common/lookup";
import { AwsError } from "../errors";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { isObject, type Properties, text } from "../value";
import { logGroupHere } from "./log-group";

const TYPE = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const SOURCE =
  "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html";

/** Most metric filters of one log group. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
const MOST_FILTERS = 100;

/** A count, or a sum, of what matches in a log group. */
export const logMetricFilter: ResourceType = {
  type: TYPE,
  service: "logs",
  name: { property: "name", maxLength: 512 },
  api: {
    create: "PutMetricFilter",
    read: "DescribeMetricFilters",
    update: "PutMetricFilter",
    delete: "DeleteMetricFilter",
  },
  immutable: ["logGroupName", "name", "region"],
  check,
  create: (call, inputs, draft): Draft => {
    const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
    judge(call, inputs, name);
    return { id: idOf(call, text(inputs.logGroupName) ?? "", name), outputs: { ...draft.outputs, name } };
  },
  update: (call, inputs, change) => {
    judge(call, inputs, text(change.before.outputs.name) ?? "");
    return change.draft;
  },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const metric = single(inputs.metricTransformation);
  const path = "metricTransformation";
  const dimensions =
    metric !== undefined && isObject(metric.dimensions) ? Object.keys(metric.dimensions) : [];
  return [
    ...length("name", inputs.name, 1, 512),
    ...matches("name", inputs.name, /^[^:*]*$/, "must not contain : or *"),
    ...length("pattern", inputs.pattern, 0, 1024),
    ...matches(`${path}.name`, metric?.name, /^[^:*$]*$/, "must not contain :, * or $"),
    ...length(`${path}.name`, metric?.name, 0, 255),
    ...matches(`${path}.namespace`, metric?.namespace, /^[^:*$]*$/, "must not contain :, * or $"),
    ...length(`${path}.namespace`, metric?.namespace, 0, 255),
    ...length(`${path}.value`, metric?.value, 0, 100),
    ...atMost(`${path}.dimensions`, dimensions, 3),
  ];
}

function judge(call: ResourceCall, inputs: Properties, name: string): void {
  const group = text(inputs.logGroupName) ?? "";
  logGroupHere(call, group);
  const others = recordsHere(call, TYPE).filter(
    (one) => one.outputs.logGroupName === group && one.outputs.name !== name,
  );
  if (others.length >= MOST_FILTERS)
    throw new AwsError("LimitExceededException", "Resource limit exceeded.", { source: SOURCE });
}

// A filter is known by its name in its group; two groups may have filters of one name.
function idOf(call: ResourceCall, group: string, name: string): string {
  const taken = recordsHere(call, TYPE).find((one) => one.id === name);
  return taken === undefined || taken.outputs.logGroupName === group ? name : `${group}:${name}`;
}
