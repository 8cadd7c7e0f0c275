import assert from "node:assert/strict";
import { UNKNOWN_VALUE } from "../../../../common/special-values";
import type { CloudRecord } from "../../../../lab/aws/cloud-store";
import { ec2 } from "../../../../lab/aws/ec2";
import { defaultVpcOf } from "../../../../lab/aws/ec2/default-network";
import { lb } from "../../../../lab/aws/lb";
import type { Properties } from "../../../../lab/aws/property-values";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const type = (kind: string) => `aws:ec2/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
const LB = "aws:lb/loadBalancer:LoadBalancer";

function withVpc(): {
  cloud: Cloud;
  vpc: CloudRecord;
  vpcId: string;
  subnet: (cidrBlock: string, zone?: string) => CloudRecord;
} {
  const cloud = new Cloud(ec2, lb);
  const vpc = cloud.create(type("Vpc"), { cidrBlock: "10.0.0.0/16" });
  const subnet = (cidrBlock: string, zone = "a") =>
    cloud.create(type("Subnet"), { vpcId: vpc.id, cidrBlock, availabilityZone: `eu-west-1${zone}` });
  return { cloud, vpc, vpcId: vpc.id, subnet };
}

describe("Vpc", () => {
  it("gives a VPC an id of EC2's form and the ids of its default resources", () => {
    const { vpc } = withVpc();

    assert.match(vpc.id, /^vpc-[0-9a-f]{17}$/);
    assert.equal(vpc.outputs.arn, `arn:aws:ec2:eu-west-1:123456789012:vpc/${vpc.id}`);
    assert.match(String(vpc.outputs.defaultSecurityGroupId), /^sg-[0-9a-f]{17}$/);
    assert.equal(vpc.outputs.mainRouteTableId, vpc.outputs.defaultRouteTableId);
    assert.equal(vpc.outputs.enableDnsSupport, true);
  });

  it("limits a region to five VPCs, and other regions independently", () => {
    const cloud = new Cloud(ec2);
    const create = (region: string) => cloud.create(type("Vpc"), { cidrBlock: "10.0.0.0/16" }, { region });
    for (let i = 0; i < 5; i++) create("eu-west-1");

    assert.equal(
      refusal(() => create("eu-west-1")),
      "VpcLimitExceeded: The maximum number of VPCs has been reached.",
    );
    assert.equal(create("us-east-1").region, "us-east-1");
  });

  it("accepts resources in the default VPC, beside its subnets", () => {
    const cloud = new Cloud(ec2);
    const here = {
      account: "123456789012",
      region: "eu-west-1",
      partition: "aws",
      clock: cloud.clock,
    } as const;
    const vpcId = defaultVpcOf({ ...here, store: cloud }).id;
    const subnet = (cidrBlock: string) => cloud.create(type("Subnet"), { vpcId, cidrBlock });

    assert.equal(cloud.create(type("SecurityGroup"), { vpcId }).outputs.vpcId, vpcId);
    assert.equal(subnet("172.31.128.0/20").outputs.vpcId, vpcId);
    assert.match(
      refusal(() => subnet("172.31.16.0/20")),
      /^InvalidSubnet\.Conflict: /,
    );
    assert.deepEqual(cloud.list({ type: type("Vpc") }), []);
  });

  it("rejects blocks that are not CIDR or not of an allowed size", () => {
    const check = (cidrBlock: string) => reasons(new Cloud(ec2).check(type("Vpc"), { cidrBlock })).cidrBlock;

    assert.equal(check("10.0.0.0/16"), undefined);
    assert.equal(check("10.0.0.0/28"), undefined);
    assert.equal(check(UNKNOWN_VALUE), undefined);
    assert.equal(check("10.0.0.1/16"), '"10.0.0.1/16" is not a valid IPv4 CIDR block');
    assert.equal(
      check("10.0.0.0/8"),
      'expected "cidr_block" to contain a network Value with between 16 and 28 significant bits, got: 8',
    );
  });

  it("refuses to delete a VPC with DependencyViolation until its parts are deleted", () => {
    const { cloud, vpc, subnet } = withVpc();
    const part = subnet("10.0.0.0/24");

    assert.equal(
      refusal(() => cloud.delete(vpc)),
      `DependencyViolation: The vpc '${vpc.id}' has dependencies and cannot be deleted.`,
    );
    cloud.delete(part);
    cloud.create(type("DefaultSecurityGroup"), { vpcId: vpc.id });
    cloud.delete(vpc);
    assert.equal(cloud.get(vpc), undefined);
  });
});

describe("Subnet", () => {
  it("accepts only blocks inside the VPC that overlap no other subnet", () => {
    const { cloud, vpcId, subnet } = withVpc();
    subnet("10.0.0.0/24");

    assert.equal(
      refusal(() => subnet("10.1.0.0/24")),
      "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
    );
    assert.equal(
      refusal(() => subnet("10.0.0.128/25")),
      "InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts with another subnet",
    );
    assert.equal(
      refusal(() => subnet("10.0.0.0/23")),
      "InvalidSubnet.Conflict: The CIDR '10.0.0.0/23' conflicts with another subnet",
    );
    assert.equal(subnet("10.0.1.0/24", "b").outputs.vpcId, vpcId);
    assert.equal(cloud.list({ type: type("Subnet") }).length, 2);
  });

  it("accepts only zones of the region", () => {
    const { cloud, vpcId } = withVpc();
    const create = (availabilityZone: string) => () =>
      cloud.create(type("Subnet"), { vpcId, cidrBlock: "10.0.0.0/24", availabilityZone });

    assert.equal(
      refusal(create("us-east-1a")),
      "InvalidParameterValue: Value (us-east-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: eu-west-1a, eu-west-1b, eu-west-1c.",
    );
    assert.match(refusal(create("eu-west-1d")), /^InvalidParameterValue/);
    assert.equal(create("eu-west-1b")().outputs.availabilityZoneId, "euw1-az2");
  });

  it("rejects a missing VPC with InvalidVpcID.NotFound", () => {
    const act = () => new Cloud(ec2).create(type("Subnet"), { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });

    assert.equal(refusal(act), "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist");
  });
});

describe("gateways and addresses", () => {
  it("rejects a second internet gateway in a VPC", () => {
    const { cloud, vpcId } = withVpc();
    cloud.create(type("InternetGateway"), { vpcId });

    assert.equal(
      refusal(() => cloud.create(type("InternetGateway"), { vpcId })),
      `InvalidParameterValue: Network ${vpcId} already has an internet gateway attached`,
    );
  });

  it("limits a region to five addresses with AddressLimitExceeded", () => {
    const cloud = new Cloud(ec2);
    const addresses = Array.from({ length: 5 }, () => cloud.create(type("Eip"), { domain: "vpc" }));

    assert.match(String(addresses[0]?.outputs.publicIp), /^198\.(18|19)\.\d+\.\d+$/);
    assert.equal(addresses[0]?.outputs.allocationId, addresses[0]?.id);
    assert.equal(
      refusal(() => cloud.create(type("Eip"), { domain: "vpc" })),
      "AddressLimitExceeded: The maximum number of addresses has been reached.",
    );
  });

  it("lets one NAT gateway use an address, which cannot be released meanwhile", () => {
    const { cloud, subnet } = withVpc();
    const part = subnet("10.0.0.0/24");
    const subnetId = part.id;
    const eip = cloud.create(type("Eip"), {});
    const nat = cloud.create(type("NatGateway"), { allocationId: eip.id, subnetId });

    assert.match(nat.id, /^nat-[0-9a-f]{17}$/);
    assert.equal(nat.outputs.publicIp, eip.outputs.publicIp);
    assert.equal(nat.outputs.privateIp, "10.0.0.4");
    assert.equal(
      refusal(() => cloud.create(type("NatGateway"), { allocationId: eip.id, subnetId })),
      `Resource.AlreadyAssociated: resource ${eip.id} is already associated.`,
    );
    assert.equal(
      refusal(() => cloud.delete(eip)),
      `InvalidIPAddress.InUse: Address ${eip.outputs.publicIp} is in use.`,
    );
    assert.match(
      refusal(() => cloud.create(type("NatGateway"), { allocationId: "eipalloc-1", subnetId })),
      /^InvalidAllocationID.NotFound/,
    );
    assert.match(
      refusal(() => cloud.create(type("NatGateway"), { subnetId })),
      /^MissingParameter/,
    );
    assert.match(
      refusal(() => cloud.delete(part)),
      /^DependencyViolation: The subnet/,
    );
  });
});

describe("routes", () => {
  it("rejects missing targets, targets in another VPC and duplicate destinations", () => {
    const { cloud, vpcId } = withVpc();
    const igw = cloud.create(type("InternetGateway"), { vpcId });
    const stray = cloud.create(type("InternetGateway"), {});
    const table = cloud.create(type("RouteTable"), { vpcId });
    const route = (more: Properties) => () =>
      cloud.create(type("Route"), { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...more });

    assert.equal(
      refusal(route({ gatewayId: "igw-1" })),
      "InvalidGatewayID.NotFound: The gateway ID 'igw-1' does not exist",
    );
    assert.equal(
      refusal(route({ gatewayId: stray.id })),
      `InvalidParameterValue: route table ${table.id} and network gateway ${stray.id} belong to different networks`,
    );
    assert.equal(
      refusal(route({ natGatewayId: "nat-1" })),
      "NatGatewayNotFound: The natGateway ID 'nat-1' does not exist",
    );
    assert.equal(route({ gatewayId: igw.id })().id, `r-${table.id}1080289494`);
    assert.equal(
      refusal(route({ gatewayId: igw.id })),
      "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.",
    );
  });

  it("accepts a route in the main route table of a VPC", () => {
    const { cloud, vpc, vpcId } = withVpc();
    const igw = cloud.create(type("InternetGateway"), { vpcId });
    const routeTableId = String(vpc.outputs.mainRouteTableId);

    assert.doesNotThrow(() =>
      cloud.create(type("Route"), { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId: igw.id }),
    );
  });

  it("rejects a second association of a subnet, and keeps an associated route table", () => {
    const { cloud, vpcId, subnet } = withVpc();
    const subnetId = subnet("10.0.0.0/24").id;
    const table = cloud.create(type("RouteTable"), { vpcId });
    const link = cloud.create(type("RouteTableAssociation"), { subnetId, routeTableId: table.id });

    assert.match(link.id, /^rtbassoc-[0-9a-f]{17}$/);
    assert.equal(
      refusal(() => cloud.create(type("RouteTableAssociation"), { subnetId, routeTableId: table.id })),
      `Resource.AlreadyAssociated: the specified association for route table ${table.id} conflicts with an existing association`,
    );
    assert.equal(
      refusal(() => cloud.delete(table)),
      `DependencyViolation: The routeTable '${table.id}' has dependencies and cannot be deleted.`,
    );
  });

  it("rejects a route without target or with two", () => {
    const check = (more: Properties) =>
      reasons(
        new Cloud(ec2).check(type("Route"), {
          routeTableId: "rtb-1",
          destinationCidrBlock: "0.0.0.0/0",
          ...more,
        }),
      );

    assert.deepEqual(check({ gatewayId: UNKNOWN_VALUE }), {});
    assert.match(check({}).carrierGatewayId ?? "", /must be specified$/);
    assert.match(check({ gatewayId: "igw-1", natGatewayId: "nat-1" }).gatewayId ?? "", /only one of/);
  });
});

describe("VpcEndpoint", () => {
  it("rejects a service of another region, and a second endpoint in a route table", () => {
    const { cloud, vpcId } = withVpc();
    const table = cloud.create(type("RouteTable"), { vpcId });
    const endpoint = (region: string) => () =>
      cloud.create(type("VpcEndpoint"), {
        vpcId,
        serviceName: `com.amazonaws.${region}.s3`,
        routeTableIds: [table.id],
      });

    assert.equal(
      refusal(endpoint("us-east-1")),
      "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-1.s3' does not exist",
    );
    assert.match(String(endpoint("eu-west-1")().outputs.prefixListId), /^pl-[0-9a-f]{8}$/);
    assert.match(refusal(endpoint("eu-west-1")), /^RouteAlreadyExists: route table rtb-/);
  });
});

describe("SecurityGroup", () => {
  const rule = { protocol: "tcp", fromPort: 443, toPort: 443 };

  it("requires unique names in a VPC and rejects the name default", () => {
    const { cloud, vpcId } = withVpc();
    const create = (name: string) => cloud.create(type("SecurityGroup"), { name, vpcId });
    create("web");

    assert.equal(
      refusal(() => create("web")),
      `InvalidGroup.Duplicate: The security group 'web' already exists for VPC '${vpcId}'`,
    );
    assert.equal(
      refusal(() => create("default")),
      "InvalidParameterValue: Cannot use reserved security group name: default",
    );
  });

  it("refuses to delete a group that another group refers to", () => {
    const { cloud, vpcId } = withVpc();
    const front = cloud.create(type("SecurityGroup"), { vpcId });
    const back = cloud.create(type("SecurityGroup"), {
      vpcId,
      ingress: [{ ...rule, securityGroups: [front.id] }],
    });

    assert.equal(
      refusal(() => cloud.delete(front)),
      `DependencyViolation: resource ${front.id} has a dependent object`,
    );
    cloud.delete(back);
    cloud.delete(front);
  });

  it("rejects missing groups and invalid ports", () => {
    const { cloud, vpcId } = withVpc();
    const create = (ingress: Properties) => () =>
      cloud.create(type("SecurityGroup"), { vpcId, ingress: [ingress] });

    assert.equal(
      refusal(create({ ...rule, securityGroups: ["sg-1"] })),
      "InvalidGroup.NotFound: The security group 'sg-1' does not exist",
    );
    assert.equal(
      refusal(create({ ...rule, toPort: 442, cidrBlocks: ["0.0.0.0/0"] })),
      "InvalidParameterValue: Invalid TCP/UDP port range (443:442)",
    );
    assert.deepEqual(
      reasons(cloud.check(type("SecurityGroup"), { egress: [{ protocol: "-1", fromPort: 0, toPort: 443 }] })),
      {
        "egress[0].fromPort": `from_port (0) and to_port (443) must both be 0 to use the 'ALL' "-1" protocol!`,
      },
    );
  });

  it("rejects a duplicate rule with InvalidPermission.Duplicate", () => {
    const { cloud, vpcId } = withVpc();
    const securityGroupId = cloud.create(type("SecurityGroup"), { vpcId }).id;
    const lone = { securityGroupId, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
    const token = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

    assert.match(cloud.create(token, lone).id, /^sgr-[0-9a-f]{17}$/);
    assert.equal(
      refusal(() => cloud.create(token, lone)),
      'InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" already exists',
    );
  });
});

describe("FlowLog and NetworkAcl", () => {
  it("requires a role for a flow log and rejects a duplicate one", () => {
    const { cloud, vpcId } = withVpc();
    const log = {
      vpcId,
      trafficType: "ALL",
      logDestination: "arn:aws:logs:eu-west-1:123456789012:log-group:f",
    };

    assert.match(
      refusal(() => cloud.create(type("FlowLog"), log)),
      /^InvalidParameter: DeliverLogsPermissionArn/,
    );
    const iamRoleArn = "arn:aws:iam::123456789012:role/flow";
    assert.match(cloud.create(type("FlowLog"), { ...log, iamRoleArn }).id, /^fl-[0-9a-f]{17}$/);
    assert.match(
      refusal(() => cloud.create(type("FlowLog"), { ...log, iamRoleArn })),
      /^FlowLogAlreadyExists/,
    );
  });

  it("rejects a duplicate rule number with NetworkAclEntryAlreadyExists", () => {
    const { cloud, vpcId } = withVpc();
    const entry = { action: "allow", ruleNo: 100, protocol: "-1", fromPort: 0, toPort: 0 };

    assert.equal(
      refusal(() => cloud.create(type("NetworkAcl"), { vpcId, ingress: [entry, entry] })),
      "NetworkAclEntryAlreadyExists: The network acl entry identified by 100 already exists.",
    );
    assert.match(cloud.create(type("NetworkAcl"), { vpcId, ingress: [entry], egress: [entry] }).id, /^acl-/);
  });
});

describe("LoadBalancer", () => {
  it("derives DNS name, hosted zone and ARN suffix from a load balancer's name", () => {
    const { cloud, vpcId, subnet } = withVpc();
    const subnets = [subnet("10.0.0.0/24", "a").id, subnet("10.0.1.0/24", "b").id];

    const { outputs } = cloud.create(LB, { name: "web", subnets });

    assert.match(String(outputs.arnSuffix), /^app\/web\/[0-9a-f]{16}$/);
    assert.equal(
      outputs.arn,
      `arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/${outputs.arnSuffix}`,
    );
    assert.match(String(outputs.dnsName), /^web-\d+\.eu-west-1\.elb\.amazonaws\.com$/);
    assert.equal(outputs.zoneId, "Z32O12XQLNTSW2");
    assert.equal(outputs.vpcId, vpcId);
    assert.match(
      refusal(() => cloud.create(LB, { name: "web", subnets })),
      /^DuplicateLoadBalancerName/,
    );
  });

  it("rejects subnets in one zone, in the same zone, or none", () => {
    const { cloud, subnet } = withVpc();
    const [a, b] = [subnet("10.0.0.0/24", "a").id, subnet("10.0.1.0/24", "a").id];

    assert.match(
      refusal(() => cloud.create(LB, { subnets: [a] })),
      /^ValidationError: At least two subnets/,
    );
    assert.match(
      refusal(() => cloud.create(LB, { subnets: [a, b] })),
      /^InvalidConfigurationRequest/,
    );
    assert.match(
      refusal(() => cloud.create(LB, { subnets: [a, "subnet-1"] })),
      /^SubnetNotFound/,
    );
  });

  it("refuses to delete a protected load balancer with OperationNotPermitted", () => {
    const { cloud, subnet } = withVpc();
    const subnets = [subnet("10.0.0.0/24", "a").id, subnet("10.0.1.0/24", "b").id];
    const balancer = cloud.create(LB, { subnets, enableDeletionProtection: true });

    assert.match(
      refusal(() => cloud.delete(balancer)),
      /^OperationNotPermitted/,
    );
    cloud.delete(cloud.update(balancer, { enableDeletionProtection: false }));
  });
});
