import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** The part of the SDK that unpacks the properties of a resource. */
interface Unpacker {
  deserializeProperties(properties: Struct, proxySecrets: boolean): Record<string, unknown>;
}

/**
 * Has the SDK unpack the properties of a resource once for all policies that look at them, where it would do so once for
 * each: rules change nothing, so that they can share what they read. Remedies are given properties of their own.
 */
export function unpackOnce(unpacker: Unpacker = require("@pulumi/policy/deserialize")): void {
  const { deserializeProperties } = unpacker;
  const unpacked = new WeakMap<Struct, Record<string, unknown>>();
  unpacker.deserializeProperties = (properties, proxySecrets) => {
    if (proxySecrets) return deserializeProperties(properties, proxySecrets);
    let known = unpacked.get(properties);
    if (!known) {
      known = deserializeProperties(properties, proxySecrets);
      unpacked.set(properties, known);
    }
    return known;
  };
}
