import { type Cidr, containsCidr, formatCidr, ipv4Block, ipv4Size, overlapsCidr } from "../../common/cidr";

/** What a subnet can reach: the internet both ways, outwards only, nothing; or a range left free. */
export type SubnetType = "Public" | "Private" | "Isolated" | "Unused";
/** How the ranges of subnets are chosen. */
export type SubnetStrategy = "Legacy" | "Auto" | "Exact";

/** One subnet to be laid in each zone. */
export interface SubnetShape {
  readonly type: SubnetType;
  /** Its part of the name. @default the type in lower case */
  readonly name?: string | undefined;
  /** Length of its prefix in bits. @default - an even share of the zone */
  readonly bits?: number | undefined;
  /** Its blocks, one per zone, when the caller does the arithmetic. @default - allocated */
  readonly blocks?: readonly Cidr[] | undefined;
}

/** One subnet of one zone. */
export interface PlannedSubnet {
  /** Place in the list of shapes. */
  readonly shape: number;
  /** Place in the list of zones. */
  readonly zone: number;
  readonly type: SubnetType;
  readonly name: string;
  readonly block: Cidr;
}

/** The name part of a shape. */
export function shapeName(shape: SubnetShape): string {
  return shape.name ?? shape.type.toLowerCase();
}

/** Bits that number `count` things. */
export function bitsFor(count: number): number {
  return Math.ceil(Math.log2(Math.max(count, 1)));
}

/** The first block of `bits` whose addresses all come after those of `previous`. */
export function blockAfter(previous: Cidr, bits: number): Cidr {
  const size = BigInt(ipv4Size(bits));
  return ipv4Block((previous.last / size + 1n) * size, bits);
}

/**
 * What is wrong with a plan: a block out of line, out of the VPC, of a size that AWS does not take, or over another.
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

/** The parts of the VPC that no subnet of the plan covers, as pairs of what lies before and after. */
export function findPlanGaps(vpc: Cidr, plan: readonly PlannedSubnet[]): string[] {
  const gaps: string[] = [];
  let reached = vpc.first;
  let before = "the start of the VPC";
  for (const { block } of [...plan].sort(byAddress)) {
    if (block.first > reached) gaps.push(`between ${before} and ${formatCidr(block)}`);
    if (block.last >= reached) reached = block.last + 1n;
    before = formatCidr(block);
  }
  if (reached <= vpc.last) gaps.push(`between ${before} and the end of the VPC`);
  return gaps;
}
