import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { checkOneOf } from "../common/checks";
import { createHexId, hexOf } from "../common/ids";
import { AwsError } from "../errors";
import type { Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { companionIdsOf } from "./default-network";
import { dependencyViolation, type Ec2Kind, listEc2 } from "./records";
import { checkVpcCidr } from "./vpc-cidr";

/** Quota of VPCs in a region, the default VPC not counted. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MOST_VPCS = 5;

/** A VPC. */
export const vpc: ResourceType = {
  type: "aws:ec2/vpc:Vpc",
  service: "ec2",
  name: "none",
  immutable: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "region"],
  defaults: (inputs) => ({
    enableDnsHostnames: false,
    enableDnsSupport: true,
    instanceTenancy: "default",
    ...inputs,
  }),
  check: (inputs) => [
    ...checkVpcCidr("cidrBlock", inputs.cidrBlock),
    ...checkOneOf("instanceTenancy", inputs.instanceTenancy, ["default", "dedicated"]),
  ],
  create,
  delete: refuseInUse,
  durations: { create: 12, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  if (listEc2(call, "vpc").filter(({ outputs }) => outputs.default !== true).length >= MOST_VPCS)
    throw new AwsError("VpcLimitExceeded", "The maximum number of VPCs has been reached.", {
      source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    });
  const id = createHexId(call, "vpc-", 17);
  const ipv6 = inputs.assignGeneratedIpv6CidrBlock === true;
  return {
    id,
    outputs: {
      ...draft.outputs,
      arn: regionalArn(call, "ec2", `vpc/${id}`),
      ownerId: call.account,
      ...companionIdsOf(call, id),
      ipv6AssociationId: ipv6 ? `vpc-cidr-assoc-${hexOf(`ipv6/${id}`, 17)}` : "",
      // The prefix for documentation, which no network uses.
      ipv6CidrBlock: ipv6
        ? `2001:db8:${hexOf(id, 4)}:${hexOf(`${id}/6`, 2)}00::/56`
        : (inputs.ipv6CidrBlock ?? ""),
    },
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html */
function refuseInUse(call: ResourceCall, record: CloudRecord): void {
  const kinds: readonly Ec2Kind[] = [
    "subnet",
    "internetGateway",
    "routeTable",
    "vpcEndpoint",
    "networkAcl",
    "securityGroup",
  ];
  // EC2 deletes the VPC's default resources with it, even when a program has adopted them.
  const isUsed = kinds
    .flatMap((kind) => listEc2(call, kind))
    .some((one) => one.outputs.vpcId === record.id && !/:Default[A-Z]/.test(one.type));
  if (isUsed) throw dependencyViolation(`The vpc '${record.id}' has dependencies and cannot be deleted.`);
}
