import type * as aws from "@pulumi/aws";
import { Network } from "../../components";
import type { RegionSettings, Settings } from "../settings";

/** Creates the network of a region. */
export function createNetwork(
  { code, cidr, zones, zoneNames, nat }: RegionSettings,
  { network }: Settings,
  provider: aws.Provider,
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
    { provider },
  );
}
