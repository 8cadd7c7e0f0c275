import { Eip } from "@pulumi/aws/ec2/eip";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway";
import { NatGateway } from "@pulumi/aws/ec2/natGateway";
import { Route } from "@pulumi/aws/ec2/route";
import { RouteTable } from "@pulumi/aws/ec2/routeTable";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation";
import { Subnet } from "@pulumi/aws/ec2/subnet";
import { Vpc } from "@pulumi/aws/ec2/vpc";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint";
import * as pulumi from "@pulumi/pulumi";
import { formatCidr } from "../../common/cidr";
import type { PlannedSubnet } from "./subnet-plan";
import type { Tags, VpcArgs } from "./vpc-args";

/** Children of the component. */
export interface VpcChildren {
  readonly vpc: Vpc;
  readonly internetGateway: InternetGateway;
  readonly subnets: Subnet[];
  readonly publicSubnets: Subnet[];
  readonly privateSubnets: Subnet[];
  readonly isolatedSubnets: Subnet[];
  readonly routeTables: RouteTable[];
  readonly routeTableAssociations: RouteTableAssociation[];
  readonly routes: Route[];
  readonly natGateways: NatGateway[];
  readonly eips: Eip[];
  readonly vpcEndpoints: VpcEndpoint[];
}

const EVERYWHERE = "0.0.0.0/0";
/** Order of creation: public first, since private subnets use a zone's NAT gateway. */
const ORDER = { Public: 0, Private: 1, Isolated: 2, Unused: 3 } as const;

/** Creates the resources under `parent`, each with the parent that awsx gives it. */
export function createChildren(
  name: string,
  args: VpcArgs,
  cidrBlock: string,
  zones: readonly string[],
  plan: readonly PlannedSubnet[],
  parent: pulumi.Resource,
): VpcChildren {
  const here = args.region === undefined ? {} : { region: args.region };
  const vpcTags = mergeTags({ Name: name }, args.tags);
  const vpc = new Vpc(
    name,
    {
      ...here,
      cidrBlock,
      tags: vpcTags,
      ...pickDefined(args, [
        "enableDnsHostnames",
        "enableDnsSupport",
        "enableNetworkAddressUsageMetrics",
        "instanceTenancy",
      ]),
    },
    { parent },
  );
  const under = (resource: pulumi.Resource) => ({ parent: resource, dependsOn: [resource] });
  const internetGateway = new InternetGateway(name, { ...here, vpcId: vpc.id, tags: vpcTags }, under(vpc));
  const children: VpcChildren = {
    vpc,
    internetGateway,
    subnets: [],
    publicSubnets: [],
    privateSubnets: [],
    isolatedSubnets: [],
    routeTables: [],
    routeTableAssociations: [],
    routes: [],
    natGateways: [],
    eips: [],
    vpcEndpoints: (args.vpcEndpointSpecs ?? []).map(
      (spec) => new VpcEndpoint(spec.serviceName, { ...here, ...spec, vpcId: vpc.id }, under(vpc)),
    ),
  };

  const strategy = args.natGateways?.strategy ?? "OnePerAz";
  const addresses = args.natGateways?.elasticIpAllocationIds ?? [];
  const natOf = (zone: number) => children.natGateways[strategy === "Single" ? 0 : zone];
  const subnets = plan.filter((subnet) => subnet.type !== "Unused");
  for (const subnet of subnets.sort((a, b) => a.zone - b.zone || ORDER[a.type] - ORDER[b.type])) {
    createSubnet(subnet);
  }
  return children;

  function createSubnet(planned: PlannedSubnet): void {
    const { zone, type } = planned;
    const child = `${name}-${planned.name}-${zone + 1}`;
    const availabilityZone = zones[zone] ?? "";
    const suffix =
      args.subnetNameTagStrategy === "AvailabilityZone" ? zoneSuffix(availabilityZone) : `${zone + 1}`;
    const ownTags = { Name: `${name}-${planned.name}-${suffix}`, SubnetType: type };

    const subnet = new Subnet(
      child,
      {
        ...here,
        vpcId: vpc.id,
        availabilityZone,
        mapPublicIpOnLaunch: type === "Public",
        cidrBlock: formatCidr(planned.block),
        tags: mergeTags({ Name: name }, args.tags, args.subnetSpecs?.[planned.shape]?.tags, ownTags),
      },
      under(vpc),
    );
    children.subnets.push(subnet);
    if (type === "Public") children.publicSubnets.push(subnet);
    else if (type === "Private") children.privateSubnets.push(subnet);
    else children.isolatedSubnets.push(subnet);

    const table = new RouteTable(
      child,
      { ...here, vpcId: vpc.id, tags: mergeTags({ Name: name }, args.tags, ownTags) },
      under(subnet),
    );
    children.routeTables.push(table);
    children.routeTableAssociations.push(
      new RouteTableAssociation(
        child,
        { ...here, routeTableId: table.id, subnetId: subnet.id },
        under(table),
      ),
    );

    if (type === "Public") createNatGateway(subnet, zone);
    const nat = type === "Private" ? natOf(zone) : undefined;
    const through = type === "Public" ? { gatewayId: internetGateway.id } : nat && { natGatewayId: nat.id };
    if (through === undefined) return;
    children.routes.push(
      new Route(
        child,
        { ...here, routeTableId: table.id, destinationCidrBlock: EVERYWHERE, ...through },
        under(table),
      ),
    );
  }

  function createNatGateway(subnet: Subnet, zone: number): void {
    const gatewayCount = { None: 0, Single: 1, OnePerAz: zone + 1 }[strategy];
    if (children.natGateways.length >= gatewayCount) return;
    const child = `${name}-${zone + 1}`;
    const tags = mergeTags(args.tags, { Name: child });
    let allocationId = addresses[zone];
    if (allocationId === undefined) {
      const eip = new Eip(child, { ...here, tags }, under(subnet));
      children.eips.push(eip);
      allocationId = eip.allocationId;
    }
    children.natGateways.push(
      new NatGateway(child, { ...here, subnetId: subnet.id, allocationId, tags }, under(subnet)),
    );
  }
}

/**
 * Part of a zone's name after its region's words: `1a` of `us-east-1a`, `2-lax-1a` of `us-west-2-lax-1a`, and the whole
 * name in any other form.
 */
export function zoneSuffix(zone: string): string {
  const parts = zone.split("-");
  const firstNumber = parts.findIndex((part) => /^\d/.test(part));
  return firstNumber > 0 ? parts.slice(firstNumber).join("-") : zone;
}

/** Merges tags, the last layer first; plain values stay plain. */
function mergeTags(...layers: readonly (Tags | undefined)[]): Tags {
  const present = layers.filter((layer) => layer !== undefined);
  if (present.some((layer) => pulumi.Output.isInstance(layer))) {
    return pulumi.all(present).apply((known) => Object.assign({}, ...known));
  }
  return Object.assign({}, ...present);
}

function pickDefined<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]),
  ) as Pick<T, K>;
}
