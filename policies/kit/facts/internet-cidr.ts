import { Address4, Address6 } from "ip-address";

/** A block of addresses of IPv4 or IPv6. */
export interface Block {
  readonly family: 4 | 6;
  /** First address, as a number. */
  readonly first: bigint;
  /** Last address, as a number. */
  readonly last: bigint;
  /** Length of the network part in bits: 0 to 32, or 0 to 128. */
  readonly prefix: number;
}

/**
 * Reads a block such as `10.0.0.0/16` or `2001:db8::/56`. Undefined when the text is none. Bits beyond the prefix are
 * left out, as EC2 does.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
 */
export function parseBlock(text: string): Block | undefined {
  if (!/^[0-9a-f:.]+\/\d{1,3}$/i.test(text)) return undefined;
  const family = text.includes(":") ? 6 : 4;
  try {
    const address = family === 6 ? new Address6(text) : new Address4(text);
    return {
      family,
      first: address.startAddress().bigInt(),
      last: address.endAddress().bigInt(),
      prefix: address.subnetMask,
    };
  } catch {
    return undefined;
  }
}

/** Whether two blocks have an address in common. */
export function overlap(one: Block, other: Block): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

/** Whether every address of the inner block is in the outer one. */
export function contains(outer: Block, inner: Block): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Addresses of private networks, of which nobody else has any. @see https://www.rfc-editor.org/rfc/rfc4193#section-3.1 */
const PRIVATE_IPV6 = parseBlock("fc00::/7");

/**
 * Whether a block is all addresses of its family, or a part of them that no one network has: halves and quarters are a
 * known way to write the whole. The largest that a registry gives out are /8 and /12.
 *
 * @see https://www.iana.org/assignments/ipv4-address-space/ipv4-address-space.xhtml
 * @see https://www.iana.org/assignments/ipv6-unicast-address-assignments/ipv6-unicast-address-assignments.xhtml
 */
export function isInternetWide(block: Block): boolean {
  if (block.family === 4) return block.prefix < 8;
  return block.prefix < 12 && !(PRIVATE_IPV6 && contains(PRIVATE_IPV6, block));
}
