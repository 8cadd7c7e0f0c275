import { UNKNOWN_VALUE } from "../../common/special-values";
import { suggest } from "../../common/suggestions";
import { type Declaration, findProperty, type PropertyDeclarations, type PropertyType } from "./declaration";
import { isKnown, isList, isObject, type Properties, type Value } from "./property-values";
import { type CheckFailure, failure } from "./resource-type";

/** Inputs in their declared form, and failures for those that have no such form. */
export interface NormalizedInputs {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/**
 * Converts inputs to their declared form: nulls are left out, strings such as `"80"` and `"true"` become numbers and
 * booleans, policy documents become JSON strings. Unknown names, missing values and wrong types are failures.
 */
export function normalizeInputs(inputs: Properties, declaration: Declaration): NormalizedInputs {
  const failures: CheckFailure[] = [];
  const form = normalizeMembers(inputs, declaration.inputs, { declaration, failures }, "");
  return { inputs: form, failures };
}

interface Walk {
  readonly declaration: Declaration;
  readonly failures: CheckFailure[];
}

function normalizeMembers(
  value: Properties,
  declarations: PropertyDeclarations,
  walk: Walk,
  path: string,
): Properties {
  const form: Record<string, Value> = {};
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === null || member === undefined || key === "__defaults") continue;
    const declaration = findProperty(declarations, key);
    const place = path === "" ? key : `${path}.${key}`;
    if (declaration) form[key] = convert(member, declaration.type, walk, place);
    else walk.failures.push(unexpectedArgument(key, place, declarations));
  }
  for (const key in declarations) {
    if (declarations[key]?.required && form[key] === undefined) {
      const reason = `Missing required argument. The argument "${key}" is required, but no definition was found.`;
      walk.failures.push(failure(path === "" ? key : `${path}.${key}`, reason));
    }
  }
  return form;
}

function convert(value: Value, type: PropertyType, walk: Walk, path: string): Value {
  if (value === UNKNOWN_VALUE || type === "any" || type === "asset") return value;
  if (type === "json")
    return typeof value === "string"
      ? value
      : isKnown(value)
        ? JSON.stringify(sortKeys(value))
        : UNKNOWN_VALUE;
  if (typeof type === "string") return convertScalar(value, type, walk, path);
  if ("list" in type) {
    if (!isList(value)) return addTypeFailure(value, "a list", walk, path);
    return value.map((item, i) => convert(item, type.list, walk, `${path}[${i}]`));
  }
  if (!isObject(value)) return addTypeFailure(value, "an object", walk, path);
  if ("map" in type) {
    const entries = Object.entries(value).filter(([, member]) => member !== null);
    return Object.fromEntries(
      entries.map(([key, member]) => [key, convert(member, type.map, walk, `${path}.${key}`)]),
    );
  }
  const declarations = walk.declaration.inputObjects[type.object];
  return declarations ? normalizeMembers(value, declarations, walk, path) : value;
}

function convertScalar(value: Value, type: "string" | "number" | "boolean", walk: Walk, path: string): Value {
  if (typeof value === type) return value;
  if (type === "string" && (typeof value === "number" || typeof value === "boolean")) return String(value);
  if (
    type === "number" &&
    typeof value === "string" &&
    value.trim() !== "" &&
    Number.isFinite(Number(value))
  ) {
    return Number(value);
  }
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  return addTypeFailure(value, `a ${type}`, walk, path);
}

function addTypeFailure(value: Value, expected: string, walk: Walk, path: string): Value {
  const got = isList(value) ? "a list" : isObject(value) ? "an object" : `a ${typeof value}`;
  walk.failures.push(failure(path, `Incorrect attribute value type. Expected ${expected}, got ${got}.`));
  return value;
}

function unexpectedArgument(key: string, path: string, declarations: PropertyDeclarations): CheckFailure {
  const near = suggest(key, Object.keys(declarations));
  const hint = near.length > 0 ? ` Did you mean ${near.map((name) => `"${name}"`).join(" or ")}?` : "";
  return failure(path, `Unsupported argument. An argument named "${key}" is not expected here.${hint}`);
}

/** Sorts keys, so that equal documents give equal strings. */
function sortKeys(value: Value): Value {
  if (isList(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sortKeys(member)]),
  );
}
