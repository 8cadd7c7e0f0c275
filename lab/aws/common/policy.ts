import { isKnown, isObject, type Properties, type Value } from "../property-values";
import { type CheckFailure, failure } from "../resource-type";
import { listObjects } from "./inputs";
import { parseJson } from "./json";

/**
 * Refuses a policy document that is not a JSON object, with the provider's messages.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws internal/verify, ValidIAMPolicyJSON
 */
export function checkPolicy(property: string, value: Value | undefined): readonly CheckFailure[] {
  if (typeof value !== "string" || !isKnown(value)) return [];
  const source = value.trim();
  if (source === "")
    return [failure(property, `"${property}" is an empty string, which is not a valid JSON value`)];
  const wrong = `"${property}" contains an invalid JSON policy`;
  if (source.startsWith("["))
    return [failure(property, `${wrong}: contains a JSON array, not a JSON object`)];
  if (source.startsWith('"'))
    return [failure(property, `${wrong}: contains a JSON-encoded string, not a JSON-encoded object`)];
  if (!source.startsWith("{")) return [failure(property, `${wrong}: not a JSON object`)];
  const json = parseJson(source);
  return json.ok ? [] : [failure(property, `${wrong}: ${json.why}`)];
}

/** Reads the document in a string or object; returns undefined when it is unknown or not JSON. */
export function readPolicy(value: Value | undefined): Properties | undefined {
  if (isObject(value)) return value;
  if (typeof value !== "string") return undefined;
  const json = parseJson(value);
  const document = json.ok ? (json.value as Value) : undefined;
  return isObject(document) ? document : undefined;
}

/** Statements of a document, whose `Statement` may be a list or a lone object. */
export function listStatements(document: Properties): readonly Properties[] {
  return listObjects(document.Statement);
}

/** Values of an element such as `Action`, which may be a string or a list. */
export function toStringList(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
