import type { CloudRecord } from "../cloud-store";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import type { Call } from "../resource-type";
import { defaultRecordsOf } from "./default-network";

/** Source of EC2's error codes and messages. */
export const EC2_ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";

/** Type tokens by kind of resource; the `Default…` types stand for resources that exist in every region. */
const TYPES = {
  vpc: ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"],
  subnet: ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"],
  routeTable: ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"],
  securityGroup: ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
  internetGateway: ["aws:ec2/internetGateway:InternetGateway"],
  natGateway: ["aws:ec2/natGateway:NatGateway"],
  eip: ["aws:ec2/eip:Eip"],
  route: ["aws:ec2/route:Route"],
  routeTableAssociation: ["aws:ec2/routeTableAssociation:RouteTableAssociation"],
  vpcEndpoint: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
  networkAcl: ["aws:ec2/networkAcl:NetworkAcl"],
  flowLog: ["aws:ec2/flowLog:FlowLog"],
} as const;

/** Kind of an EC2 resource. */
export type Ec2Kind = keyof typeof TYPES;

/** EC2's errors for resources that do not exist. */
const MISSING: Partial<Record<Ec2Kind, readonly [code: string, noun: string]>> = {
  vpc: ["InvalidVpcID.NotFound", "vpc"],
  subnet: ["InvalidSubnetID.NotFound", "subnet"],
  routeTable: ["InvalidRouteTableID.NotFound", "routeTable"],
  internetGateway: ["InvalidInternetGatewayID.NotFound", "internetGateway"],
  natGateway: ["NatGatewayNotFound", "natGateway"],
  eip: ["InvalidAllocationID.NotFound", "allocation"],
};

/** Lists the resources of a kind in the region of the request, the default ones included. */
export function listEc2(call: Call, kind: Ec2Kind): readonly CloudRecord[] {
  const { account, region, store } = call;
  return TYPES[kind].flatMap((type) => [
    ...store.list({ account, region, type }),
    ...defaultRecordsOf(call, type),
  ]);
}

/** Finds a resource of a kind in the region of the request. */
export function findEc2(call: Call, kind: Ec2Kind, id: string): CloudRecord | undefined {
  for (const type of TYPES[kind]) {
    const record = findRecord(call, type, id) ?? defaultRecordsOf(call, type).find((one) => one.id === id);
    if (record !== undefined) return record;
  }
  return undefined;
}

/**
 * Finds a resource of a kind in the region of the request.
 *
 * @throws {AwsError} when it does not exist, such as InvalidVpcID.NotFound
 */
export function requireEc2(call: Call, kind: Ec2Kind, id: string): CloudRecord {
  const record = findEc2(call, kind, id);
  if (record !== undefined) return record;
  const [code, noun] = MISSING[kind] ?? ["InvalidParameterValue", kind];
  throw new AwsError(code, `The ${noun} ID '${id}' does not exist`, { source: EC2_ERRORS });
}

/** Id of the VPC of a route table, which may be the VPC's main one. */
export function vpcOfRouteTable(call: Call, id: string): string {
  const owner = listEc2(call, "vpc").find((vpc) => vpc.outputs.mainRouteTableId === id);
  if (owner !== undefined) return owner.id;
  return String(requireEc2(call, "routeTable", id).outputs.vpcId);
}

/**
 * Refuses a security group that does not exist; the default one of each VPC does.
 *
 * @throws {AwsError} InvalidGroup.NotFound
 */
export function requireSecurityGroup(call: Call, id: string): void {
  if (findEc2(call, "securityGroup", id) !== undefined) return;
  if (listEc2(call, "vpc").some((vpc) => vpc.outputs.defaultSecurityGroupId === id)) return;
  throw new AwsError("InvalidGroup.NotFound", `The security group '${id}' does not exist`, {
    source: EC2_ERRORS,
  });
}

/** Error for a resource that others still use. */
export function dependencyViolation(words: string): AwsError {
  return new AwsError("DependencyViolation", words, { source: EC2_ERRORS });
}
