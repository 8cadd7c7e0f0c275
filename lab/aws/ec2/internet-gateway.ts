import { regionalArn } from "../common/arn";
import { createHexId } from "../common/ids";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { EC2_ERRORS, listEc2, requireEc2 } from "./records";

/** Gateways in a region, as many as VPCs. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MOST_GATEWAYS = 5;

/**
 * The gateway between a VPC and the internet. A delete succeeds while public addresses are still mapped: the provider
 * retries the request until they are gone.
 */
export const internetGateway: ResourceType = {
  type: "aws:ec2/internetGateway:InternetGateway",
  service: "ec2",
  name: "none",
  immutable: ["region"],
  create: (call, inputs, draft): Draft => {
    if (listEc2(call, "internetGateway").length >= MOST_GATEWAYS)
      throw new AwsError(
        "InternetGatewayLimitExceeded",
        "The maximum number of internet gateways has been reached.",
        {
          source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
        },
      );
    validateAttachment(call, inputs, undefined);
    const id = createHexId(call, "igw-", 17);
    return {
      id,
      outputs: {
        ...draft.outputs,
        arn: regionalArn(call, "ec2", `internet-gateway/${id}`),
        ownerId: call.account,
      },
    };
  },
  update: (call, inputs, change) => {
    validateAttachment(call, inputs, change.before.id);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 12 },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html */
function validateAttachment(call: ResourceCall, inputs: Properties, self: string | undefined): void {
  const network = asString(inputs.vpcId) ?? "";
  if (network === "") return;
  requireEc2(call, "vpc", network);
  if (!listEc2(call, "internetGateway").some((one) => one.outputs.vpcId === network && one.id !== self))
    return;
  throw new AwsError("InvalidParameterValue", `Network ${network} already has an internet gateway attached`, {
    source: EC2_ERRORS,
  });
}
