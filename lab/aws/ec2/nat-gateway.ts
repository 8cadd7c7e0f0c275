import { addressAt, parseIPv4Cidr } from "../../../common/cidr";
import { oneOf } from "../common/faults";
import { freshId, hexOf } from "../common/ids";
import { isGiven } from "../common/inputs";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { all, ERRORS, must } from "./found";

/** Addresses of a subnet that AWS keeps at its beginning. @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED = 4;

/** A gateway by which private subnets reach out. */
export const natGateway: ResourceType = {
  type: "aws:ec2/natGateway:NatGateway",
  service: "ec2",
  name: "none",
  immutable: [
    "allocationId",
    "availabilityMode",
    "connectivityType",
    "privateIp",
    "region",
    "subnetId",
    "vpcId",
  ],
  defaults: (inputs) => ({ connectivityType: "public", ...inputs }),
  check: (inputs) => [
    ...oneOf("connectivityType", inputs.connectivityType, ["public", "private"]),
    ...oneOf("availabilityMode", inputs.availabilityMode, ["zonal", "regional"]),
  ],
  create,
  durations: { create: 90, delete: 60 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const regional = inputs.availabilityMode === "regional";
  const place = regional ? undefined : must(call, "subnet", text(inputs.subnetId) ?? "");
  if (regional) must(call, "vpc", text(inputs.vpcId) ?? "");
  const publicIp = addressOf(call, inputs, regional);
  const id = freshId(call, "nat-", 17);
  const block = parseIPv4Cidr(text(place?.outputs.cidrBlock) ?? "");
  return {
    id,
    outputs: {
      ...draft.outputs,
      availabilityMode: regional ? "regional" : "zonal",
      associationId: publicIp === "" ? "" : `eipassoc-${hexOf(id, 17)}`,
      networkInterfaceId: `eni-${hexOf(`eni/${id}`, 17)}`,
      privateIp:
        text(inputs.privateIp) ??
        (block === undefined ? "" : addressAt(block, RESERVED + nth(call, place?.id))),
      publicIp,
      vpcId: inputs.vpcId ?? place?.outputs.vpcId ?? "",
    },
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html */
function addressOf(call: ResourceCall, inputs: Properties, regional: boolean): string {
  const id = text(inputs.allocationId) ?? "";
  const isPublic = inputs.connectivityType !== "private";
  if (!isGiven(id)) {
    if (isPublic && !regional)
      throw new AwsError("MissingParameter", "The request must include the AllocationId parameter.", {
        source: ERRORS,
      });
    return "";
  }
  const address = must(call, "eip", id);
  if (!isPublic)
    throw new AwsError(
      "InvalidParameterCombination",
      "The parameter AllocationId cannot be used with the connectivity type private.",
      {
        source: ERRORS,
      },
    );
  if (all(call, "natGateway").some((one) => one.outputs.allocationId === id))
    throw new AwsError("Resource.AlreadyAssociated", `resource ${id} is already associated.`, {
      source: ERRORS,
    });
  return text(address.outputs.publicIp) ?? "";
}

function nth(call: ResourceCall, subnetId: string | undefined): number {
  return all(call, "natGateway").filter((one) => one.outputs.subnetId === subnetId).length;
}
