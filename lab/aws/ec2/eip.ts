import { addressAt, ipv4Block, ipv4Size } from "../../../common/cidr";
import { regionalArn } from "../common/arn";
import { checkOneOf } from "../common/checks";
import { createHexId, hexOf } from "../common/ids";
import { AwsError } from "../errors";
import { asStrings, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { EC2_ERRORS, listEc2 } from "./records";

/** Addresses in a region. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html#using-instance-addressing-limit */
const MOST_ADDRESSES = 5;

/** Block of addresses that are not routed on the internet. @see RFC 2544, 198.18.0.0/15 for benchmarks */
const POOL_PREFIX = 15;
const POOL = ipv4Block(0xc6_12_00_00n, POOL_PREFIX);

/** A static public address. */
export const eip: ResourceType = {
  type: "aws:ec2/eip:Eip",
  service: "ec2",
  name: "none",
  api: {
    create: "AllocateAddress",
    read: "DescribeAddresses",
    update: "AssociateAddress",
    delete: "ReleaseAddress",
  },
  immutable: [
    "address",
    "customerOwnedIpv4Pool",
    "domain",
    "ipamPoolId",
    "networkBorderGroup",
    "publicIpv4Pool",
    "region",
  ],
  check: (inputs) => checkOneOf("domain", inputs.domain, ["vpc", "standard"]),
  create,
  delete: (call, record) => {
    const isUsed = listEc2(call, "natGateway").some((one) =>
      [one.outputs.allocationId, ...asStrings(one.outputs.secondaryAllocationIds)].includes(record.id),
    );
    if (isUsed)
      throw new AwsError("InvalidIPAddress.InUse", `Address ${record.outputs.publicIp} is in use.`, {
        source: EC2_ERRORS,
      });
  },
  durations: { create: 1, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  if (listEc2(call, "eip").length >= MOST_ADDRESSES)
    throw new AwsError("AddressLimitExceeded", "The maximum number of addresses has been reached.", {
      source:
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html#using-instance-addressing-limit",
    });
  const id = createHexId(call, "eipalloc-", 17);
  const publicIp = addressAt(POOL, Number.parseInt(hexOf(id, 8), 16) % ipv4Size(POOL_PREFIX));
  const domain = call.region === "us-east-1" ? "compute-1" : `${call.region}.compute`;
  return {
    id,
    outputs: {
      ...draft.outputs,
      allocationId: id,
      arn: regionalArn(call, "ec2", `elastic-ip/${id}`),
      domain: inputs.domain ?? "vpc",
      networkBorderGroup: inputs.networkBorderGroup ?? call.region,
      publicIp,
      publicDns: `ec2-${publicIp.replaceAll(".", "-")}.${domain}.amazonaws.com`,
      publicIpv4Pool: inputs.publicIpv4Pool ?? "amazon",
    },
  };
}
