import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { type Cidr, formatCidr, parseIPv4Cidr, splitCidr } from "../../common/cidr";
import { LOG_RETENTION_DAYS, type LogRetentionDays } from "../../common/log-retention";
import { arn } from "../shared/arn";
import { expectOneOf, expectWhole } from "../shared/checks";
import { Faults } from "../shared/errors";
import { policyDocument, trustOfService } from "../shared/policy";

/** Arguments of {@link Network}. */
export interface NetworkArgs {
  /** IPv4 block of the VPC, /16 to /24, such as `10.8.0.0/16`; blocks of networks to be joined must not overlap. */
  readonly cidrBlock: string;
  /** How many of the region's zones to use, 1 to 6, or their names, such as `["eu-west-1a", "eu-west-1c"]`. @default 2 */
  readonly zones?: number | readonly string[] | undefined;
  /** Gateways through which private subnets reach the internet; each costs by the hour. @default "single" */
  readonly nat?: "none" | "single" | "perAz" | undefined;
  /** Traffic that the flow log records. @default "ALL" */
  readonly flowLogTraffic?: "ALL" | "ACCEPT" | "REJECT" | undefined;
  /** Days for which flow logs are kept. @default 30 */
  readonly flowLogRetentionDays?: LogRetentionDays | undefined;
  /** Tags of everything that takes tags; a key set here wins over the provider's default tags. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * A region's network: a VPC with public, private and isolated subnets in each zone.
 *
 * Closed by default: the default security group has no rules, isolated subnets have no way out, S3 and DynamoDB are
 * reached through gateway endpoints without leaving AWS, and all traffic is logged.
 *
 * Subnets are cut from the block in a fixed grid of four zones (eight, when more than four are asked for), so that one
 * more zone moves no subnet of the others.
 *
 * @throws {ArgumentError} when the block is no block, or an option is out of its range
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export class Network extends pulumi.ComponentResource {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the subnets that route to the internet gateway, one a zone. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Ids of the subnets that route out through NAT, one a zone. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Ids of the subnets without a route out of the VPC, one a zone. */
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  /** Id of the VPC's default security group, which lets nothing in or out. */
  readonly defaultSecurityGroupId: pulumi.Output<string>;
  /** Name of the log group that holds the flow logs. */
  readonly flowLogGroupName: pulumi.Output<string>;
  /** IPv4 block of the VPC. */
  readonly cidrBlock: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Network", name, args, opts);
    const { cidrBlock, zones, subnets, nat, traffic, retentionInDays } = resolve(name, args);
    const here = { parent: this };
    const tagged = args.tags ? { tags: args.tags } : {};

    const vpc = new awsx.ec2.Vpc(
      name,
      {
        cidrBlock,
        ...(typeof zones === "number"
          ? { numberOfAvailabilityZones: zones }
          : { availabilityZoneNames: [...zones] }),
        subnetStrategy: "Auto",
        subnetSpecs: subnets,
        natGateways: { strategy: nat },
        enableDnsSupport: true,
        enableDnsHostnames: true,
        ...tagged,
      },
      here,
    );
    const defaultGroup = new aws.ec2.DefaultSecurityGroup(
      `${name}-default-group`,
      { vpcId: vpc.vpcId, ingress: [], egress: [], ...tagged },
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
          ...tagged,
        },
        here,
      );
    }

    const logGroup = new aws.cloudwatch.LogGroup(`${name}-flow-logs`, { retentionInDays, ...tagged }, here);
    const account = aws.getCallerIdentityOutput({}, here).accountId;
    const { partition } = aws.getPartitionOutput({}, here);
    // A preview knows the group's name and not its ARN: made of the name, the policy can be judged before anything is made.
    const resource = pulumi.interpolate`log-group:${logGroup.name}`;
    const logGroupArn = arn({ partition, service: "logs", region, account, resource });
    const role = new aws.iam.Role(
      `${name}-flow-log-role`,
      { assumeRolePolicy: trustOfService(name, "vpc-flow-logs.amazonaws.com", account), ...tagged },
      here,
    );
    const delivery = new aws.iam.RolePolicy(
      `${name}-flow-log-policy`,
      { role: role.id, policy: mayDeliver(name, logGroupArn) },
      here,
    );
    new aws.ec2.FlowLog(
      `${name}-flow-log`,
      {
        vpcId: vpc.vpcId,
        trafficType: traffic,
        logDestinationType: "cloud-watch-logs",
        logDestination: logGroup.arn,
        iamRoleArn: role.arn,
        ...tagged,
      },
      { ...here, dependsOn: [delivery] }, // before its policy is attached, the role can deliver nothing
    );

    this.vpcId = vpc.vpcId;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.privateSubnetIds = vpc.privateSubnetIds;
    this.isolatedSubnetIds = vpc.isolatedSubnetIds;
    this.defaultSecurityGroupId = defaultGroup.id;
    this.flowLogGroupName = logGroup.name;
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

