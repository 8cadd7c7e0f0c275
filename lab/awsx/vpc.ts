import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones";
import * as pulumi from "@pulumi/pulumi";
import { formatCidr, ipv4Block } from "../../common/cidr";
import { allocateSubnets } from "./subnet-allocator";
import { resolveLayout } from "./subnet-layout";
import type { PlannedSubnet } from "./subnet-plan";
import { parseVpcArgs, shapeOf, type VpcArgs, zoneCountOf } from "./vpc-args";
import { createChildren, type VpcChildren, zoneSuffix } from "./vpc-children";

/** Outputs of `awsx.ec2.Vpc`. */
export interface VpcOutputs extends VpcChildren {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string>[];
  readonly privateSubnetIds: pulumi.Output<string>[];
  readonly isolatedSubnetIds: pulumi.Output<string>[];
  readonly subnetLayout: ReturnType<typeof resolveLayout>;
}

/**
 * A VPC with subnets in several zones, their routes, NAT gateways and endpoints: the resources of `awsx:ec2:Vpc` of
 * @pulumi/awsx 3.9.0, with the same names and parents.
 *
 * @see https://www.pulumi.com/registry/packages/awsx/api-docs/ec2/vpc/
 */
export class Vpc extends pulumi.ComponentResource<VpcOutputs> {
  /** Outputs of the component; resolves when its children are registered. */
  readonly outputs: Promise<VpcOutputs>;

  /** @throws {Error} with each invalid input, before anything is registered */
  constructor(name: string, inputs: pulumi.Inputs, opts?: pulumi.ComponentResourceOptions) {
    planSubnets(name, parseVpcArgs(name, inputs));
    super("awsx:ec2:Vpc", name, inputs, opts);
    this.outputs = this.getData();
  }

  protected override async initialize(
    inputs: pulumi.Inputs,
    _opts?: pulumi.ComponentResourceOptions,
    name = "",
  ): Promise<VpcOutputs> {
    const args = parseVpcArgs(name, inputs);
    const { plan, layout } = planSubnets(name, args);
    const zones = args.availabilityZoneNames ?? (await chooseZones(name, args, this));
    if (args.subnetNameTagStrategy === "AvailabilityZone") refuseEqualSuffixes(name, zones);
    const cidrBlock = formatCidr(blockOf(args));
    const children = createChildren(name, args, cidrBlock, zones, plan, this);
    const outputs: VpcOutputs = {
      ...children,
      vpcId: children.vpc.id,
      publicSubnetIds: children.publicSubnets.map((subnet) => subnet.id),
      privateSubnetIds: children.privateSubnets.map((subnet) => subnet.id),
      isolatedSubnetIds: children.isolatedSubnets.map((subnet) => subnet.id),
      subnetLayout: layout,
    };
    this.registerOutputs(outputs);
    return outputs;
  }
}

function planSubnets(name: string, args: VpcArgs) {
  const shapes = args.subnetSpecs?.map(shapeOf);
  const strategy = args.subnetStrategy ?? "Legacy";
  const allocation = allocateSubnets({
    vpc: blockOf(args),
    zones: zoneCountOf(args),
    strategy,
    shapes,
    zoneBits: args.availabilityZoneCidrMask,
  });
  if ("faults" in allocation) {
    const room = `room for the subnets of ${zoneCountOf(args)} zones by strategy ${strategy}`;
    throw new Error(
      `${name}: cidrBlock is "${formatCidr(blockOf(args))}", expected ${room}: ${allocation.faults.join("; ")}`,
    );
  }
  const plan: readonly PlannedSubnet[] = allocation.plan;
  return { plan, layout: resolveLayout(plan, strategy === "Legacy" ? undefined : shapes) };
}

function blockOf(args: VpcArgs) {
  return args.cidrBlock ?? ipv4Block(0x0a_00_00_00n, 16);
}

async function chooseZones(name: string, args: VpcArgs, parent: pulumi.Resource): Promise<string[]> {
  const count = zoneCountOf(args);
  const { names } = await getAvailabilityZones(args.region === undefined ? {} : { region: args.region }, {
    parent,
  });
  if (names.length >= count) return names.slice(0, count);
  throw new Error(
    `${name}: numberOfAvailabilityZones is ${count}${args.numberOfAvailabilityZones === undefined ? " by default" : ""}, expected at most ${names.length}, the number of zones in the region`,
  );
}

function refuseEqualSuffixes(name: string, zones: readonly string[]): void {
  const duplicates = zones.filter(
    (zone, index) => zones.findIndex((other) => zoneSuffix(other) === zoneSuffix(zone)) < index,
  );
  if (duplicates.length === 0) return;
  throw new Error(
    `${name}: availabilityZoneNames is ${JSON.stringify(zones)}, expected zones that differ after the region's name with subnetNameTagStrategy AvailabilityZone`,
  );
}
