import type * as pulumi from "@pulumi/pulumi";
import { Network } from "../../components";
import type { RegionSettings, Settings } from "../settings";

/** Creates the network of a region. */
export function createNetwork(
  { code, cidr, zones, zoneNames, nat }: RegionSettings,
  { network }: Settings,
  options: pulumi.ComponentResourceOptions,
): Network {
  return new Network(
    `network-${code}`,
    {
      cidrBlock: cidr,
      zones: zoneNames ?? zones,
      nat,
      flowLogTraffic: network.flowLogTraffic,
      flowLogRetentionDays: network.flowLogRetentionDays,
    },
    options,
  );
}
