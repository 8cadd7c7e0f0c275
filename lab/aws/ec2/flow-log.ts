import { regionalArn } from "../common/arn";
import { checkExactlyOne, checkOneOf, checkOneOfNumbers } from "../common/checks";
import { createHexId } from "../common/ids";
import { isGiven } from "../common/inputs";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { EC2_ERRORS, listEc2, requireEc2 } from "./records";

const SUBJECTS = [
  "eniId",
  "regionalNatGatewayId",
  "subnetId",
  "transitGatewayAttachmentId",
  "transitGatewayId",
  "vpcId",
];

/** Fields of a record by default. @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html#flow-logs-default */
const DEFAULT_FORMAT = [
  "version",
  "account-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
]
  .map((field) => `\${${field}}`)
  .join(" ");

/** A flow log of a VPC, a subnet or a network interface. */
export const flowLog: ResourceType = {
  type: "aws:ec2/flowLog:FlowLog",
  service: "ec2",
  name: "none",
  api: { create: "CreateFlowLogs", read: "DescribeFlowLogs", delete: "DeleteFlowLogs" },
  // EC2 has no API that modifies a flow log
  immutable: [
    ...SUBJECTS,
    "deliverCrossAccountRole",
    "destinationOptions",
    "iamRoleArn",
    "logDestination",
    "logDestinationType",
    "logFormat",
    "maxAggregationInterval",
    "region",
    "trafficType",
  ],
  defaults: (inputs) => ({ logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600, ...inputs }),
  check: (inputs) => [
    ...checkExactlyOne(inputs, SUBJECTS),
    ...checkOneOf("trafficType", inputs.trafficType, ["ACCEPT", "REJECT", "ALL"]),
    ...checkOneOf("logDestinationType", inputs.logDestinationType, [
      "cloud-watch-logs",
      "s3",
      "kinesis-data-firehose",
    ]),
    ...checkOneOfNumbers("maxAggregationInterval", inputs.maxAggregationInterval, [60, 600]),
  ],
  create: (call, inputs, draft): Draft => {
    validate(call, inputs);
    const id = createHexId(call, "fl-", 17);
    return {
      id,
      outputs: {
        ...draft.outputs,
        arn: regionalArn(call, "ec2", `vpc-flow-log/${id}`),
        logFormat: inputs.logFormat ?? DEFAULT_FORMAT,
      },
    };
  },
  durations: { create: 1, delete: 1 },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
function validate(call: ResourceCall, inputs: Properties): void {
  const network = asString(inputs.vpcId);
  if (network !== undefined && network !== "") requireEc2(call, "vpc", network);
  const subnet = asString(inputs.subnetId);
  if (subnet !== undefined && subnet !== "") requireEc2(call, "subnet", subnet);
  if (inputs.logDestinationType === "cloud-watch-logs" && !isGiven(inputs.iamRoleArn))
    throw new AwsError(
      "InvalidParameter",
      "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
      {
        source: EC2_ERRORS,
      },
    );
  const alike = (one: Properties) =>
    [...SUBJECTS, "logDestination", "trafficType"].every(
      (field) => (one[field] ?? "") === (inputs[field] ?? ""),
    );
  if (listEc2(call, "flowLog").some((one) => alike(one.outputs)))
    throw new AwsError(
      "FlowLogAlreadyExists",
      "Error. There is an existing Flow Log with the same configuration and log destination.",
      {
        source: EC2_ERRORS,
      },
    );
}
