import { Address4, Address6 } from "ip-address";

/** A CIDR block of IPv4 or IPv6, with addresses as numbers. */
export interface Cidr {
  readonly family: 4 | 6;
  /** First address, a multiple of the block's size. */
  readonly first: bigint;
  /** Last address, inclusive. */
  readonly last: bigint;
  /** Length of the network part in bits: 0 to 32, or 0 to 128. */
  readonly prefix: number;
}

/**
 * Reads `10.0.0.0/16` or `2001:db8::/56`. Returns undefined for any other string and for a block with host bits.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4632#section-3.1
 */
export function parseCidr(text: string): Cidr | undefined {
  const address = parseAddress(text);
  return address && address.bigInt() === address.startAddress().bigInt() ? toCidr(address) : undefined;
}

/** Reads an IPv4 block such as `10.0.0.0/16`. Returns undefined for any other string and for a block with host bits. */
export function parseIPv4Cidr(text: string): Cidr | undefined {
  const block = parseCidr(text);
  return block?.family === 4 ? block : undefined;
}

/**
 * Reads a block and clears its host bits, as EC2 does: `100.68.0.18/18` is `100.68.0.0/18`.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
 */
export function parseCidrClearingHostBits(text: string): Cidr | undefined {
  const address = parseAddress(text);
  return address && toCidr(address);
}

function parseAddress(text: string): Address4 | Address6 | undefined {
  // The library also reads addresses without a prefix, and IPv6 zones, which no CIDR block has.
  if (!/^[0-9a-f:.]+\/\d{1,3}$/i.test(text)) return undefined;
  try {
    return text.includes(":") ? new Address6(text) : new Address4(text);
  } catch {
    return undefined;
  }
}

function toCidr(address: Address4 | Address6): Cidr {
  return {
    family: address instanceof Address6 ? 6 : 4,
    first: address.startAddress().bigInt(),
    last: address.endAddress().bigInt(),
    prefix: address.subnetMask,
  };
}

/** Formats a block the way AWS does: `10.0.0.0/16`, or `2001:db8::/56`. */
export function formatCidr(block: Cidr): string {
  return `${addressAt(block, 0)}/${block.prefix}`;
}

/** Returns the address at an offset from a block's first one, such as `10.0.0.4`. */
export function addressAt(block: Cidr, offset: number): string {
  const address = block.first + BigInt(offset);
  return block.family === 4
    ? Address4.fromBigInt(BigInt.asUintN(32, address)).correctForm()
    : Address6.fromBigInt(BigInt.asUintN(128, address)).correctForm();
}

/** Number of addresses of an IPv4 block with this prefix. */
export function ipv4Size(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** Returns the IPv4 block that begins at an address; the caller aligns the address to the block's size. */
export function ipv4Block(first: bigint, prefix: number): Cidr {
  return { family: 4, first, last: first + BigInt(ipv4Size(prefix)) - 1n, prefix };
}

/** Whether every address of `inner` is in `outer`. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two blocks share an address. */
export function overlapsCidr(one: Cidr, other: Cidr): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

/**
 * Splits a block into `count` equal ones, in the order of their addresses.
 *
 * @throws {RangeError} when `count` is not a power of two, or a part would be smaller than one address
 */
export function splitCidr(block: Cidr, count: number): Cidr[] {
  const bits = Math.log2(count);
  const prefix = block.prefix + bits;
  if (!Number.isInteger(bits) || bits < 0 || prefix > (block.family === 4 ? 32 : 128)) {
    throw new RangeError(`cannot split ${formatCidr(block)} into ${count} equal blocks`);
  }
  const size = (block.last - block.first + 1n) / BigInt(count);
  return Array.from({ length: count }, (_, index) => {
    const first = block.first + BigInt(index) * size;
    return { family: block.family, first, last: first + size - 1n, prefix };
  });
}
