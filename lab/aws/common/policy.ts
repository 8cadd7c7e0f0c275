import { isKnown, isObject, type Properties, type Value } from "../property-values";
import { type CheckFailure, failure } from "../resource-type";
import { listObjects } from "./inputs";
import { parseJson } from "./json";

/**
 * Faults of a policy document as the provider finds them before it asks AWS: the text must be a JSON object.
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
  const parsed = parseJson(source);
  return parsed.ok ? [] : [failure(property, `${wrong}: ${parsed.why}`)];
}

/** The document that a text or an object holds, or undefined when it is neither JSON nor known. */
export function readPolicy(value: Value | undefined): Properties | undefined {
  if (isObject(value)) return value;
  if (typeof value !== "string") return undefined;
  const parsed = parseJson(value);
  const document = parsed.ok ? (parsed.value as Value) : undefined;
  return isObject(document) ? document : undefined;
}

/** The statements of a document: `Statement` may be a list or a lone object. */
export function listStatements(document: Properties): readonly Properties[] {
  return listObjects(document.Statement);
}

/** An element such as `Action`, which may be one text or several. */
export function toStringList(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
