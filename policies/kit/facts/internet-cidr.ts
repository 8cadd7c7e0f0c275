import { type Cidr, containsCidr, parseCidr } from "../../../common/cidr";

/** Addresses of private networks, of which nobody else has any. @see https://www.rfc-editor.org/rfc/rfc4193#section-3.1 */
const PRIVATE_IPV6 = parseCidr("fc00::/7");

/**
 * Whether a block is all addresses of its family, or a part of them that no one network has: halves and quarters are a
 * known way to write the whole. The largest that a registry gives out are /8 and /12.
 *
 * @see https://www.iana.org/assignments/ipv4-address-space/ipv4-address-space.xhtml
 * @see https://www.iana.org/assignments/ipv6-unicast-address-assignments/ipv6-unicast-address-assignments.xhtml
 */
export function isInternetWide(block: Cidr): boolean {
  if (block.family === 4) return block.prefix < 8;
  return block.prefix < 12 && !(PRIVATE_IPV6 && containsCidr(PRIVATE_IPV6, block));
}
