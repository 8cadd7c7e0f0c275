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
 * Adds property values to the bytes of a message, as further fields. The generated classes need four objects and a copy for
 * every value; this writes values directly. Protobuf allows fields in any order.
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
 * Removes fields of type `google.protobuf.Struct` from the bytes of a message, and reads them.
 *
 * @param fields numbers of the fields to read
 * @param dropped numbers of fields to remove without reading them
 * @throws {Error} when the bytes are not a valid message
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
