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
 * What a `google.protobuf.Struct` says, as its `toJavaScript` would answer, read without the messages in between. The SDK
 * takes an asset without text, such as an empty file of a function, for none at all and gives up: it is given a blank.
 *
 * @throws {Error} for a value of no kind, as `toJavaScript` does
 */
export function readStruct(reader: BinaryReader): Record<string, unknown> {
  const struct: Record<string, unknown> = {};
  while (reader.nextField()) {
    if (reader.getFieldNumber() !== 1) {
      reader.skipField();
      continue;
    }
    const [key, value] = readMessage(reader, readEntry);
    // A plain assignment of this key would change what the object inherits.
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

/** Reads a message that is the value of a field. */
function readMessage<T>(reader: BinaryReader, read: (reader: BinaryReader) => T): T {
  let value: T | undefined;
  // The reader hands on the message that it is given, of which nothing is needed here.
  reader.readMessage(undefined as never, () => {
    value = read(reader);
  });
  return value as T;
}
