import { specialAssetSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import type { BinaryReader } from "google-protobuf";

/** Fields of `google.protobuf.Value`. @see https://protobuf.dev/reference/protobuf/google.protobuf/#value */
const NULL = 1;
const NUMBER = 2;
const STRING = 3;
const BOOLEAN = 4;
const STRUCT = 5;
const LIST = 6;

/**
 * Reads a `google.protobuf.Struct` as its `toJavaScript` returns it, without creating the messages in between. An empty
 * string asset, such as an empty file of a function, becomes a space, because the SDK rejects it as an invalid asset.
 *
 * @throws {Error} for a value without a kind, like `toJavaScript`
 */
export function readStruct(reader: BinaryReader): Record<string, unknown> {
  const struct: Record<string, unknown> = {};
  while (reader.nextField()) {
    if (reader.getFieldNumber() !== 1) {
      reader.skipField();
      continue;
    }
    const [key, value] = readMessage(reader, readEntry);
    // Assigning the key `__proto__` would change the prototype.
    Object.defineProperty(struct, key, { value, writable: true, enumerable: true, configurable: true });
  }
  if (struct[specialSigKey] === specialAssetSig && !(struct["text"] || struct["path"] || struct["uri"]))
    struct["text"] = " ";
  return struct;
}

function readEntry(reader: BinaryReader): [string, unknown] {
  let key = "";
  let value: unknown = null;
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) key = reader.readString();
    else if (reader.getFieldNumber() === 2) value = readMessage(reader, readValue);
    else reader.skipField();
  }
  return [key, value];
}

function readValue(reader: BinaryReader): unknown {
  let value: unknown;
  while (reader.nextField()) {
    switch (reader.getFieldNumber()) {
      case NULL:
        reader.readEnum();
        value = null;
        break;
      case NUMBER:
        value = reader.readDouble();
        break;
      case STRING:
        value = reader.readString();
        break;
      case BOOLEAN:
        value = reader.readBool();
        break;
      case STRUCT:
        value = readMessage(reader, readStruct);
        break;
      case LIST:
        value = readMessage(reader, readList);
        break;
      default:
        reader.skipField();
    }
  }
  if (value === undefined) throw new Error("Unexpected struct type");
  return value;
}

function readList(reader: BinaryReader): unknown[] {
  const list: unknown[] = [];
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) list.push(readMessage(reader, readValue));
    else reader.skipField();
  }
  return list;
}

/** Reads a nested message. */
function readMessage<T>(reader: BinaryReader, read: (reader: BinaryReader) => T): T {
  let value: T | undefined;
  // The reader only passes this message on to the callback, which does not need one.
  reader.readMessage(undefined as never, () => {
    value = read(reader);
  });
  return value as T;
}