const NAT = { none: "None", single: "Single", perAz: "OnePerAz" } as const;

const TRAFFIC = ["ALL", "ACCEPT", "REJECT"] as const;

/** Most zones that any region has; us-east-1 has six. */
const MOST_ZONES = 6;

/** Longest prefix that AWS takes, for a VPC as for a subnet. */
const SMALLEST_PREFIX = 28;

interface Resolved {
  readonly cidrBlock: string;
  readonly zones: number | readonly string[];
  readonly subnets: SubnetSpec[];
  readonly nat: (typeof NAT)[keyof typeof NAT];
  readonly traffic: (typeof TRAFFIC)[number];
  readonly retentionInDays: number;
}

function resolve(name: string, args: NetworkArgs): Resolved {
  const { cidrBlock, zones = 2, nat = "single", flowLogTraffic, flowLogRetentionDays } = args;
  const faults = new Faults(name);
  expectOneOf(faults, "nat", nat, Object.keys(NAT) as (keyof typeof NAT)[]);
  expectOneOf(faults, "flowLogTraffic", flowLogTraffic, TRAFFIC);
  expectOneOf(faults, "flowLogRetentionDays", flowLogRetentionDays, LOG_RETENTION_DAYS);
  const count = typeof zones === "number" ? zones : zones.length;
  expectWhole(faults, typeof zones === "number" ? "zones" : "zones.length", count, 1, MOST_ZONES);
  if (typeof zones !== "number") {
    faults.expect(new Set(zones).size === count, "zones", zones, "each zone once");
  }

  const block = parseIPv4Cidr(cidrBlock);
  const form = "an IPv4 block from /16 to /28 without host bits, such as 10.0.0.0/16";
  const subnets: SubnetSpec[] = [];
  if (!block || block.prefix < 16 || block.prefix > SMALLEST_PREFIX) {
    faults.expect(false, "cidrBlock", cidrBlock, form);
  } else {
    const largest = SMALLEST_PREFIX - 2 - Math.log2(slots(count));
    const room = `/${largest} or larger, for three subnets of at least /28 in each of ${slots(count)} zones`;
    if (faults.expect(block.prefix <= largest, "cidrBlock", cidrBlock, room)) {
      subnets.push(...subnetGrid(block, count));
    }
  }
  faults.raise();
  return {
    cidrBlock,
    zones,
    subnets,
    nat: NAT[nat],
    traffic: flowLogTraffic ?? "ALL",
    retentionInDays: flowLogRetentionDays ?? 30,
  };
}

interface SubnetSpec {
  readonly type: "Public" | "Private" | "Isolated";
  readonly cidrBlocks: string[];
}

/** Zones that the grid keeps room for. */
function slots(zones: number): number {
  return zones > 4 ? 8 : 4;
}

/** The blocks of each tier, zone by zone: half of a zone's room is private, a quarter public, a quarter isolated. */
function subnetGrid(block: Cidr, zones: number): SubnetSpec[] {
  const quarters = splitCidr(block, slots(zones))
    .slice(0, zones)
    .map((zone) => ({ zone, quarters: splitCidr(zone, 4) }));
  const tier = (pick: (zone: (typeof quarters)[number]) => Cidr | undefined) =>
    quarters.map(pick).flatMap((cidr) => (cidr ? [formatCidr(cidr)] : []));
  return [
    { type: "Public", cidrBlocks: tier(({ quarters: parts }) => parts[2]) },
    { type: "Private", cidrBlocks: tier(({ zone }) => splitCidr(zone, 2)[0]) },
    { type: "Isolated", cidrBlocks: tier(({ quarters: parts }) => parts[3]) },
  ];
}

/** Delivery of flow logs into one log group. @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function mayDeliver(name: string, logGroupArn: pulumi.Input<string>): pulumi.Output<string> {
  return policyDocument(name, [
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      resources: [logGroupArn, pulumi.interpolate`${logGroupArn}:*`],
    },
    {
      actions: ["logs:DescribeLogGroups"],
      resources: ["*"],
      wildcardBecause: "listing log groups cannot be narrowed to one",
    },
  ]);
}
