import { type Cidr, formatCidr, ipv4Block, ipv4Size } from "../../common/cidr";
import { byAddress, type PlannedSubnet, type SubnetShape, type SubnetType } from "./subnet-plan";

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
 * Returns specifications for which Auto allocates the same blocks: the subnets of a zone by address, and the gaps between
 * them as ranges of type Unused.
 */
export function resolveLayout(
  plan: readonly PlannedSubnet[],
  shapes: readonly SubnetShape[] | undefined,
): ResolvedSubnet[] {
  if (shapes?.some((shape) => shape.blocks !== undefined)) {
    return shapes.map((shape) => ({
      type: shape.type,
      ...(shape.name === undefined ? {} : { name: shape.name }),
      cidrBlocks: (shape.blocks ?? []).map(formatCidr),
    }));
  }
  const zone = plan.filter((subnet) => subnet.zone === 0).sort(byAddress);
  const layout: ResolvedSubnet[] = [];
  let previous: Cidr | undefined;
  for (const { type, name, block } of zone) {
    if (previous !== undefined)
      layout.push(...splitGap(previous, block).map((gap) => resolveSubnet("Unused", gap.prefix)));
    layout.push({
      ...resolveSubnet(type, block.prefix),
      ...(name === type.toLowerCase() ? {} : { name }),
    });
    previous = block;
  }
  return layout;
}

function resolveSubnet(type: SubnetType, bits: number): ResolvedSubnet {
  return { type, cidrMask: bits, size: ipv4Size(bits) };
}

/** Fills the gap between two blocks with the largest aligned blocks. */
function splitGap(before: Cidr, after: Cidr): Cidr[] {
  const gap: Cidr[] = [];
  let first = before.last + 1n;
  while (first < after.first) {
    let bits = 32;
    while (fits(first, bits - 1, after)) bits -= 1;
    gap.push(ipv4Block(first, bits));
    first += BigInt(ipv4Size(bits));
  }
  return gap;
}

function fits(first: bigint, bits: number, before: Cidr): boolean {
  const size = BigInt(ipv4Size(bits));
  return first % size === 0n && first + size <= before.first;
}
