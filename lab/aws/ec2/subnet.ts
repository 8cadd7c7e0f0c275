import { type Cidr, containsCidr, overlapsCidr, parseIPv4Cidr } from "../../../common/cidr";
import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { createHexId, hexOf } from "../common/ids";
import { listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";
import { zoneIdsOf, zoneNamesOf } from "../regions";
import type { Call, Draft, ResourceCall, ResourceType } from "../resource-type";
import { dependencyViolation, EC2_ERRORS, listEc2, requireEc2 } from "./records";
import { checkVpcCidr } from "./vpc-cidr";

/** A subnet of a VPC, in one zone. */
export const subnet: ResourceType = {
  type: "aws:ec2/subnet:Subnet",
  service: "ec2",
  name: "none",
  immutable: [
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
    "ipv6Native",
    "outpostArn",
    "region",
    "vpcId",
  ],
  defaults: (inputs) => ({
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    enableResourceNameDnsARecordOnLaunch: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    ipv6Native: false,
    mapPublicIpOnLaunch: false,
    ...inputs,
  }),
  check: (inputs) => checkVpcCidr("cidrBlock", inputs.cidrBlock),
  create,
  delete: refuseInUse,
  durations: { create: 1, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const vpc = requireEc2(call, "vpc", asString(inputs.vpcId) ?? "");
  const zone = chooseZone(call, inputs);
  validateCidr(call, vpc, asString(inputs.cidrBlock));
  const id = createHexId(call, "subnet-", 17);
  return {
    id,
    outputs: {
      ...draft.outputs,
      ...zone,
      arn: regionalArn(call, "ec2", `subnet/${id}`),
      ownerId: call.account,
      privateDnsHostnameTypeOnLaunch: inputs.privateDnsHostnameTypeOnLaunch ?? "ip-name",
      ipv6CidrBlock: inputs.ipv6CidrBlock ?? "",
      ipv6CidrBlockAssociationId: asString(inputs.ipv6CidrBlock) ? `subnet-cidr-assoc-${hexOf(id, 17)}` : "",
    },
  };
}

/**
 * Chooses the zone of the subnet. Accounts differ in the letters of their zones, so `a` to `c` pass everywhere.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 */
function chooseZone(call: Call, inputs: Properties): Properties {
  const known = zoneNamesOf(call.region);
  const ids = zoneIdsOf(call.region);
  const wantedId = asString(inputs.availabilityZoneId);
  const byId = wantedId === undefined || wantedId === "" ? undefined : known[ids.indexOf(wantedId)];
  const requestedZone = asString(inputs.availabilityZone) || byId || (wantedId ? wantedId : known[0]);
  const zone = requestedZone ?? `${call.region}a`;
  const commonZones = ["a", "b", "c"].map((letter) => call.region + letter);
  if (!known.includes(zone) && !commonZones.includes(zone))
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${known.join(", ")}.`,
      { source: EC2_ERRORS },
    );
  const place = known.indexOf(zone);
  return {
    availabilityZone: zone,
    availabilityZoneId: ids[place] ?? `${ids[0]?.replace(/\d+$/, "")}${ids.length + 1}`,
  };
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
function validateCidr(call: Call, vpc: CloudRecord, cidr: string | undefined): void {
  const block = cidr === undefined ? undefined : parseIPv4Cidr(cidr);
  if (block === undefined) return;
  const own = blocksOf(call, vpc);
  if (own.length > 0 && !own.some((outer) => containsCidr(outer, block)))
    throw new AwsError("InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`, { source: EC2_ERRORS });
  const neighbours = listEc2(call, "subnet").filter((one) => one.outputs.vpcId === vpc.id);
  const hasConflict = neighbours.some((one) => {
    const other = parseIPv4Cidr(asString(one.outputs.cidrBlock) ?? "");
    return other !== undefined && overlapsCidr(other, block);
  });
  if (hasConflict)
    throw new AwsError("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`, {
      source: EC2_ERRORS,
    });
}

// A VPC may have secondary blocks. IPAM chose the block of a VPC without a known one, so the subnet cannot be checked.
function blocksOf(call: Call, vpc: CloudRecord): readonly Cidr[] {
  const more = listRegionalRecords(call, "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
    .filter((one) => one.outputs.vpcId === vpc.id)
    .map((one) => one.outputs.cidrBlock);
  return [vpc.outputs.cidrBlock, ...more]
    .map((cidr) => parseIPv4Cidr(asString(cidr) ?? ""))
    .filter((block) => block !== undefined);
}

function refuseInUse(call: ResourceCall, record: CloudRecord): void {
  const isUsed =
    listEc2(call, "natGateway").some((one) => one.outputs.subnetId === record.id) ||
    listEc2(call, "vpcEndpoint").some((one) => asStrings(one.outputs.subnetIds).includes(record.id)) ||
    listRegionalRecords(call, "aws:lb/loadBalancer:LoadBalancer").some((one) =>
      asStrings(one.outputs.subnets).includes(record.id),
    );
  if (isUsed) throw dependencyViolation(`The subnet '${record.id}' has dependencies and cannot be deleted.`);
}
