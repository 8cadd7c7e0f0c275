import { NAME_LIMITS } from "../../../common/name-limits";
import { checkLength, checkOneOf, checkPattern } from "../common/checks";
import { assignedName, isGiven } from "../common/inputs";
import { listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireLogGroup } from "./log-group";

const TYPE = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
const SOURCE =
  "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html";

/** More filters in one log group than any source allows; sources differ about 2 to 5, so those pass. */
const MOST_FILTERS = 5;

/** A feed of a log group's events to a Kinesis stream, a Firehose stream or a function. */
export const logSubscriptionFilter: ResourceType = {
  type: TYPE,
  service: "logs",
  name: { property: "name" },
  api: {
    create: "PutSubscriptionFilter",
    read: "DescribeSubscriptionFilters",
    update: "PutSubscriptionFilter",
    delete: "DeleteSubscriptionFilter",
  },
  immutable: ["logGroup", "name", "region"],
  check: (inputs) => [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
    ...checkPattern("name", inputs.name, /^[^:*]*$/, "must not contain : or *"),
    ...checkLength("filterPattern", inputs.filterPattern, 0, 1024),
    ...checkOneOf("distribution", inputs.distribution, ["Random", "ByLogStream"]),
  ],
  create: (call, inputs, draft): Draft => {
    const name = assignedName(draft);
    validate(call, inputs, name);
    const group = asString(inputs.logGroup) ?? "";
    return { id: `cwlsf-${group}|${name}`, outputs: { ...draft.outputs, name } };
  },
  update: (call, inputs, change) => {
    validate(call, inputs, asString(change.before.outputs.name) ?? "");
    return change.draft;
  },
};

function validate(call: ResourceCall, inputs: Properties, name: string): void {
  const group = asString(inputs.logGroup) ?? "";
  requireLogGroup(call, group);
  const destination = asString(inputs.destinationArn) ?? "";
  const service = destination.split(":")[2];
  if ((service === "kinesis" || service === "firehose") && !isGiven(inputs.roleArn))
    throw new AwsError(
      "InvalidParameterException",
      `destinationArn for vendor ${service} requires a roleArn`,
      {
        source: SOURCE,
      },
    );
  const others = listRegionalRecords(call, TYPE).filter(
    (one) => one.outputs.logGroup === group && one.outputs.name !== name,
  );
  if (others.length >= MOST_FILTERS)
    throw new AwsError("LimitExceededException", "Resource limit exceeded.", { source: SOURCE });
}
