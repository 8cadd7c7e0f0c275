import { overlapsCidr, parseCidrClearingHostBits } from "../../../common/cidr";
import { findFlaws, isAnyPassing, type Resource, type Stack, SUBNET, stackRule, VPC } from "../../kit";
import {
  blocksOf,
  type Claim,
  claimOf,
  expectKnown,
  type Family,
  FURTHER_BLOCKS,
  findEarlierOverlaps,
  findEarlierSiblings,
  isAllocated,
  isConnected,
  isWithin,
  networkOf,
} from "../address-plan";

/** VPCs that share addresses cannot be connected, and the block of a VPC cannot be changed later. */
export const vpcCidrNoOverlap = stackRule<Settings>({
  name: "vpc-cidr-no-overlap",
  title: "VPCs share no addresses",
  description:
    "VPCs overlap neither with each other nor with reserved ranges; every subnet is within its VPC and overlaps no other subnet.",
  level: "mandatory",
  severity: "high",
  tags: ["network"],
  remediationSteps:
    "Give every VPC, in every region, its own cidrBlock from one address plan, and its subnets parts of it. For VPCs that are never connected, set allowIsolatedOverlap.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
  settings: {
    reservedCidrs: {
      type: "array",
      items: { type: "string", pattern: "^[0-9a-fA-F:.]+/[0-9]{1,3}$" },
      default: [],
      description: "Blocks that no VPC may use, such as an office network: 192.168.0.0/16 or fd00:10::/32.",
    },
    allowIsolatedOverlap: {
      type: "boolean",
      default: false,
      description:
        "Whether a VPC that no peering, transit gateway, Cloud WAN or VPN connects to others may share addresses.",
    },
  },
  types: [...VPC, ...FURTHER_BLOCKS, ...SUBNET],
  stackChecks: {
    "reserved ranges": ({ settings: { reservedCidrs } }) =>
      reservedCidrs.flatMap((text, index) =>
        parseCidrClearingHostBits(text)
          ? []
          : `reservedCidrs.${index} is ${JSON.stringify(text)}, expected a block such as "192.168.0.0/16"`,
      ),
  },
  checks: {
    "the IPv4 block": (resource, { stack, settings }) =>
      findClaimFaults(resource, "cidrBlock", stack, settings),
    "the IPv6 block": (resource, { stack, settings }) =>
      findClaimFaults(resource, "ipv6CidrBlock", stack, settings),
    "the subnet's IPv4 block": (subnet, { stack }) => findSubnetFaults(subnet, "cidrBlock", stack),
    "the subnet's IPv6 block": (subnet, { stack }) => findSubnetFaults(subnet, "ipv6CidrBlock", stack),
  },
});

interface Settings {
  readonly reservedCidrs: readonly string[];
  readonly allowIsolatedOverlap: boolean;
}

function isSubnet({ type }: Resource): boolean {
  return (SUBNET as readonly string[]).includes(type);
}

function findClaimFaults(
  resource: Resource,
  family: Family,
  stack: Stack,
  { reservedCidrs, allowIsolatedOverlap }: Settings,
): readonly string[] {
  if (isSubnet(resource)) return [];
  expectKnown(resource, family);
  const claim = claimOf(resource, family);
  if (!claim) return [];
  const malformed = findFormFault(claim, family);
  if (malformed) return [malformed];
  const reserved = reservedCidrs.flatMap((text) => {
    const block = parseCidrClearingHostBits(text);
    if (!block || !claim.block || !overlapsCidr(block, claim.block)) return [];
    return `${family} is ${JSON.stringify(claim.text)}, expected no address of ${text}, which is reserved`;
  });
  const rivals = findFlaws(findEarlierOverlaps(claim, family, stack), (rival) => {
    const isIsolated = (each: Claim): boolean => !isConnected(networkOf(each, stack), stack);
    if (allowIsolatedOverlap && isAnyPassing([claim, rival], isIsolated)) return undefined;
    return describeOverlap(claim, family, rival, "VPCs");
  });
  return [...reserved, ...rivals];
}

function findSubnetFaults(subnet: Resource, family: Family, stack: Stack): readonly string[] {
  if (!isSubnet(subnet)) return [];
  const claim = claimOf(subnet, family);
  if (claim) {
    const malformed = findFormFault(claim, family);
    if (malformed) return [malformed];
  }
  const network = stack.findTarget(subnet, "vpcId", VPC);
  // A subnet block derived from an allocated VPC block becomes known only with it.
  if (!claim && network && isAllocated(network, family)) return [];
  expectKnown(subnet, family);
  if (!claim?.block || !network) return [];
  const inside = isWithin(claim.block, family, network, stack);
  const blocks = inside ? [] : blocksOf(network, family, stack);
  const outside = inside
    ? []
    : [
        `${family} is ${JSON.stringify(claim.text)}, expected a part of ${blocks.join(" or ") || "no block"}, which ${network.name} has`,
      ];
  const siblings = findEarlierSiblings(claim, family, network, stack).map((sibling) =>
    describeOverlap(claim, family, sibling, "subnets"),
  );
  return [...outside, ...siblings];
}

function findFormFault({ block, text }: Claim, family: Family): string | undefined {
  const form = family === "cidrBlock" ? '"10.0.0.0/16"' : '"2001:db8::/56"';
  const fits = block?.family === (family === "cidrBlock" ? 4 : 6);
  return fits ? undefined : `${family} is ${JSON.stringify(text)}, expected a block such as ${form}`;
}

function describeOverlap(claim: Claim, family: Family, rival: Claim, whose: "VPCs" | "subnets"): string {
  return `${family} is ${JSON.stringify(claim.text)}, expected no address of other ${whose}; ${rival.resource.name} has ${JSON.stringify(rival.text)}`;
}
