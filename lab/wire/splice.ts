import { Reader } from "./reader";
import type { Properties } from "./value";
import { Writer } from "./writer";

/** A message without its property values, and those values by field number. */
export interface Spliced<Message> {
  readonly message: Message;
  readonly values: Readonly<Record<number, Properties>>;
}

const writer = new Writer();

/**
 * A message's bytes with property values added as fields of their own. The generated classes take four objects and a
 * copy for every value; this writes them at once. Protobuf does not mind in what order fields come.
 *
 * @param message the bytes of the message without those fields
 * @param values by field number, for fields of type `google.protobuf.Struct`
 */
export function splice(message: Uint8Array, values: Readonly<Record<number, Properties>>): Buffer {
  const parts: Uint8Array[] = [message];
  for (const field of Object.keys(values)) {
    writer.struct(Number(field), values[Number(field)] as Properties);
    parts.push(writer.finish());
  }
  return Buffer.concat(parts);
}

/**
 * Takes the fields of type `google.protobuf.Struct` out of a message's bytes, and reads them.
 *
 * @param fields numbers of the fields to take
 * @param dropped numbers of the fields that nobody wants
 * @throws {Error} when the bytes are not a message
 */
export function unsplice(
  bytes: Uint8Array,
  fields: readonly number[],
  dropped: readonly number[] = [],
): Spliced<Uint8Array> {
  const reader = new Reader(bytes);
  const values: Record<number, Properties> = {};
  const rest: Uint8Array[] = [];
  reader.spans((field, begin, end, read) => {
    if (fields.includes(field)) values[field] = read();
    else if (!dropped.includes(field)) rest.push(bytes.subarray(begin, end));
  });
  return { message: rest.length === 1 ? (rest[0] as Uint8Array) : Buffer.concat(rest), values };
}
