/** An IPv4 block: first address as a 32-bit number, and the length of its prefix in bits. */
export interface Block {
  readonly first: number;
  readonly bits: number;
}

/** The block that `a.b.c.d/n` names, or undefined when it is not in that form or has host bits set. */
export function parseBlock(source: string): Block | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(source);
  if (found === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = found.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || bits > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % sizeOf(bits) === 0 ? { first, bits } : undefined;
}

/** Number of addresses in a block with a prefix of `bits`. */
export function sizeOf(bits: number): number {
  return 2 ** (32 - bits);
}

/** True when every address of `inner` is in `outer`. */
export function contains(outer: Block, inner: Block): boolean {
  return inner.first >= outer.first && inner.first + sizeOf(inner.bits) <= outer.first + sizeOf(outer.bits);
}

/** True when two blocks share an address. */
export function overlaps(one: Block, other: Block): boolean {
  return one.first < other.first + sizeOf(other.bits) && other.first < one.first + sizeOf(one.bits);
}
