import { type Block, parseBlock } from "../common/cidr";
import { type CheckFailure, failure } from "../resource-type";
import { text, type Value } from "../value";

/**
 * Faults of the IPv4 block of a network or of a part of it, which must have 16 to 28 bits of prefix.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#vpc-sizing-ipv4
 */
export function blockFaults(property: string, value: Value | undefined): readonly CheckFailure[] {
  const got = text(value);
  if (got === undefined || got === "") return [];
  const block = parseBlock(got);
  if (block === undefined) return [failure(property, `"${got}" is not a valid IPv4 CIDR block`)];
  if (block.bits >= 16 && block.bits <= 28) return [];
  return [
    failure(
      property,
      `expected "cidr_block" to contain a network Value with between 16 and 28 significant bits, got: ${block.bits}`,
    ),
  ];
}

/** The address at a place in a block, such as `10.0.0.4`. */
export function addressIn(block: Block, offset: number): string {
  const address = block.first + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
