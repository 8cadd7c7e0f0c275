/** A block of IPv4 addresses: its first and last address as numbers, both inclusive. */
export interface Block {
  readonly first: number;
  readonly last: number;
  /** Length of the network part, 0 to 32. */
  readonly prefix: number;
}

/** Reads `10.1.0.0/16`; undefined when it is no CIDR block or has bits set beyond its prefix. */
export function parseCidr(text: string): Block | undefined {
  const [, address = "", length = ""] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
  const octets = address.split(".").map(Number);
  const prefix = Number(length);
  if (octets.length !== 4 || prefix > 32 || octets.some((octet) => octet > 255)) return undefined;
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/** Whether two blocks share an address. */
export function overlap(a: Block, b: Block): boolean {
  return a.first <= b.last && b.first <= a.last;
}
