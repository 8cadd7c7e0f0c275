import type { AnalyzeRequest, AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { BinaryReader } from "google-protobuf";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readStruct } from "./decode-struct";

/** The part of the SDK that unpacks the properties of a resource. */
interface Unpacker {
  deserializeProperties(properties: Struct, proxySecrets: boolean): Properties;
}

type Properties = Record<string, unknown>;

/**
 * Spares the SDK most of what a large stack costs it; no answer becomes another one by that.
 *
 * @returns what is to be called once every rule has looked at the stack
 */
export function speedUpSdk(): () => void {
  shareProperties();
  decodeWhenRead();
  return listResourcesOnce();
}

/** What the resources of a stack have become. Rules read what they were asked to be, and this where that is not known. */
const outputs = new WeakSet<Struct>();

/**
 * Has the SDK unpack the properties of a resource once for all policies that look at them, where it would do so once for
 * each: rules change nothing, so that they can share what they read. Outputs are unpacked when they are read. Remedies are
 * given properties of their own.
 */
export function shareProperties(unpacker: Unpacker = require("@pulumi/policy/deserialize")): void {
  const { deserializeProperties } = unpacker;
  const unpacked = new WeakMap<Struct, Properties>();
  unpacker.deserializeProperties = (properties, proxySecrets) => {
    const unpack = (): Properties => deserializeProperties(properties, proxySecrets);
    if (proxySecrets) return unpack();
    const known = unpacked.get(properties) ?? (outputs.has(properties) ? whenRead(unpack) : unpack());
    unpacked.set(properties, known);
    return known;
  };
}

/** Stands for properties until one is read. */
function whenRead(unpack: () => Properties): Properties {
  let unpacked: Properties | undefined;
  const properties = (): Properties => {
    unpacked ??= unpack();
    return unpacked;
  };
  return new Proxy<Properties>(
    {},
    {
      get: (_, key) => Reflect.get(properties(), key),
      has: (_, key) => Reflect.has(properties(), key),
      ownKeys: () => Reflect.ownKeys(properties()),
      getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(properties(), key),
    },
  );
}

/**
 * Has the SDK go through the resources of the stack once, where it would do so for each policy that has something to report.
 * What is returned leaves it none for the policies that are still to come.
 */
export function listResourcesOnce(
  requests: Pick<AnalyzeStackRequest, "getResourcesList"> = require("@pulumi/pulumi/proto/analyzer_pb")
    .AnalyzeStackRequest.prototype,
): () => void {
  const { getResourcesList } = requests;
  let passed: AnalyzerResource[] = [];
  requests.getResourcesList = function list(this: AnalyzeStackRequest) {
    passed = [...getResourcesList.call(this)];
    for (const resource of passed) {
      const properties = resource.getProperties();
      if (properties) outputs.add(properties);
    }
    return passed;
  };
  return () => {
    passed.length = 0;
  };
}

/** A request whose message is decoded, such as `AnalyzeRequest`. */
type Requests = Pick<typeof AnalyzeRequest | typeof AnalyzeStackRequest, "deserializeBinary">;

/**
 * Has properties decoded when they are read, and straight into what is read: rules look at few of a stack's, and the
 * messages in between take many times as much memory as the bytes.
 */
export function decodeWhenRead(
  requests: readonly Requests[] = requestsOfSdk(),
  structs: typeof Struct = require("google-protobuf/google/protobuf/struct_pb").Struct,
): void {
  const { deserializeBinaryFromReader: decode } = structs;
  const decodeWhenRead = (struct: Struct, reader: BinaryReader): Struct => {
    const begin = reader.getCursor();
    while (reader.nextField()) reader.skipField();
    const bytes = reader.getBuffer().subarray(begin, reader.getCursor());
    const { getFieldsMap } = struct;
    struct.getFieldsMap = (...rest) => {
      struct.getFieldsMap = getFieldsMap;
      return decode(struct, new BinaryReader(bytes)).getFieldsMap(...rest);
    };
    struct.toJavaScript = () => readStruct(new BinaryReader(bytes)) as ReturnType<Struct["toJavaScript"]>;
    return struct;
  };
  for (const request of requests) {
    const { deserializeBinary } = request;
    request.deserializeBinary = ((bytes: Uint8Array) => {
      structs.deserializeBinaryFromReader = decodeWhenRead;
      try {
        return deserializeBinary(bytes);
      } finally {
        structs.deserializeBinaryFromReader = decode;
      }
    }) as never;
  }
}

function requestsOfSdk(): readonly Requests[] {
  const messages = require("@pulumi/pulumi/proto/analyzer_pb");
  return [messages.AnalyzeRequest, messages.AnalyzeStackRequest];
}
