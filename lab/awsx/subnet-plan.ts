import { type Cidr, containsCidr, formatCidr, ipv4Block, ipv4Size, overlapsCidr } from "../../common/cidr";

/** Access of a subnet: internet in both directions, internet outbound only, none; or an unused range. */
export type SubnetType = "Public" | "Private" | "Isolated" | "Unused";
/** Strategy of the allocation of subnets. */
export type SubnetStrategy = "Legacy" | "Auto" | "Exact";

/** Specification of one subnet in each zone. */
export interface SubnetShape {
  readonly type: SubnetType;
  /** Part of the subnet's name. @default the type in lower case */
  readonly name?: string | undefined;
  /** Length of its prefix in bits. @default - an even share of the zone */
  readonly bits?: number | undefined;
  /** Blocks, one per zone. @default - allocated */
  readonly blocks?: readonly Cidr[] | undefined;
}

/** One subnet of one zone. */
export interface PlannedSubnet {
  /** Index in the list of shapes. */
  readonly shape: number;
  /** Index in the list of zones. */
  readonly zone: number;
  readonly type: SubnetType;
  readonly name: string;
  readonly block: Cidr;
}

/** The name part of a shape. */
export function shapeName(shape: SubnetShape): string {
  return shape.name ?? shape.type.toLowerCase();
}

/** Number of bits that distinguish `count` items. */
export function bitsFor(count: number): number {
  return Math.ceil(Math.log2(Math.max(count, 1)));
}

/** First block with a prefix of `bits` after another block. */
export function blockAfter(previous: Cidr, bits: number): Cidr {
  const size = BigInt(ipv4Size(bits));
  return ipv4Block((previous.last / size + 1n) * size, bits);
}

/**
 * Finds the problems of a plan: blocks that are not aligned, outside of the VPC, of a size that AWS rejects, or overlapping.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function findPlanProblems(vpc: Cidr, plan: readonly PlannedSubnet[]): string[] {
  const faults: string[] = [];
  const label = ({ name, zone, block }: PlannedSubnet) => `${name}-${zone + 1} (${formatCidr(block)})`;
  for (const [index, subnet] of plan.entries()) {
    const { block } = subnet;
    if (block.first % BigInt(ipv4Size(block.prefix)) !== 0n)
      faults.push(`${label(subnet)} does not start at a multiple of its size`);
    else if (!containsCidr(vpc, block)) faults.push(`${label(subnet)} is not within ${formatCidr(vpc)}`);
    if (subnet.type !== "Unused" && (block.prefix < 16 || block.prefix > 28)) {
      faults.push(`${label(subnet)} is not of a size from /16 to /28`);
    }
    for (const other of plan.slice(0, index)) {
      if (overlapsCidr(other.block, block)) faults.push(`${label(subnet)} overlaps ${label(other)}`);
    }
  }
  return faults;
}

/** Orders subnets by their first address. */
export function byAddress(a: PlannedSubnet, b: PlannedSubnet): number {
  return a.block.first < b.block.first ? -1 : a.block.first > b.block.first ? 1 : 0;
}

/** Finds the parts of the VPC that no subnet covers, described by their neighbours. */
export function findPlanGaps(vpc: Cidr, plan: readonly PlannedSubnet[]): string[] {
  const gaps: string[] = [];
  let next = vpc.first;
  let before = "the start of the VPC";
  for (const { block } of [...plan].sort(byAddress)) {
    if (block.first > next) gaps.push(`between ${before} and ${formatCidr(block)}`);
    if (block.last >= next) next = block.last + 1n;
    before = formatCidr(block);
  }
  if (next <= vpc.last) gaps.push(`between ${before} and the end of the VPC`);
  return gaps;
}
