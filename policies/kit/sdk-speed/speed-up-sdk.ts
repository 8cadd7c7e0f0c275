import type { AnalyzeRequest, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { BinaryReader } from "google-protobuf";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readStruct } from "./decode-struct";

/** The function of the SDK that converts the properties of a resource for a policy. */
interface Converter {
  deserializeProperties(properties: Struct, proxySecrets: boolean): Properties;
}

type Properties = Record<string, unknown>;

/**
 * Makes the SDK convert each resource once for all policies of the pack, and decode it only when a rule reads it. The SDK
 * does both for each policy. Violations stay the same.
 *
 * @returns the function to call when the pack has recorded the stack
 */
export function speedUpSdk(): () => void {
  const outputs = new WeakSet<Struct>();
  shareProperties(outputs);
  decodeWhenRead();
  return listResourcesOnce(outputs);
}

/**
 * Makes all policies share the converted properties of a resource, which rules only read. Remediations change theirs, so
 * each receives its own.
 *
 * @param outputs outputs of a stack's resources; they are converted only when a rule reads them, which is where an input is unknown
 */
export function shareProperties(
  outputs: WeakSet<Struct>,
  converter: Converter = require("@pulumi/policy/deserialize"),
): void {
  const { deserializeProperties } = converter;
  const propertiesOf = new WeakMap<Struct, Properties>();
  converter.deserializeProperties = (properties, proxySecrets) => {
    const convert = (): Properties => deserializeProperties(properties, proxySecrets);
    if (proxySecrets) return convert();
    const known =
      propertiesOf.get(properties) ?? (outputs.has(properties) ? createLazily(convert) : convert());
    propertiesOf.set(properties, known);
    return known;
  };
}

/** Returns a stand-in for properties, which are created when one of them is read. */
function createLazily(create: () => Properties): Properties {
  let properties: Properties | undefined;
  const target = (): Properties => {
    properties ??= create();
    return properties;
  };
  return new Proxy<Properties>(
    {},
    {
      get: (_, key) => Reflect.get(target(), key),
      has: (_, key) => Reflect.has(target(), key),
      ownKeys: () => Reflect.ownKeys(target()),
      getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(target(), key),
    },
  );
}

/**
 * Makes the SDK convert the resources of a stack for the first policy only.
 *
 * @param outputs receives the outputs of the stack's resources
 * @returns the function that empties the list of resources for the policies that follow
 */
export function listResourcesOnce(
  outputs: WeakSet<Struct>,
  requests: Pick<AnalyzeStackRequest, "getResourcesList"> = require("@pulumi/pulumi/proto/analyzer_pb")
    .AnalyzeStackRequest.prototype,
): () => void {
  const { getResourcesList } = requests;
  let current: ReturnType<AnalyzeStackRequest["getResourcesList"]> = [];
  requests.getResourcesList = function list(this: AnalyzeStackRequest) {
    current = [...getResourcesList.call(this)];
    for (const resource of current) {
      const properties = resource.getProperties();
      if (properties) outputs.add(properties);
    }
    return current;
  };
  return () => {
    current.length = 0;
  };
}

/** A class of requests, such as `AnalyzeRequest`, whose messages are decoded. */
type RequestClass = Pick<typeof AnalyzeRequest | typeof AnalyzeStackRequest, "deserializeBinary">;

/**
 * Makes protobuf decode properties when they are read, without the messages in between: rules read few properties of a
 * stack, and the messages take many times the memory of the bytes.
 */
export function decodeWhenRead(
  requests: readonly RequestClass[] = analyzerRequests(),
  structs: typeof Struct = require("google-protobuf/google/protobuf/struct_pb").Struct,
): void {
  const { deserializeBinaryFromReader: decode } = structs;
  const keepBytes = (struct: Struct, reader: BinaryReader): Struct => {
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
      structs.deserializeBinaryFromReader = keepBytes;
      try {
        return deserializeBinary(bytes);
      } finally {
        structs.deserializeBinaryFromReader = decode;
      }
    }) as never;
  }
}

function analyzerRequests(): readonly RequestClass[] {
  const messages = require("@pulumi/pulumi/proto/analyzer_pb");
  return [messages.AnalyzeRequest, messages.AnalyzeStackRequest];
}
