import { type Cidr, containsCidr, overlapsCidr, parseIPv4Cidr } from "../../../common/cidr";
import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { createHexId, hexOf } from "../common/ids";
import { listRegionalRecords } from "../common/records";
import { zonesOf } from "../common/zones";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";
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
 * Chooses the zone of the subnet. Accounts differ in the letters of their zones, so `a` to `c` pass everywhere; a local zone passes
 * after the account has opted in to its group.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 */
function chooseZone(call: Call, inputs: Properties): Properties {
  const zones = zonesOf(call).filter(({ optInStatus }) => optInStatus !== "not-opted-in");
  const available = zones.filter(({ type }) => type === "availability-zone");
  const wantedId = asString(inputs.availabilityZoneId);
  const byId = wantedId ? zones.find(({ id }) => id === wantedId)?.name : undefined;
  const name =
    asString(inputs.availabilityZone) || byId || wantedId || available[0]?.name || `${call.region}a`;
  const zone = zones.find((one) => one.name === name);
  if (zone) return { availabilityZone: name, availabilityZoneId: zone.id };
  if (!["a", "b", "c"].some((letter) => name === call.region + letter))
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${name}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((one) => one.name).join(", ")}.`,
      { source: EC2_ERRORS },
    );
  const prefix = available[0]?.id.replace(/\d+$/, "") ?? "";
  return { availabilityZone: name, availabilityZoneId: `${prefix}${available.length + 1}` };
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
