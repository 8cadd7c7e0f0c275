import { parseIPv4Cidr } from "../../../common/cidr";
import { asString, type Value } from "../property-values";
import { type CheckFailure, failure } from "../resource-type";

/**
 * Refuses an IPv4 block of a VPC or a subnet whose prefix is not 16 to 28 bits long.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#vpc-sizing-ipv4
 */
export function checkVpcCidr(property: string, value: Value | undefined): readonly CheckFailure[] {
  const got = asString(value);
  if (got === undefined || got === "") return [];
  const block = parseIPv4Cidr(got);
  if (block === undefined) return [failure(property, `"${got}" is not a valid IPv4 CIDR block`)];
  if (block.prefix >= 16 && block.prefix <= 28) return [];
  return [
    failure(
      property,
      `expected "cidr_block" to contain a network Value with between 16 and 28 significant bits, got: ${block.prefix}`,
    ),
  ];
}
