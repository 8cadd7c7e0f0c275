import { isIPv4 } from "node:net";

/** An IPv4 block: addresses from `first` to `first + size - 1`, as unsigned 32-bit numbers. */
export interface Cidr {
  /** First address as a number, a multiple of {@link size}. */
  readonly first: number;
  /** Bits that every address of the block shares, 0 to 32. */
  readonly prefix: number;
  /** Number of addresses, 2 to the power of `32 - prefix`. */
  readonly size: number;
}

/**
 * Reads `10.0.0.0/16`; undefined for anything else: no prefix, leading zeros, a host bit that is set.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4632#section-3.1
 */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", bits = "", ...rest] = text.split("/");
  if (rest.length > 0 || !isIPv4(address) || !/^(?:\d|[12]\d|3[0-2])$/.test(bits)) return undefined;
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, prefix, size } : undefined;
}

/** Writes a block the way AWS does, `10.0.0.0/16`. */
export function formatCidr({ first, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** Whether every address of `inner` is one of `outer`. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

/** Whether two blocks share an address. */
export function overlapsCidr(a: Cidr, b: Cidr): boolean {
  return containsCidr(a, b) || containsCidr(b, a);
}

/**
 * Cuts a block into `count` equal ones, in the order of their addresses.
 *
 * @throws {RangeError} when `count` is not a power of two, or the parts would be smaller than one address
 */
export function splitCidr(block: Cidr, count: number): Cidr[] {
  const bits = Math.log2(count);
  const prefix = block.prefix + bits;
  if (!Number.isInteger(bits) || bits < 0 || prefix > 32) {
    throw new RangeError(`cannot cut ${formatCidr(block)} into ${count} equal blocks`);
  }
  const size = block.size / count;
  return Array.from({ length: count }, (_, index) => ({ first: block.first + index * size, prefix, size }));
}
