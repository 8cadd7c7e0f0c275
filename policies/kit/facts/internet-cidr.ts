import { type Cidr, containsCidr, parseCidr } from "../../../common/cidr";

/** Unique local addresses, which only private networks use. @see https://www.rfc-editor.org/rfc/rfc4193#section-3.1 */
const PRIVATE_IPV6 = parseCidr("fc00::/7");

/**
 * Whether a block is the internet or any CIDR so large that no single network owns it, such as `0.0.0.0/1`. The largest
 * blocks that a registry allocates are /8 in IPv4 and /12 in IPv6.
 *
 * @see https://www.iana.org/assignments/ipv4-address-space/ipv4-address-space.xhtml
 * @see https://www.iana.org/assignments/ipv6-unicast-address-assignments/ipv6-unicast-address-assignments.xhtml
 */
export function isInternetWide(block: Cidr): boolean {
  if (block.family === 4) return block.prefix < 8;
  return block.prefix < 12 && !(PRIVATE_IPV6 && containsCidr(PRIVATE_IPV6, block));
}
