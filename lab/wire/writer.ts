import type { Properties, Value } from "./value";

/**
 * Writes a protobuf message from its end to its beginning. So the length of a field is known when its tag is written, and no
 * bytes are measured twice or moved.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class Writer {
  #bytes = Buffer.allocUnsafe(16 * 1024);
  #at = this.#bytes.length;

  /** Returns the message and empties the writer. */
  finish(): Buffer {
    const message = Buffer.from(this.#bytes.subarray(this.#at));
    this.#at = this.#bytes.length;
    return message;
  }

  /** End of a length-delimited field. To be read before the content is written, and passed to {@link close}. */
  get mark(): number {
    return this.#bytes.length - this.#at;
  }

  /** Writes the length and the tag of the content since `mark`. */
  close(field: number, mark: number): void {
    this.#varint(this.mark - mark);
    this.#varint((field << 3) | 2);
  }

  number(field: number, value: number): void {
    this.#varint(value);
    this.#varint(field << 3);
  }

  text(field: number, value: string): void {
    const mark = this.mark;
    const length = Buffer.byteLength(value);
    this.#room(length);
    this.#at -= length;
    this.#bytes.write(value, this.#at, length, "utf8");
    this.close(field, mark);
  }

  double(field: number, value: number): void {
    this.#room(8);
    this.#at -= 8;
    this.#bytes.writeDoubleLE(value, this.#at);
    this.#varint((field << 3) | 1);
  }

  /** A `google.protobuf.Struct`, keys in the order of the object. */
  struct(field: number, value: Properties): void {
    const mark = this.mark;
    const keys = Object.keys(value);
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i] as string;
      const member = value[key];
      if (member === undefined) continue;
      const entry = this.mark;
      this.#value(2, member);
      this.text(1, key);
      this.close(1, entry);
    }
    this.close(field, mark);
  }

  #value(field: number, value: Value): void {
    const mark = this.mark;
    if (value === null) this.number(1, 0);
    else if (typeof value === "string") this.text(3, value);
    else if (typeof value === "number") this.double(2, value);
    else if (typeof value === "boolean") this.number(4, value ? 1 : 0);
    else if (Array.isArray(value)) this.#list(value);
    else this.struct(5, value as Properties);
    this.close(field, mark);
  }

  #list(values: readonly Value[]): void {
    const mark = this.mark;
    for (let i = values.length - 1; i >= 0; i--) this.#value(1, values[i] ?? null);
    this.close(6, mark);
  }

  #varint(value: number): void {
    this.#room(10);
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
    this.#at -= size;
    let rest = value;
    for (let i = 0; i < size; i++) {
      const more = i < size - 1 ? 0x80 : 0;
      this.#bytes[this.#at + i] = (rest % 0x80) | more;
      rest = Math.floor(rest / 0x80);
    }
  }

  #room(size: number): void {
    if (this.#at >= size) return;
    const length = this.mark;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, length + size + 1024));
    this.#bytes.copy(grown, grown.length - length, this.#at);
    this.#bytes = grown;
    this.#at = grown.length - length;
  }
}
