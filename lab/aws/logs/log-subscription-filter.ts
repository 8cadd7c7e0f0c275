import { length, matches, oneOf } from "../common/faults";
import { isGiven } from "../common/inputs";
import { recordsHere } from "../common/lookup";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { logGroupHere } from "./log-group";

const TYPE = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
const SOURCE =
  "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html";

/** Filters of one group that no source allows; from 2 to 5 the sources differ, so they are let pass. */
const MOST_FILTERS = 5;

/** A feed of a log group's events to a stream, a delivery stream or a function. */
export const logSubscriptionFilter: ResourceType = {
  type: TYPE,
  service: "logs",
  name: { property: "name", maxLength: 512 },
  api: {
    create: "PutSubscriptionFilter",
    read: "DescribeSubscriptionFilters",
    update: "PutSubscriptionFilter",
    delete: "DeleteSubscriptionFilter",
  },
  immutable: ["logGroup", "name", "region"],
  check: (inputs) => [
    ...length("name", inputs.name, 1, 512),
    ...matches("name", inputs.name, /^[^:*]*$/, "must not contain : or *"),
    ...length("filterPattern", inputs.filterPattern, 0, 1024),
    ...oneOf("distribution", inputs.distribution, ["Random", "ByLogStream"]),
  ],
  create: (call, inputs, draft): Draft => {
    const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
    judge(call, inputs, name);
    const group = text(inputs.logGroup) ?? "";
    return { id: `cwlsf-${group}|${name}`, outputs: { ...draft.outputs, name } };
  },
  update: (call, inputs, change) => {
    judge(call, inputs, text(change.before.outputs.name) ?? "");
    return change.draft;
  },
};

function judge(call: ResourceCall, inputs: Properties, name: string): void {
  const group = text(inputs.logGroup) ?? "";
  logGroupHere(call, group);
  const destination = text(inputs.destinationArn) ?? "";
  const service = destination.split(":")[2];
  if ((service === "kinesis" || service === "firehose") && !isGiven(inputs.roleArn))
    throw new AwsError(
      "InvalidParameterException",
      `destinationArn for vendor ${service} requires a roleArn`,
      {
        source: SOURCE,
      },
    );
  const others = recordsHere(call, TYPE).filter(
    (one) => one.outputs.logGroup === group && one.outputs.name !== name,
  );
  if (others.length >= MOST_FILTERS)
    throw new AwsError("LimitExceededException", "Resource limit exceeded.", { source: SOURCE });
}
