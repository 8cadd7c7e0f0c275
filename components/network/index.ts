import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { findAccountFacts } from "./account-facts";
import type { NetworkArgs } from "./args";
import { createFlowLog } from "./flow-log";
import { createGatewayEndpoints } from "./gateway-endpoints";
import { resolveArgs } from "./resolve";
import { idsOf, routeTablesByTier } from "./tiers";
import { findZones } from "./zones";

export type { FlowLogDestination, FlowLogTraffic, NatMode, NetworkArgs } from "./args";

/** Strategies of awsx by mode of NAT. */
const NAT_STRATEGIES = { none: "None", single: "Single", perAz: "OnePerAz" } as const;

/**
 * Network of a region: a VPC with public, private and isolated subnets in each availability zone.
 *
 * Closed by default: the default security group has no rules, isolated subnets have no route out of the VPC and reach only
 * buckets and tables of the account, traffic to S3 and DynamoDB stays within AWS through gateway endpoints, and the flow log
 * records all traffic.
 *
 * The grid of subnets reserves space for four zones, or eight when there are more than four, so another zone does not move the
 * subnets of the others.
 *
 * @throws {ArgumentError} when the block is malformed or an option is out of its range
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export class Network extends pulumi.ComponentResource {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the subnets that route to the internet gateway, one for each zone. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Ids of the subnets that route out through NAT, one for each zone. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Ids of the subnets without a route out of the VPC, one for each zone. */
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  /** Names of the availability zones, in the order of the subnets. */
  readonly zoneNames: pulumi.Output<string[]>;
  /** Ids of the route tables of the public subnets, in their order. */
  readonly publicRouteTableIds: pulumi.Output<string[]>;
  /** Ids of the route tables of the private subnets, in their order. */
  readonly privateRouteTableIds: pulumi.Output<string[]>;
  /** Ids of the route tables of the isolated subnets, in their order. */
  readonly isolatedRouteTableIds: pulumi.Output<string[]>;
  /** Id of the internet gateway. */
  readonly internetGatewayId: pulumi.Output<string>;
  /** Ids of the NAT gateways: none, one, or one for each zone. */
  readonly natGatewayIds: pulumi.Output<string[]>;
  /** Public addresses of the NAT gateways, from which private subnets reach the internet. */
  readonly natPublicIps: pulumi.Output<string[]>;
  /** Whether private subnets reach the internet over IPv4, which they do through NAT. */
  readonly privateSubnetsReachInternet: pulumi.Output<boolean>;
  /** Id of the VPC's default security group, which allows no traffic. */
  readonly defaultSecurityGroupId: pulumi.Output<string>;
  /** Name of the log group of the flow log; undefined with another destination. */
  readonly flowLogGroupName: pulumi.Output<string | undefined>;
  /** IPv4 block of the VPC. */
  readonly cidrBlock: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Network", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const { cidrBlock, zones, subnets, nat, tags } = resolvedArgs;
    const here = { parent: this };
    const common = tags ? { tags } : {};

    const zoneNames = findZones(name, zones, this);
    const vpc = new awsx.ec2.Vpc(
      name,
      {
        cidrBlock,
        // a promise, which reaches the plugin as plain names; its type allows nothing else
        availabilityZoneNames: zoneNames as unknown as string[],
        subnetStrategy: "Auto",
        subnetSpecs: subnets,
        natGateways: { strategy: NAT_STRATEGIES[nat] },
        enableDnsSupport: true,
        enableDnsHostnames: true,
        ...common,
      },
      { ...here, transforms: args.publicIpOnLaunch ? [] : [withoutPublicIps] },
    );
    const defaultGroup = new aws.ec2.DefaultSecurityGroup(
      `${name}-default-group`,
      { vpcId: vpc.vpcId, ingress: [], egress: [], ...common },
      here,
    );
    const facts = findAccountFacts(this);
    const routeTables = routeTablesByTier(vpc);
    createGatewayEndpoints(name, vpc.vpcId, routeTables, resolvedArgs, facts, this);
    const flowLogGroupName = createFlowLog(name, vpc.vpcId, resolvedArgs, facts, this);

    this.vpcId = vpc.vpcId;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.privateSubnetIds = vpc.privateSubnetIds;
    this.isolatedSubnetIds = vpc.isolatedSubnetIds;
    this.zoneNames = pulumi.output(zoneNames);
    this.publicRouteTableIds = routeTables.public;
    this.privateRouteTableIds = routeTables.private;
    this.isolatedRouteTableIds = routeTables.isolated;
    this.internetGatewayId = vpc.internetGateway.id;
    this.natGatewayIds = idsOf(vpc.natGateways);
    this.natPublicIps = vpc.natGateways.apply((gateways) =>
      pulumi.output(gateways.map(({ publicIp }) => publicIp)),
    );
    this.privateSubnetsReachInternet = pulumi.output(nat !== "none");
    this.defaultSecurityGroupId = defaultGroup.id;
    this.flowLogGroupName = flowLogGroupName ?? pulumi.output(undefined);
    this.cidrBlock = pulumi.output(cidrBlock);
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
      zoneNames: this.zoneNames,
      publicRouteTableIds: this.publicRouteTableIds,
      privateRouteTableIds: this.privateRouteTableIds,
      isolatedRouteTableIds: this.isolatedRouteTableIds,
      internetGatewayId: this.internetGatewayId,
      natGatewayIds: this.natGatewayIds,
      natPublicIps: this.natPublicIps,
      privateSubnetsReachInternet: this.privateSubnetsReachInternet,
      defaultSecurityGroupId: this.defaultSecurityGroupId,
      flowLogGroupName: this.flowLogGroupName,
      cidrBlock: this.cidrBlock,
    });
  }
}

/** awsx gives its public subnets no such argument; a transform reaches them inside of the remote component. */
function withoutPublicIps({ type, props, opts }: pulumi.ResourceTransformArgs) {
  if (type !== "aws:ec2/subnet:Subnet" || props.mapPublicIpOnLaunch !== true) return undefined;
  return { props: { ...props, mapPublicIpOnLaunch: false }, opts };
}
