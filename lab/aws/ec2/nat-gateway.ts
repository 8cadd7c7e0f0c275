import { addressAt, parseIPv4Cidr } from "../../../common/cidr";
import { checkOneOf } from "../common/checks";
import { createHexId, hexOf } from "../common/ids";
import { isGiven } from "../common/inputs";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { EC2_ERRORS, listEc2, requireEc2 } from "./records";

/** Addresses at the beginning of a subnet that AWS reserves. @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED = 4;

/** A gateway through which private subnets reach the internet. */
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
    ...checkOneOf("connectivityType", inputs.connectivityType, ["public", "private"]),
    ...checkOneOf("availabilityMode", inputs.availabilityMode, ["zonal", "regional"]),
  ],
  create,
  durations: { create: 90, delete: 60 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const regional = inputs.availabilityMode === "regional";
  const place = regional ? undefined : requireEc2(call, "subnet", asString(inputs.subnetId) ?? "");
  if (regional) requireEc2(call, "vpc", asString(inputs.vpcId) ?? "");
  const publicIp = publicIpOf(call, inputs, regional);
  const id = createHexId(call, "nat-", 17);
  const block = parseIPv4Cidr(asString(place?.outputs.cidrBlock) ?? "");
  return {
    id,
    outputs: {
      ...draft.outputs,
      availabilityMode: regional ? "regional" : "zonal",
      associationId: publicIp === "" ? "" : `eipassoc-${hexOf(id, 17)}`,
      networkInterfaceId: `eni-${hexOf(`eni/${id}`, 17)}`,
      privateIp:
        asString(inputs.privateIp) ??
        (block === undefined ? "" : addressAt(block, RESERVED + countGateways(call, place?.id))),
      publicIp,
      vpcId: inputs.vpcId ?? place?.outputs.vpcId ?? "",
    },
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html */
function publicIpOf(call: ResourceCall, inputs: Properties, regional: boolean): string {
  const id = asString(inputs.allocationId) ?? "";
  const isPublic = inputs.connectivityType !== "private";
  if (!isGiven(id)) {
    if (isPublic && !regional)
      throw new AwsError("MissingParameter", "The request must include the AllocationId parameter.", {
        source: EC2_ERRORS,
      });
    return "";
  }
  const address = requireEc2(call, "eip", id);
  if (!isPublic)
    throw new AwsError(
      "InvalidParameterCombination",
      "The parameter AllocationId cannot be used with the connectivity type private.",
      {
        source: EC2_ERRORS,
      },
    );
  if (listEc2(call, "natGateway").some((one) => one.outputs.allocationId === id))
    throw new AwsError("Resource.AlreadyAssociated", `resource ${id} is already associated.`, {
      source: EC2_ERRORS,
    });
  return asString(address.outputs.publicIp) ?? "";
}

function countGateways(call: ResourceCall, subnetId: string | undefined): number {
  return listEc2(call, "natGateway").filter((one) => one.outputs.subnetId === subnetId).length;
}
