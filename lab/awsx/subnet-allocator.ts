import { type Cidr, formatCidr, ipv4Block, ipv4Size, overlapsCidr } from "../../common/cidr";
import {
  bitsFor,
  blockAfter,
  findPlanGaps,
  findPlanProblems,
  type PlannedSubnet,
  type SubnetShape,
  type SubnetStrategy,
  shapeName,
} from "./subnet-plan";

/** Input of the allocation of subnets. */
export interface AllocationRequest {
  readonly vpc: Cidr;
  /** Number of zones, at least 1. */
  readonly zones: number;
  readonly strategy: SubnetStrategy;
  /** The subnets of each zone. @default - a private one, and a public one of half its size */
  readonly shapes?: readonly SubnetShape[] | undefined;
  /** Length of the prefix of a zone's range, in bits. @default - an even share of the VPC */
  readonly zoneBits?: number | undefined;
}

/** Subnets of each zone, or the reasons why they cannot be allocated. */
export type Allocation = { readonly plan: readonly PlannedSubnet[] } | { readonly faults: readonly string[] };

/**
 * Allocates a block to each subnet in each zone, as awsx does. The blocks of a plan are aligned to their size, within the
 * VPC, and do not overlap.
 *
 * @see https://www.pulumi.com/registry/packages/awsx/api-docs/ec2/vpc/#subnet-layout-strategies
 */
export function allocateSubnets(request: AllocationRequest): Allocation {
  const { vpc, zones, strategy, shapes } = request;
  const zoneBits = request.zoneBits ?? vpc.prefix + bitsFor(zones);
  if (shapes?.length === 0) return { faults: ["there is no subnet"] };
  if (zoneBits < vpc.prefix || zoneBits > 28) {
    return { faults: [`a zone would be a /${zoneBits} of ${formatCidr(vpc)}`] };
  }
  const plan = planSubnets(request, zoneBits);
  if ("faults" in plan) return plan;
  const faults = findPlanProblems(vpc, plan.plan);
  if (strategy === "Exact" && faults.length === 0) {
    faults.push(...findPlanGaps(vpc, plan.plan).map((gap) => `no subnet covers the range ${gap}`));
  }
  return faults.length > 0 ? { faults } : plan;
}

function planSubnets({ vpc, zones, strategy, shapes }: AllocationRequest, zoneBits: number): Allocation {
  const each = (inZone: (zone: Cidr, index: number) => readonly PlannedSubnet[]): Allocation => ({
    plan: Array.from({ length: zones }, (_, index) =>
      inZone(ipv4Block(vpc.first + BigInt(index * ipv4Size(zoneBits)), zoneBits), index),
    ).flat(),
  });
  if (shapes === undefined) {
    if (zoneBits > 26) return { faults: [`a zone has a /${zoneBits}, too small for the default subnets`] };
    // Legacy halves any zone; the other strategies leave the part of a zone beyond a /16 unused.
    const bits = strategy === "Auto" ? Math.max(zoneBits, 16) : zoneBits;
    return each((zone, index) => allocateInOrder(defaultShapes(bits), zone, index, bits));
  }
  const share = zoneBits + bitsFor(shapes.length);
  if (share > 32 && shapes.some((shape) => shape.bits === undefined)) {
    return { faults: [`a subnet would be a /${share}`] };
  }
  if (strategy === "Legacy") return each((zone, index) => allocateByType(shapes, zone, index, share));
  if (shapes.some((shape) => shape.blocks !== undefined))
    return each((_, index) => useGivenBlocks(shapes, index));
  const addresses = shapes.reduce((sum, shape) => sum + ipv4Size(shape.bits ?? share), 0);
  if (addresses > ipv4Size(zoneBits)) {
    return {
      faults: [`the subnets of a zone need ${addresses} addresses, and a zone has ${ipv4Size(zoneBits)}`],
    };
  }
  return each((zone, index) => allocateInOrder(shapes, zone, index, share));
}

function defaultShapes(bits: number): readonly SubnetShape[] {
  return [
    { type: "Private", bits: bits + 1 },
    { type: "Public", bits: bits + 2 },
  ];
}

function toPlannedSubnet(shape: SubnetShape, index: number, zone: number, block: Cidr): PlannedSubnet {
  return { shape: index, zone, type: shape.type, name: shapeName(shape), block };
}

function useGivenBlocks(shapes: readonly SubnetShape[], zone: number): PlannedSubnet[] {
  return shapes.flatMap((shape, index) => {
    const block = shape.blocks?.[zone];
    return block === undefined ? [] : [toPlannedSubnet(shape, index, zone, block)];
  });
}

function allocateInOrder(
  shapes: readonly SubnetShape[],
  zone: Cidr,
  zoneIndex: number,
  share: number,
): PlannedSubnet[] {
  let previous: Cidr | undefined;
  return shapes.map((shape, index) => {
    const bits = shape.bits ?? share;
    previous = previous === undefined ? ipv4Block(zone.first, bits) : blockAfter(previous, bits);
    return toPlannedSubnet(shape, index, zoneIndex, previous);
  });
}

/** Prefix of the largest subnet that Legacy allocates by default. */
const LEGACY_LARGEST = { Private: 19, Public: 20, Isolated: 24 } as const;

/**
 * Allocates by Legacy: private, then public, then isolated. The n-th subnet of a type begins n blocks of its own size after
 * the last block of the previous type, and moves behind its predecessor if the two would overlap.
 */
function allocateByType(
  shapes: readonly SubnetShape[],
  zone: Cidr,
  zoneIndex: number,
  share: number,
): PlannedSubnet[] {
  const plan: PlannedSubnet[] = [];
  for (const type of ["Private", "Public", "Isolated"] as const) {
    const last = plan.at(-1)?.block;
    const start = last === undefined ? zone.first : last.last + 1n;
    const ofType = shapes.flatMap((shape, index) => (shape.type === type ? [{ shape, index }] : []));
    for (const [place, { shape, index }] of ofType.entries()) {
      const bits = shape.bits ?? Math.max(share, LEGACY_LARGEST[type]);
      const previous = plan.at(-1)?.block;
      const candidate = ipv4Block(start + BigInt(place * ipv4Size(bits)), bits);
      const block =
        previous !== undefined && overlapsPrevious(candidate, previous)
          ? blockAfter(previous, bits)
          : candidate;
      plan.push(toPlannedSubnet(shape, index, zoneIndex, block));
    }
  }
  return plan;
}

/** Whether a block, once aligned to its size, shares an address with the previous one. */
function overlapsPrevious(candidate: Cidr, previous: Cidr): boolean {
  const alignedBlock = ipv4Block(
    candidate.first - (candidate.first % BigInt(ipv4Size(candidate.prefix))),
    candidate.prefix,
  );
  return overlapsCidr(alignedBlock, previous);
}
