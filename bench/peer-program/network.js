const { ec2, iam } = require("@pulumi/aws");
const { trust } = require("./policies");

const ANYWHERE = "0.0.0.0/0";
const LETTERS = ["a", "b"];

/** A VPC with two public and two private subnets, a NAT gateway, an endpoint for S3, and flow logs. */
exports.network = ({ code, at, opts, tags, name }, flowLogs) => {
  const vpcArgs = { ...at, cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true, tags };
  const vpc = new ec2.Vpc(name("vpc"), vpcArgs, opts);
  const gateway = new ec2.InternetGateway(name("internet"), { ...at, vpcId: vpc.id, tags }, opts);
  const subnet = (role, i, cidrBlock, more) => {
    const args = { ...at, vpcId: vpc.id, cidrBlock, availabilityZone: `${code}${LETTERS[i]}`, ...more, tags };
    return new ec2.Subnet(name(`${role}-${i}`), args, opts);
  };
  const open = [0, 1].map((i) => subnet("public", i, `10.0.${i}.0/24`, { mapPublicIpOnLaunch: true }));
  const closed = [0, 1].map((i) => subnet("private", i, `10.0.${10 + i}.0/24`, {}));

  const address = new ec2.Eip(name("nat-address"), { ...at, domain: "vpc", tags }, opts);
  const natArgs = { ...at, allocationId: address.id, subnetId: open[0].id, tags };
  const nat = new ec2.NatGateway(name("nat"), natArgs, opts);
  const tables = [
    ["public", open, { gatewayId: gateway.id }],
    ["private", closed, { natGatewayId: nat.id }],
  ].map(([role, subnets, way]) => {
    const table = new ec2.RouteTable(name(`${role}-routes`), { ...at, vpcId: vpc.id, tags }, opts);
    const route = { ...at, routeTableId: table.id, destinationCidrBlock: ANYWHERE, ...way };
    new ec2.Route(name(`${role}-default`), route, opts);
    subnets.forEach((each, i) => {
      const args = { ...at, subnetId: each.id, routeTableId: table.id };
      new ec2.RouteTableAssociation(name(`${role}-routes-${i}`), args, opts);
    });
    return table;
  });
  const endpoint = { vpcId: vpc.id, serviceName: `com.amazonaws.${code}.s3`, routeTableIds: [tables[1].id] };
  new ec2.VpcEndpoint(name("s3"), { ...at, ...endpoint, tags }, opts);

  const role = { assumeRolePolicy: trust("vpc-flow-logs.amazonaws.com"), tags };
  const { arn } = new iam.Role(name("flow-role"), role, opts);
  const flow = { vpcId: vpc.id, trafficType: "ALL", logDestination: flowLogs.arn, iamRoleArn: arn };
  new ec2.FlowLog(name("flow"), { ...at, ...flow, tags }, opts);
  return { vpc, open, closed, nat };
};
