/** A VPC with public and private subnets in two zones, NAT, and flow logs. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

/** Creates the network; other programs of this folder use it as well. */
function createNetwork(name) {
  const zones = aws.getAvailabilityZonesOutput({ state: "available" });
  const vpc = new aws.ec2.Vpc(name, {
    cidrBlock: "10.0.0.0/16",
    enableDnsHostnames: true,
    enableDnsSupport: true,
    tags: { Name: name },
  });
  new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.id, ingress: [], egress: [] });
  const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id });
  const publicTable = new aws.ec2.RouteTable(`${name}-public`, {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  });
  const publicSubnets = [];
  const privateSubnets = [];
  for (const index of [0, 1]) {
    const availabilityZone = zones.names[index];
    const publicSubnet = new aws.ec2.Subnet(`${name}-public-${index}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone,
    });
    new aws.ec2.RouteTableAssociation(`${name}-public-${index}`, {
      subnetId: publicSubnet.id,
      routeTableId: publicTable.id,
    });
    const privateSubnet = new aws.ec2.Subnet(`${name}-private-${index}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index + 100}.0/24`,
      availabilityZone,
    });
    const address = new aws.ec2.Eip(`${name}-${index}`, { domain: "vpc" });
    const nat = new aws.ec2.NatGateway(`${name}-${index}`, {
      allocationId: address.allocationId,
      subnetId: publicSubnet.id,
    });
    const privateTable = new aws.ec2.RouteTable(`${name}-private-${index}`, {
      vpcId: vpc.id,
      routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }],
    });
    new aws.ec2.RouteTableAssociation(`${name}-private-${index}`, {
      subnetId: privateSubnet.id,
      routeTableId: privateTable.id,
    });
    publicSubnets.push(publicSubnet);
    privateSubnets.push(privateSubnet);
  }
  const flows = new aws.cloudwatch.LogGroup(`${name}-flows`, { retentionInDays: 30 });
  const role = new aws.iam.Role(`${name}-flows`, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" }),
  });
  new aws.iam.RolePolicy(`${name}-flows`, {
    role: role.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: [flows.arn, pulumi.interpolate`${flows.arn}:*`],
        },
      ],
    }),
  });
  new aws.ec2.FlowLog(name, {
    vpcId: vpc.id,
    trafficType: "ALL",
    logDestination: flows.arn,
    iamRoleArn: role.arn,
  });
  return { vpc, publicSubnets, privateSubnets };
}

module.exports = { createNetwork };
if (process.env.PROGRAM === "network") createNetwork("main");
