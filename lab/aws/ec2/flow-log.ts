import { regionalArn } from "../common/arn";
import { exactlyOne, oneOf, oneOfNumbers } from "../common/faults";
import { freshId } from "../common/ids";
import { isGiven } from "../common/inputs";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { all, ERRORS, must } from "./found";

const SUBJECTS = ["eniId", "subnetId", "transitGatewayAttachmentId", "transitGatewayId", "vpcId"];

/** A record of the traffic of a network or of a part of it. */
export const flowLog: ResourceType = {
  type: "aws:ec2/flowLog:FlowLog",
  service: "ec2",
  name: "none",
  api: { create: "CreateFlowLogs", read: "DescribeFlowLogs", delete: "DeleteFlowLogs" },
  defaults: (inputs) => ({ logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600, ...inputs }),
  check: (inputs) => [
    ...exactlyOne(inputs, SUBJECTS),
    ...oneOf("trafficType", inputs.trafficType, ["ACCEPT", "REJECT", "ALL"]),
    ...oneOf("logDestinationType", inputs.logDestinationType, [
      "cloud-watch-logs",
      "s3",
      "kinesis-data-firehose",
    ]),
    ...oneOfNumbers("maxAggregationInterval", inputs.maxAggregationInterval, [60, 600]),
  ],
  create: (call, inputs, draft): Draft => {
    judge(call, inputs);
    const id = freshId(call, "fl-", 17);
    return { id, outputs: { ...draft.outputs, arn: regionalArn(call, "ec2", `vpc-flow-log/${id}`) } };
  },
  durations: { create: 1, delete: 1 },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
function judge(call: ResourceCall, inputs: Properties): void {
  const network = text(inputs.vpcId);
  if (network !== undefined && network !== "") must(call, "vpc", network);
  const subnet = text(inputs.subnetId);
  if (subnet !== undefined && subnet !== "") must(call, "subnet", subnet);
  if (inputs.logDestinationType === "cloud-watch-logs" && !isGiven(inputs.iamRoleArn))
    throw new AwsError(
      "InvalidParameter",
      "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
      {
        source: ERRORS,
      },
    );
  const alike = (one: Properties) =>
    [...SUBJECTS, "logDestination", "trafficType"].every(
      (field) => (one[field] ?? "") === (inputs[field] ?? ""),
    );
  if (all(call, "flowLog").some((one) => alike(one.outputs)))
    throw new AwsError(
      "FlowLogAlreadyExists",
      "Error. There is an existing Flow Log with the same configuration and log destination.",
      {
        source: ERRORS,
      },
    );
}
