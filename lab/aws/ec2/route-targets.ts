import { crc32 } from "node:zlib";
import { isGiven } from "../common/inputs";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Call } from "../resource-type";
import { EC2_ERRORS, findEc2, requireEc2 } from "./records";

/** Inputs for the target of a route. */
export const ROUTE_TARGETS = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "gatewayId",
  "localGatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "odbNetworkArn",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
];

/** Destination of a route: a CIDR block or a prefix list. */
export function destinationOf(route: Properties): string {
  const fields = [
    "destinationCidrBlock",
    "cidrBlock",
    "destinationIpv6CidrBlock",
    "ipv6CidrBlock",
    "destinationPrefixListId",
  ];
  return fields.map((field) => asString(route[field])).find(isGiven) ?? "";
}

/**
 * Id of a route, as the provider derives it.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws internal/service/ec2, routeCreateID
 */
export function routeId(routeTable: string, destination: string): string {
  return `r-${routeTable}${crc32(destination)}`;
}

/**
 * Refuses a route whose target does not exist or is in another VPC.
 *
 * @throws {AwsError} InvalidGatewayID.NotFound, InvalidParameterValue, NatGatewayNotFound
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
 */
export function validateTarget(call: Call, route: Properties, routeTable: string, network: string): void {
  const gateway = asString(route.gatewayId) ?? "";
  if (gateway.startsWith("igw-")) {
    const internetGateway = findEc2(call, "internetGateway", gateway);
    if (internetGateway === undefined)
      throw new AwsError("InvalidGatewayID.NotFound", `The gateway ID '${gateway}' does not exist`, {
        source: EC2_ERRORS,
      });
    if (internetGateway.outputs.vpcId !== network)
      throw new AwsError(
        "InvalidParameterValue",
        `route table ${routeTable} and network gateway ${gateway} belong to different networks`,
        { source: EC2_ERRORS },
      );
  }
  const nat = asString(route.natGatewayId) ?? "";
  if (nat !== "") requireEc2(call, "natGateway", nat);
}
