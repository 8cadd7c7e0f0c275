import { type Cidr, formatCidr, splitCidr } from "../../common/cidr";

/** Subnets of one tier, in the order of the zones, as awsx takes them. */
export interface SubnetSpec {
  readonly type: "Public" | "Private" | "Isolated";
  readonly cidrBlocks: string[];
}

/** Returns the number of zones that the grid of subnets reserves space for: four, or eight for more than four zones. */
export function reservedZones(zoneCount: number): number {
  return zoneCount > 4 ? 8 : 4;
}

/** Returns the subnets of each tier: half of a zone's space is private, a quarter public, a quarter isolated. */
export function subnetSpecs(block: Cidr, zoneCount: number): SubnetSpec[] {
  const zones = splitCidr(block, reservedZones(zoneCount)).slice(0, zoneCount);
  const blocksOf = (parts: number, index: number) =>
    zones.flatMap((zone) =>
      splitCidr(zone, parts)
        .slice(index, index + 1)
        .map(formatCidr),
    );
  return [
    { type: "Public", cidrBlocks: blocksOf(4, 2) },
    { type: "Private", cidrBlocks: blocksOf(2, 0) },
    { type: "Isolated", cidrBlocks: blocksOf(4, 3) },
  ];
}
