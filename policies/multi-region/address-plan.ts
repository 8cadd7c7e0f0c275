import { type Cidr, containsCidr, overlapsCidr, parseCidrClearingHostBits } from "../../common/cidr";
import {
  isAnyPassing,
  isAnyTrue,
  type Resource,
  type Stack,
  SUBNET,
  VPC,
  VPC_IPV4_BLOCK,
  VPC_IPV6_BLOCK,
} from "../kit";

/** Types of additional VPC blocks, of both families. */
export const FURTHER_BLOCKS = [...VPC_IPV4_BLOCK, ...VPC_IPV6_BLOCK] as const;

/** Property that holds a block. */
export type Family = "cidrBlock" | "ipv6CidrBlock";

/** Block that a resource has or requests. */
export interface Claim {
  readonly resource: Resource;
  readonly text: string;
  /** Undefined when the string is not a CIDR block. */
  readonly block: Cidr | undefined;
}

const POOL = { cidrBlock: "ipv4IpamPoolId", ipv6CidrBlock: "ipv6IpamPoolId" } as const;

const claims = new WeakMap<Resource, Map<Family, Claim | undefined>>();

/** Block that a resource requests, else the block that AWS allocated to it; undefined when neither is known. */
export function claimOf(resource: Resource, family: Family): Claim | undefined {
  const known = claims.get(resource) ?? new Map<Family, Claim | undefined>();
  claims.set(resource, known);
  if (!known.has(family)) known.set(family, readClaim(resource, family));
  return known.get(family);
}

function readClaim(resource: Resource, family: Family): Claim | undefined {
  const requested = resource.read(family);
  const reading = requested.state === "absent" ? resource.outputs.read(family) : requested;
  if (reading.state !== "known" || reading.value === "") return undefined;
  const text = String(reading.value);
  return { resource, text, block: parseCidrClearingHostBits(text) };
}

/**
 * Whether AWS allocates the block: from an IPAM pool, which allocates no address twice, or from Amazon's own addresses. Such a
 * block is known only after its allocation, and overlaps no other allocated block.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/ipam/how-it-works-ipam.html
 */
export function isAllocated(resource: Resource, family: Family): boolean {
  return isAnyTrue(
    () => resource.isSet(POOL[family]),
    () => family === "ipv6CidrBlock" && resource.boolean("assignGeneratedIpv6CidrBlock") === true,
  );
}

/** @throws {Undecided} when the requested block is not known yet and AWS does not allocate it */
export function expectKnown(resource: Resource, family: Family): void {
  if (resource.read(family).state === "undecided" && !isAllocated(resource, family))
    throw resource.undecided(family);
}

/** Claims of VPCs that precede the claim in report order and overlap it. */
export function findEarlierOverlaps(claim: Claim, family: Family, stack: Stack): readonly Claim[] {
  return findOverlaps(claim, family, stack.ofTypes([...VPC, ...FURTHER_BLOCKS]));
}

/** Claims of subnets of the same VPC that precede the claim in report order and overlap it. */
export function findEarlierSiblings(
  claim: Claim,
  family: Family,
  network: Resource,
  stack: Stack,
): readonly Claim[] {
  return findOverlaps(claim, family, stack.findReferrers(network, SUBNET, "vpcId"));
}

function findOverlaps(claim: Claim, family: Family, all: readonly Resource[]): readonly Claim[] {
  return all.slice(0, all.indexOf(claim.resource)).flatMap((resource) => {
    const other = claimOf(resource, family);
    return other?.block && claim.block && overlapsCidr(other.block, claim.block) ? [other] : [];
  });
}

/** VPC of a claim; undefined when it is outside the stack. */
export function networkOf({ resource }: Claim, stack: Stack): Resource | undefined {
  return (VPC as readonly string[]).includes(resource.type)
    ? resource
    : stack.findTarget(resource, "vpcId", VPC);
}

/**
 * Whether a block is within a block of the VPC. An allocated VPC block that is not known yet is assumed to contain it: AWS creates
 * no subnet outside its VPC.
 *
 * @throws {Undecided} when no known block contains it, but an unknown one may
 */
export function isWithin(block: Cidr, family: Family, network: Resource, stack: Stack): boolean {
  const contains = (resource: Resource): boolean => {
    const claim = claimOf(resource, family);
    if (claim) return claim.block !== undefined && containsCidr(claim.block, block);
    expectKnown(resource, family);
    return isAllocated(resource, family);
  };
  return isAnyTrue(
    () => contains(network),
    () => isAnyPassing(furtherBlocksOf(network, stack), contains),
  );
}

/** Known blocks of a VPC, as strings. */
export function blocksOf(network: Resource, family: Family, stack: Stack): readonly string[] {
  return [network, ...furtherBlocksOf(network, stack)].flatMap(
    (resource) => claimOf(resource, family)?.text ?? [],
  );
}

function furtherBlocksOf(network: Resource, stack: Stack): readonly Resource[] {
  return stack.findReferrers(network, FURTHER_BLOCKS, "vpcId");
}

/** Types that connect a VPC to others, with the properties that name the VPC. */
const CONNECTIONS: readonly (readonly [type: string, ...properties: readonly string[]])[] = [
  ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "vpcId", "peerVpcId"],
  ["aws:ec2transitgateway/vpcAttachment:VpcAttachment", "vpcId"],
  ["aws:networkmanager/vpcAttachment:VpcAttachment", "vpcArn"],
  ["aws:ec2/vpnGateway:VpnGateway", "vpcId"],
  ["aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment", "vpcId"],
];

/** Whether a VPC is connected to others; a VPC outside the stack is assumed to be. */
export function isConnected(network: Resource | undefined, stack: Stack): boolean {
  if (!network) return true;
  return isAnyPassing(CONNECTIONS, ([type, ...properties]) =>
    isAnyPassing(properties, (property) => stack.findReferrers(network, [type], property).length > 0),
  );
}
