import { type Cidr, containsCidr, overlapsCidr, parseCidrClearingHostBits } from "../../common/cidr";
import {
  isAnyPassing,
  isAnyTrue,
  type Resource,
  type Stack,
  SUBNET,
  Undecided,
  VPC,
  VPC_IPV4_BLOCK,
  VPC_IPV6_BLOCK,
} from "../kit";

/** Further blocks of networks, of both families. */
export const FURTHER_BLOCKS = [...VPC_IPV4_BLOCK, ...VPC_IPV6_BLOCK] as const;

/** The properties that hold blocks. */
export type Family = "cidrBlock" | "ipv6CidrBlock";

/** A block that a resource has or asks for. */
export interface Claim {
  readonly resource: Resource;
  readonly text: string;
  /** Undefined when the text is no block. */
  readonly block: Cidr | undefined;
}

const POOL = { cidrBlock: "ipv4IpamPoolId", ipv6CidrBlock: "ipv6IpamPoolId" } as const;

const claims = new WeakMap<Resource, Map<Family, Claim | undefined>>();

/** The block that a resource asks for, else the one that it was given. Undefined when there is none, or none is known. */
export function claimOf(resource: Resource, family: Family): Claim | undefined {
  const known = claims.get(resource) ?? new Map<Family, Claim | undefined>();
  claims.set(resource, known);
  if (!known.has(family)) known.set(family, readClaim(resource, family));
  return known.get(family);
}

function readClaim(resource: Resource, family: Family): Claim | undefined {
  const asked = resource.read(family);
  const reading = asked.state === "absent" ? resource.outputs.read(family) : asked;
  if (reading.state !== "known" || reading.value === "") return undefined;
  const text = String(reading.value);
  return { resource, text, block: parseCidrClearingHostBits(text) };
}

/**
 * Whether a resource has its block from a pool of IPAM, which hands out none twice, or from Amazon, which owns the
 * addresses: such a block is known only once it is given, and overlaps no other that is given so.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/ipam/how-it-works-ipam.html
 */
export function isGiven(resource: Resource, family: Family): boolean {
  return isAnyTrue(
    () => resource.isSet(POOL[family]),
    () => family === "ipv6CidrBlock" && resource.boolean("assignGeneratedIpv6CidrBlock") === true,
  );
}

/** @throws {Undecided} when a resource asks for a block that is not known yet, and that nobody hands out */
export function expectKnown(resource: Resource, family: Family): void {
  if (resource.read(family).state === "undecided" && !isGiven(resource, family)) throw new Undecided(family);
}

/** Claims of networks that come before one in the order of reports, and have addresses of it. */
export function earlierRivals(claim: Claim, family: Family, stack: Stack): readonly Claim[] {
  return rivals(claim, family, stack.ofTypes([...VPC, ...FURTHER_BLOCKS]));
}

/** Claims of subnets of the same network that come before one in the order of reports, and have addresses of it. */
export function earlierSiblings(
  claim: Claim,
  family: Family,
  network: Resource,
  stack: Stack,
): readonly Claim[] {
  return rivals(claim, family, stack.findReferrers(network, SUBNET, "vpcId"));
}

function rivals(claim: Claim, family: Family, all: readonly Resource[]): readonly Claim[] {
  return all.slice(0, all.indexOf(claim.resource)).flatMap((resource) => {
    const other = claimOf(resource, family);
    return other?.block && claim.block && overlapsCidr(other.block, claim.block) ? [other] : [];
  });
}

/** The network that a claim is of. Undefined when that is outside of the stack. */
export function networkOf({ resource }: Claim, stack: Stack): Resource | undefined {
  return (VPC as readonly string[]).includes(resource.type)
    ? resource
    : stack.findTarget(resource, "vpcId", VPC);
}

/**
 * Whether a block lies within one of a network. A block that the network is given, and that is not known yet, is taken to
 * hold it: AWS makes no subnet outside of its network.
 *
 * @throws {Undecided} when none is known to hold it, but one may
 */
export function isWithin(block: Cidr, family: Family, network: Resource, stack: Stack): boolean {
  const holds = (resource: Resource): boolean => {
    const claim = claimOf(resource, family);
    if (claim) return claim.block !== undefined && containsCidr(claim.block, block);
    expectKnown(resource, family);
    return isGiven(resource, family);
  };
  return isAnyTrue(
    () => holds(network),
    () => isAnyPassing(furtherBlocksOf(network, stack), holds),
  );
}

/** Blocks of a network as texts, as far as they are known. */
export function blocksOf(network: Resource, family: Family, stack: Stack): readonly string[] {
  return [network, ...furtherBlocksOf(network, stack)].flatMap(
    (resource) => claimOf(resource, family)?.text ?? [],
  );
}

function furtherBlocksOf(network: Resource, stack: Stack): readonly Resource[] {
  return stack.findReferrers(network, FURTHER_BLOCKS, "vpcId");
}

/** What joins a network to others, and the properties by which it names it. */
const JOINTS: readonly (readonly [type: string, ...properties: readonly string[]])[] = [
  ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "vpcId", "peerVpcId"],
  ["aws:ec2transitgateway/vpcAttachment:VpcAttachment", "vpcId"],
  ["aws:networkmanager/vpcAttachment:VpcAttachment", "vpcArn"],
  ["aws:ec2/vpnGateway:VpnGateway", "vpcId"],
  ["aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment", "vpcId"],
];

/** Whether a network is joined to others; of one outside of the stack that cannot be seen, so it is taken to be. */
export function isJoined(network: Resource | undefined, stack: Stack): boolean {
  if (!network) return true;
  return isAnyPassing(JOINTS, ([type, ...properties]) =>
    isAnyPassing(properties, (property) => stack.findReferrers(network, [type], property).length > 0),
  );
}
