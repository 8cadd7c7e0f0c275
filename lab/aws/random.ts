import { createHash } from "node:crypto";

const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER = LOWER.toUpperCase();

/** A repeatable source of the random characters in ids, suffixes and keys. */
export class Random {
  readonly #seed: string;
  #round = 0;

  /** @param seed the same seed gives the same characters */
  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Hexadecimal digits. */
  hex(length: number): string {
    let digits = "";
    while (digits.length < length) digits += this.#bytes().toString("hex");
    return digits.slice(0, length);
  }

  /** Lower-case letters and digits. */
  lower(length: number): string {
    return this.#letters(LOWER, length);
  }

  /** Upper-case letters and digits. */
  upper(length: number): string {
    return this.#letters(UPPER, length);
  }

  /** Decimal digits. */
  digits(length: number): string {
    return this.#letters("0123456789", length);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** A number from 0, included, to 1, excluded. */
  fraction(): number {
    return this.#bytes().readUInt32BE(0) / 2 ** 32;
  }

  #letters(alphabet: string, length: number): string {
    let letters = "";
    while (letters.length < length) {
      for (const byte of this.#bytes()) letters += alphabet[byte % alphabet.length];
    }
    return letters.slice(0, length);
  }

  #bytes(): Buffer {
    return createHash("sha256")
      .update(`${this.#seed}\0${this.#round++}`)
      .digest();
  }
}
