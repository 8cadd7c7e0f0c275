import { crc32 } from "node:zlib";
import { isGiven } from "../common/inputs";
import { AwsError } from "../errors";
import type { Call } from "../resource-type";
import { type Properties, text } from "../value";
import { ERRORS, look, must } from "./found";

/** The input that says where a route leads. */
export const TARGETS = [
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

/** Destination of a route: a block of addresses or a list of them. */
export function destinationOf(route: Properties): string {
  const fields = [
    "destinationCidrBlock",
    "cidrBlock",
    "destinationIpv6CidrBlock",
    "ipv6CidrBlock",
    "destinationPrefixListId",
  ];
  return fields.map((field) => text(route[field])).find(isGiven) ?? "";
}

/**
 * Id of a route, as the provider makes it up.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws internal/service/ec2, routeCreateID
 */
export function routeId(routeTable: string, destination: string): string {
  return `r-${routeTable}${crc32(destination)}`;
}

/**
 * Refuses a route whose target is not there, or is in another network.
 *
 * @throws {AwsError} InvalidGatewayID.NotFound, InvalidParameterValue, NatGatewayNotFound
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
 */
export function judgeTarget(call: Call, route: Properties, routeTable: string, network: string): void {
  const gateway = text(route.gatewayId) ?? "";
  if (gateway.startsWith("igw-")) {
    const found = look(call, "internetGateway", gateway);
    if (found === undefined)
      throw new AwsError("InvalidGatewayID.NotFound", `The gateway ID '${gateway}' does not exist`, {
        source: ERRORS,
      });
    if (found.outputs.vpcId !== network)
      throw new AwsError(
        "InvalidParameterValue",
        `route table ${routeTable} and network gateway ${gateway} belong to different networks`,
        { source: ERRORS },
      );
  }
  const nat = text(route.natGatewayId) ?? "";
  if (nat !== "") must(call, "natGateway", nat);
}
