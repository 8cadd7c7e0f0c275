import { type Block, contains, overlaps, sizeOf } from "../aws/common/cidr";

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
  readonly blocks?: readonly Block[] | undefined;
}

/** One subnet of one zone. */
export interface PlannedSubnet {
  /** Place in the list of shapes. */
  readonly shape: number;
  /** Place in the list of zones. */
  readonly zone: number;
  readonly type: SubnetType;
  readonly name: string;
  readonly block: Block;
}

/** The name part of a shape. */
export function shapeName(shape: SubnetShape): string {
  return shape.name ?? shape.type.toLowerCase();
}

/** A block as `a.b.c.d/n`. */
export function formatBlock({ first, bits }: Block): string {
  return `${[2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(first / unit) % 256).join(".")}/${bits}`;
}

/** Bits that number `count` things. */
export function bitsFor(count: number): number {
  return Math.ceil(Math.log2(Math.max(count, 1)));
}

/** The first block of `bits` whose addresses all come after those of `previous`. */
export function blockAfter(previous: Block, bits: number): Block {
  const next = previous.first + sizeOf(previous.bits);
  return { first: Math.ceil(next / sizeOf(bits)) * sizeOf(bits), bits };
}

/**
 * What is wrong with a plan: a block out of line, out of the VPC, of a size that AWS does not take, or over another.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function planFaults(vpc: Block, plan: readonly PlannedSubnet[]): string[] {
  const faults: string[] = [];
  const label = ({ name, zone, block }: PlannedSubnet) => `${name}-${zone + 1} (${formatBlock(block)})`;
  for (const [index, subnet] of plan.entries()) {
    const { block } = subnet;
    if (block.first % sizeOf(block.bits) !== 0)
      faults.push(`${label(subnet)} does not start at a multiple of its size`);
    else if (!contains(vpc, block)) faults.push(`${label(subnet)} is not within ${formatBlock(vpc)}`);
    if (subnet.type !== "Unused" && (block.bits < 16 || block.bits > 28)) {
      faults.push(`${label(subnet)} is not of a size from /16 to /28`);
    }
    for (const other of plan.slice(0, index)) {
      if (overlaps(other.block, block)) faults.push(`${label(subnet)} overlaps ${label(other)}`);
    }
  }
  return faults;
}

/** The parts of the VPC that no subnet of the plan covers, as pairs of what lies before and after. */
export function planGaps(vpc: Block, plan: readonly PlannedSubnet[]): string[] {
  const gaps: string[] = [];
  let reached = vpc.first;
  let before = "the start of the VPC";
  for (const { block } of [...plan].sort((a, b) => a.block.first - b.block.first)) {
    if (block.first > reached) gaps.push(`between ${before} and ${formatBlock(block)}`);
    reached = Math.max(reached, block.first + sizeOf(block.bits));
    before = formatBlock(block);
  }
  if (reached < vpc.first + sizeOf(vpc.bits)) gaps.push(`between ${before} and the end of the VPC`);
  return gaps;
}
