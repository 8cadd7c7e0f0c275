import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkArgs } from "./args";
import { createFlowLog } from "./flow-log";
import { resolveArgs } from "./resolve";

export type { FlowLogTraffic, NatMode, NetworkArgs } from "./args";

/** Strategies of awsx by mode of NAT. */
const NAT_STRATEGIES = { none: "None", single: "Single", perAz: "OnePerAz" } as const;

/**
 * Network of a region: a VPC with public, private and isolated subnets in each availability zone.
 *
 * Closed by default: the default security group has no rules, isolated subnets have no route out of the VPC, traffic to S3 and
 * DynamoDB stays within AWS through gateway endpoints, and the flow log records all traffic.
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
  /** Id of the VPC's default security group, which allows no traffic. */
  readonly defaultSecurityGroupId: pulumi.Output<string>;
  /** Name of the log group of the flow log. */
  readonly flowLogGroupName: pulumi.Output<string>;
  /** IPv4 block of the VPC. */
  readonly cidrBlock: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Network", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const { cidrBlock, zones, subnets, nat, tags } = resolvedArgs;
    const here = { parent: this };
    const common = tags ? { tags } : {};

    const vpc = new awsx.ec2.Vpc(
      name,
      {
        cidrBlock,
        ...(typeof zones === "number"
          ? { numberOfAvailabilityZones: zones }
          : { availabilityZoneNames: [...zones] }),
        subnetStrategy: "Auto",
        subnetSpecs: subnets,
        natGateways: { strategy: NAT_STRATEGIES[nat] },
        enableDnsSupport: true,
        enableDnsHostnames: true,
        ...common,
      },
      here,
    );
    const defaultGroup = new aws.ec2.DefaultSecurityGroup(
      `${name}-default-group`,
      { vpcId: vpc.vpcId, ingress: [], egress: [], ...common },
      here,
    );
    const region = aws.getRegionOutput({}, here).region;
    const routeTableIds = vpc.routeTables.apply((tables) => tables.map((table) => table.id));
    for (const service of ["s3", "dynamodb"]) {
      new aws.ec2.VpcEndpoint(
        `${name}-${service}-endpoint`,
        {
          vpcId: vpc.vpcId,
          serviceName: pulumi.interpolate`com.amazonaws.${region}.${service}`,
          vpcEndpointType: "Gateway",
          routeTableIds,
          ...common,
        },
        here,
      );
    }
    const flowLogGroupName = createFlowLog(name, vpc.vpcId, resolvedArgs, region, this);

    this.vpcId = vpc.vpcId;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.privateSubnetIds = vpc.privateSubnetIds;
    this.isolatedSubnetIds = vpc.isolatedSubnetIds;
    this.defaultSecurityGroupId = defaultGroup.id;
    this.flowLogGroupName = flowLogGroupName;
    this.cidrBlock = pulumi.output(cidrBlock);
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
      defaultSecurityGroupId: this.defaultSecurityGroupId,
      flowLogGroupName: this.flowLogGroupName,
      cidrBlock: this.cidrBlock,
    });
  }
}
