import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { hexOf } from "../common/ids";
import type { Properties } from "../property-values";
import { zoneIdsOf, zoneNamesOf } from "../regions";
import type { Call } from "../resource-type";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";

/**
 * Returns the default VPC of a region. Default VPCs and their public subnets exist in every region without a record, so
 * they are in no list of the store and cannot be deleted.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
export function defaultVpcOf(call: Call): CloudRecord {
  const id = `vpc-${hexOf(`default/${call.account}/${call.region}`, 17)}`;
  return toRecord(call, VPC, id, {
    ...companionIdsOf(call, id),
    arn: regionalArn(call, "ec2", `vpc/${id}`),
    cidrBlock: "172.31.0.0/16",
    default: true,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    instanceTenancy: "default",
    ipv6AssociationId: "",
    ipv6CidrBlock: "",
    ownerId: call.account,
    state: "available",
  });
}

/** Returns the subnets of the default VPC, in the order of the region's zones. */
function defaultSubnetsOf(call: Call): readonly CloudRecord[] {
  const vpcId = defaultVpcOf(call).id;
  const zoneIds = zoneIdsOf(call.region);
  return zoneNamesOf(call.region).map((availabilityZone, index) => {
    const id = `subnet-${hexOf(`${vpcId}/${availabilityZone}`, 17)}`;
    return toRecord(call, SUBNET, id, {
      arn: regionalArn(call, "ec2", `subnet/${id}`),
      assignIpv6AddressOnCreation: false,
      availabilityZone,
      availabilityZoneId: zoneIds[index] ?? "",
      availableIpAddressCount: 4091,
      cidrBlock: `172.31.${16 * index}.0/20`,
      defaultForAz: true,
      mapPublicIpOnLaunch: true,
      ownerId: call.account,
      state: "available",
      vpcId,
    });
  });
}

/** Returns the resources of a type that exist in every region. */
export function defaultRecordsOf(call: Call, type: string): readonly CloudRecord[] {
  if (type === VPC) return [defaultVpcOf(call)];
  return type === SUBNET ? defaultSubnetsOf(call) : [];
}

/** Returns the default security group of a VPC. */
export function defaultSecurityGroupOf(call: Call, vpc: CloudRecord): CloudRecord {
  const id = String(vpc.outputs.defaultSecurityGroupId);
  return toRecord(call, "aws:ec2/securityGroup:SecurityGroup", id, {
    arn: regionalArn(call, "ec2", `security-group/${id}`),
    description: "default VPC security group",
    name: "default",
    ownerId: call.account,
    vpcId: vpc.id,
  });
}

/** Ids of the resources that EC2 creates with every VPC. */
export function companionIdsOf(call: Call, vpcId: string): Properties {
  return {
    defaultNetworkAclId: `acl-${hexOf(`acl/${vpcId}`, 17)}`,
    defaultRouteTableId: `rtb-${hexOf(`rtb/${vpcId}`, 17)}`,
    defaultSecurityGroupId: `sg-${hexOf(`sg/${vpcId}`, 17)}`,
    mainRouteTableId: `rtb-${hexOf(`rtb/${vpcId}`, 17)}`,
    dhcpOptionsId: `dopt-${hexOf(`dopt/${call.account}/${call.region}`, 17)}`,
  };
}

function toRecord({ account, region }: Call, type: string, id: string, outputs: Properties): CloudRecord {
  const all = { ...outputs, region, tags: {}, tagsAll: {} };
  return { account, region, type, id, urn: "", inputs: {}, outputs: all, createdAt: 0, updatedAt: 0 };
}
