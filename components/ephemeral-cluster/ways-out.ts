import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../shared/errors";
import type { ClusterSubnetType } from "./args";

/** Facts about a subnet that decide whether its nodes reach the APIs of AWS. */
export interface SubnetFacts {
  /** Routes of its table; absent targets are empty. */
  readonly routes: readonly { readonly cidrBlock: string; readonly gatewayId: string }[];
  /** Whether the subnet gives its instances public addresses. */
  readonly mapPublicIpOnLaunch: boolean;
}

const WAY_OUT =
  "a subnet with a way to the API of EMR: a default route to a NAT or transit gateway, or an interface endpoint for elasticmapreduce in the VPC";

/** Whether only an interface endpoint for EMR can be the way out of a subnet: it is private and has no default route. */
export function needsEndpoint(type: ClusterSubnetType, facts: SubnetFacts): boolean {
  return type === "private" && findDefaultRoute(facts) === undefined;
}

/**
 * Finds what is expected of a subnet of the given type, or nothing when it has a way out.
 *
 * @param hasEndpoint whether its VPC has an interface endpoint for EMR
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-clusters-in-a-vpc.html
 */
export function findSubnetFault(
  type: ClusterSubnetType,
  facts: SubnetFacts,
  hasEndpoint: boolean,
): string | undefined {
  const isPublic = findDefaultRoute(facts)?.gatewayId.startsWith("igw-") ?? false;
  if (type === "private") {
    if (isPublic)
      return 'a private subnet; this one routes to an internet gateway; or set subnetType to "public"';
    return needsEndpoint(type, facts) && !hasEndpoint ? WAY_OUT : undefined;
  }
  if (!isPublic) return "a public subnet, which has a default route to an internet gateway";
  if (facts.mapPublicIpOnLaunch) return undefined;
  return "a public subnet that gives its instances public addresses; without one, a node has no way out";
}

function findDefaultRoute({ routes }: SubnetFacts) {
  return routes.find(({ cidrBlock }) => cidrBlock === "0.0.0.0/0");
}

/** A subnet to check. */
export interface CheckedSubnet {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetId: pulumi.Input<string>;
  readonly type: ClusterSubnetType;
}

/**
 * Returns the id of a subnet once its routes show a way to the API of EMR. Without one, no node installs its software, and
 * auto-termination does not end the cluster.
 *
 * @param opts options of the look-ups; their `dependsOn` is that of the component, so that the routes exist
 * @throws {ArgumentError} inside the output, when the subnet has no way out
 */
export function requireWayOut(
  name: string,
  { vpcId, subnetId, type }: CheckedSubnet,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  const subnet = aws.ec2.getSubnetOutput({ id: subnetId }, opts);
  const vpc = aws.ec2.getVpcOutput({ id: vpcId }, opts);
  const associated = aws.ec2.getRouteTablesOutput(
    { filters: [{ name: "association.subnet-id", values: [subnetId] }] },
    opts,
  );
  // a subnet without a table of its own uses the main one
  const routeTableId = pulumi
    .all([associated.ids, vpc.mainRouteTableId])
    .apply(([[tableId], mainTableId]) => tableId ?? mainTableId);
  const { routes } = aws.ec2.getRouteTableOutput({ routeTableId }, opts);
  const { region } = aws.getRegionOutput({}, opts);
  return pulumi
    .all([subnetId, vpcId, routes, subnet.mapPublicIpOnLaunch, region])
    .apply(async ([id, network, knownRoutes, mapPublicIpOnLaunch, code]) => {
      const facts = { routes: knownRoutes, mapPublicIpOnLaunch };
      const hasEndpoint = needsEndpoint(type, facts) && (await findEndpoint(network, code, opts));
      const expected = findSubnetFault(type, facts, hasEndpoint);
      if (expected !== undefined) throw new ArgumentError(name, "subnetIds", id, expected);
      return id;
    });
}

/** Whether a VPC has an interface endpoint for EMR. The data source fails without a match. */
async function findEndpoint(
  vpcId: string,
  region: string,
  { parent }: pulumi.InvokeOutputOptions,
): Promise<boolean> {
  const serviceName = `com.amazonaws.${region}.elasticmapreduce`;
  try {
    const endpoint = await aws.ec2.getVpcEndpoint({ vpcId, serviceName }, parent ? { parent } : {});
    return endpoint.state === "available";
  } catch (error) {
    if (/no matching/i.test(String(error))) return false;
    throw error;
  }
}
