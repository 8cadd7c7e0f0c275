import {
  ARCHIVE_SIGNATURE,
  ASSET_SIGNATURE,
  BYTE_STRING_SIGNATURE,
  RESOURCE_SIGNATURE,
} from "../../../common/special-values";
import {
  isObject,
  mapObject,
  type Properties,
  setKey,
  signatureOf,
  type Value,
  withoutOutputValues,
} from "../values/values";

/**
 * Converts properties to the form that a policy pack reads. Secrets keep their mark, which the SDK removes for checks and
 * restores after a remediation. A resource reference becomes its id, or its URN when the id is missing. A byte string becomes
 * base64.
 *
 * @param internalKeys whether to keep keys that begin with `__`: a remediation returns the inputs and must not lose them;
 * checks do not see them
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/plugin/analyzer_plugin.go
 */
export function toPolicyValues(properties: Properties, internalKeys: "keep" | "drop"): Properties {
  const plain = mapObject(properties, (value) => toReadable(withoutOutputValues(value)));
  return internalKeys === "keep" ? plain : withoutInternalKeys(plain);
}

/**
 * Restores the assets and archives that a remediation did not change: the SDK returns them without their hash, and archives
 * of assets without their content.
 */
export function restoreAssets(before: Properties, after: Properties): Properties {
  return mapObject(after, (value, key) =>
    restoreAsset(Object.hasOwn(before, key) ? before[key] : undefined, value),
  );
}

function toReadable(value: Value): Value {
  if (Array.isArray(value)) return value.map(toReadable);
  if (!isObject(value)) return value;
  switch (signatureOf(value)) {
    case RESOURCE_SIGNATURE:
      return value["id"] || (value["urn"] ?? "");
    case BYTE_STRING_SIGNATURE:
      return value["value"] ?? "";
    default:
      return mapObject(value, toReadable);
  }
}

function withoutInternalKeys(properties: Properties): Properties {
  const result: Record<string, Value> = {};
  const strip = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(strip);
    return isObject(value) ? withoutInternalKeys(value) : value;
  };
  for (const key of Object.keys(properties)) {
    if (!key.startsWith("__")) setKey(result, key, strip(properties[key] as Value));
  }
  return result;
}

function restoreAsset(before: Value | undefined, after: Value): Value {
  if (Array.isArray(after)) {
    return after.map((item, index) => restoreAsset(Array.isArray(before) ? before[index] : undefined, item));
  }
  if (!isObject(after) || !isObject(before)) return after;
  const signature = signatureOf(after);
  if (signature !== ASSET_SIGNATURE && signature !== ARCHIVE_SIGNATURE) {
    return mapObject(after, (value, key) =>
      restoreAsset(Object.hasOwn(before, key) ? before[key] : undefined, value),
    );
  }
  return signatureOf(before) === signature && hasSameSource(before, after) ? before : after;
}

function hasSameSource(before: Properties, after: Properties): boolean {
  if ("assets" in before || "assets" in after) {
    const names = (value: Value | undefined) =>
      Array.isArray(value) ? value : Object.keys((value ?? {}) as Properties);
    return names(before["assets"]).join("\n") === names(after["assets"]).join("\n");
  }
  return ["text", "path", "uri"].every((key) => before[key] === after[key]);
}
