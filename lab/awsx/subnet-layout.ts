import { type Block, sizeOf } from "../aws/common/cidr";
import { formatBlock, type PlannedSubnet, type SubnetShape, type SubnetType } from "./subnet-plan";

/** One range of each zone, in the form that `subnetSpecs` takes with the strategy Auto. */
export interface ResolvedSubnet {
  readonly type: SubnetType;
  readonly name?: string;
  readonly cidrMask?: number;
  /** Addresses of the range. */
  readonly size?: number;
  readonly cidrBlocks?: readonly string[];
}

/**
 * What is laid in each zone, such that Auto gives the same blocks: the subnets of a zone by address, and the gaps
 * between them as ranges of type Unused.
 */
export function resolvedLayout(
  plan: readonly PlannedSubnet[],
  shapes: readonly SubnetShape[] | undefined,
): ResolvedSubnet[] {
  if (shapes?.some((shape) => shape.blocks !== undefined)) {
    return shapes.map((shape) => ({
      type: shape.type,
      ...(shape.name === undefined ? {} : { name: shape.name }),
      cidrBlocks: (shape.blocks ?? []).map(formatBlock),
    }));
  }
  const zone = plan.filter((subnet) => subnet.zone === 0).sort((a, b) => a.block.first - b.block.first);
  const layout: ResolvedSubnet[] = [];
  let previous: Block | undefined;
  for (const { type, name, block } of zone) {
    if (previous !== undefined)
      layout.push(...gapBetween(previous, block).map((gap) => resolved("Unused", gap.bits)));
    layout.push({
      ...resolved(type, block.bits),
      ...(name === type.toLowerCase() ? {} : { name }),
    });
    previous = block;
  }
  return layout;
}

function resolved(type: SubnetType, bits: number): ResolvedSubnet {
  return { type, cidrMask: bits, size: sizeOf(bits) };
}

/** The widest blocks in line with their size that fill what lies between two blocks. */
function gapBetween(before: Block, after: Block): Block[] {
  const gap: Block[] = [];
  let first = before.first + sizeOf(before.bits);
  while (first < after.first) {
    let bits = 32;
    while (first % sizeOf(bits - 1) === 0 && first + sizeOf(bits - 1) <= after.first) bits -= 1;
    gap.push({ first, bits });
    first += sizeOf(bits);
  }
  return gap;
}
