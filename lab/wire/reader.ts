import type { Properties, Value } from "./value";

/** Deepest nesting of values. A deeper message is refused before the call stack overflows. */
const MAX_DEPTH = 200;

/**
 * Reads protobuf messages. The SDK's generated reader builds four objects for each value and loses a key named `__proto__`;
 * this one builds the plain value directly.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /**
   * Visits the fields of the message.
   *
   * @param take reads the value of a known field and returns true; the value of any other field is skipped
   * @throws {Error} when the bytes are not a valid message
   */
  fields(end: number, take: (field: number) => boolean): void {
    while (this.#at < end) {
      const tag = this.varint();
      if (!take(tag >>> 3)) this.#skip(tag & 7);
    }
    if (this.#at !== end) throw new Error("reader: a field is longer than its message");
  }

  /**
   * Visits the fields of the message as byte ranges, each from its tag to its end.
   *
   * @param visit receives the range of a field, and a function that reads it as a `google.protobuf.Struct`
   * @throws {Error} when the bytes are not a valid message
   */
  spans(visit: (field: number, begin: number, end: number, read: () => Properties) => void): void {
    while (this.#at < this.end) {
      const begin = this.#at;
      const tag = this.varint();
      const content = this.#at;
      this.#skip(tag & 7);
      const end = this.#at;
      visit(tag >>> 3, begin, end, () => {
        this.#at = content;
        const value = this.struct();
        this.#at = end;
        return value;
      });
    }
    if (this.#at !== this.end) throw new Error("reader: a field is longer than its message");
  }

  /** Index one past the last byte. */
  get end(): number {
    return this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error("reader: a number is cut off");
  }

  /** Index one past the last byte of the length-delimited field that begins here. */
  open(): number {
    const end = this.varint() + this.#at;
    if (end > this.#bytes.length) throw new Error("reader: a field is longer than its message");
    return end;
  }

  text(): string {
    const end = this.open();
    const value = this.#bytes.toString("utf8", this.#at, end);
    this.#at = end;
    return value;
  }

  data(): Buffer {
    const end = this.open();
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }

  double(): number {
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  /** A `google.protobuf.Struct`. */
  struct(depth = 0): Properties {
    const result: Record<string, Value> = {};
    this.fields(this.open(), (field) => {
      if (field !== 1) return false;
      this.#entry(result, depth);
      return true;
    });
    return result;
  }

  #entry(into: Record<string, Value>, depth: number): void {
    let key = "";
    let value: Value = null;
    this.fields(this.open(), (field) => {
      if (field === 1) key = this.text();
      else if (field === 2) value = this.#value(depth);
      else return false;
      return true;
    });
    if (key === "__proto__") define(into, key, value);
    else into[key] = value;
  }

  #value(depth: number): Value {
    if (depth > MAX_DEPTH) throw new Error(`reader: values are nested deeper than ${MAX_DEPTH}`);
    let value: Value = null;
    this.fields(this.open(), (field) => {
      if (field === 1)
        this.varint(); // the only NullValue there is
      else if (field === 2) value = this.double();
      else if (field === 3) value = this.text();
      else if (field === 4) value = this.varint() !== 0;
      else if (field === 5) value = this.struct(depth + 1);
      else if (field === 6) value = this.#list(depth + 1);
      else return false;
      return true;
    });
    return value;
  }

  #list(depth: number): readonly Value[] {
    const items: Value[] = [];
    this.fields(this.open(), (field) => {
      if (field !== 1) return false;
      items.push(this.#value(depth));
      return true;
    });
    return items;
  }

  #skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 1) this.#at += 8;
    else if (wire === 2) this.#at = this.open();
    else if (wire === 5) this.#at += 4;
    else throw new Error(`reader: wire type is ${wire}, expected 0, 1, 2 or 5`);
  }
}

/** Sets a property such as `__proto__`, whose assignment has a special meaning. */
export function define(into: object, key: string, value: Value): void {
  Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}
