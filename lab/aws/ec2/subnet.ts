import { type Cidr, containsCidr, overlapsCidr, parseIPv4Cidr } from "../../../common/cidr";
import { regionalArn } from "../common/arn";
import { freshId, hexOf } from "../common/ids";
import { recordsHere } from "../common/lookup";
import { AwsError } from "../errors";
import { zoneIdsOf, zonesOf } from "../regions";
import type { Call, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text, texts } from "../value";
import type { CloudRecord } from "../world";
import { blockFaults } from "./blocks";
import { all, ERRORS, must, violation } from "./found";

/** A part of a network, in one zone. */
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
  check: (inputs) => blockFaults("cidrBlock", inputs.cidrBlock),
  create,
  delete: remove,
  durations: { create: 1, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const network = must(call, "vpc", text(inputs.vpcId) ?? "");
  const zone = zoneOf(call, inputs);
  refuseBlock(call, network, text(inputs.cidrBlock));
  const id = freshId(call, "subnet-", 17);
  return {
    id,
    outputs: {
      ...draft.outputs,
      ...zone,
      arn: regionalArn(call, "ec2", `subnet/${id}`),
      ownerId: call.account,
      privateDnsHostnameTypeOnLaunch: inputs.privateDnsHostnameTypeOnLaunch ?? "ip-name",
      ipv6CidrBlock: inputs.ipv6CidrBlock ?? "",
      ipv6CidrBlockAssociationId: text(inputs.ipv6CidrBlock) ? `subnet-cidr-assoc-${hexOf(id, 17)}` : "",
    },
  };
}

/**
 * Zone of the subnet. Which of a region's letters an account has differs, so `a` to `c` are taken everywhere.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 */
function zoneOf(call: Call, inputs: Properties): Properties {
  const known = zonesOf(call.region);
  const ids = zoneIdsOf(call.region);
  const wantedId = text(inputs.availabilityZoneId);
  const byId = wantedId === undefined || wantedId === "" ? undefined : known[ids.indexOf(wantedId)];
  const wanted = text(inputs.availabilityZone) || byId || (wantedId ? wantedId : known[0]);
  const zone = wanted ?? `${call.region}a`;
  const taken = ["a", "b", "c"].map((letter) => call.region + letter);
  if (!known.includes(zone) && !taken.includes(zone))
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${known.join(", ")}.`,
      { source: ERRORS },
    );
  const place = known.indexOf(zone);
  return {
    availabilityZone: zone,
    availabilityZoneId: ids[place] ?? `${ids[0]?.replace(/\d+$/, "")}${ids.length + 1}`,
  };
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
function refuseBlock(call: Call, network: CloudRecord, cidr: string | undefined): void {
  const block = cidr === undefined ? undefined : parseIPv4Cidr(cidr);
  if (block === undefined) return;
  const own = blocksOf(call, network);
  if (own.length > 0 && !own.some((outer) => containsCidr(outer, block)))
    throw new AwsError("InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`, { source: ERRORS });
  const neighbours = all(call, "subnet").filter((one) => one.outputs.vpcId === network.id);
  const clash = neighbours.some((one) => {
    const other = parseIPv4Cidr(text(one.outputs.cidrBlock) ?? "");
    return other !== undefined && overlapsCidr(other, block);
  });
  if (clash)
    throw new AwsError("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`, {
      source: ERRORS,
    });
}

// A network may have been given more blocks; without any that is known, IPAM chose it and nothing can be said.
function blocksOf(call: Call, network: CloudRecord): readonly Cidr[] {
  const more = recordsHere(call, "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
    .filter((one) => one.outputs.vpcId === network.id)
    .map((one) => one.outputs.cidrBlock);
  return [network.outputs.cidrBlock, ...more]
    .map((cidr) => parseIPv4Cidr(text(cidr) ?? ""))
    .filter((block) => block !== undefined);
}

function remove(call: ResourceCall, record: CloudRecord): void {
  const needed =
    all(call, "natGateway").some((one) => one.outputs.subnetId === record.id) ||
    all(call, "vpcEndpoint").some((one) => texts(one.outputs.subnetIds).includes(record.id)) ||
    recordsHere(call, "aws:lb/loadBalancer:LoadBalancer").some((one) =>
      texts(one.outputs.subnets).includes(record.id),
    );
  if (needed) throw violation(`The subnet '${record.id}' has dependencies and cannot be deleted.`);
}
