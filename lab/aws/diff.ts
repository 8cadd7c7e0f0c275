import { isDeepStrictEqual } from "node:util";
import { findProperty, type PropertyDeclarations, type PropertyType } from "./declaration";
import { isList, isObject, type Properties, type Value } from "./property-values";
import { isDocumentedImmutable, isImmutable, type SimulatedType } from "./simulated-type";

/** One property that differs. */
export interface Difference {
  /** Path, such as `rules[0].id` or `tags["a.b"]`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  /** Whether the change makes a new resource. */
  readonly replaces: boolean;
}

/** Input that no cloud sees: names of the inputs that the provider assigned. */
const INTERNAL = "__defaults";

/**
 * Returns the properties that differ between two sets of inputs, in the order of their paths.
 *
 * @param ignored paths of the option `ignoreChanges`
 */
export function findDifferences(
  olds: Properties,
  news: Properties,
  type: SimulatedType,
  ignored: readonly string[] = [],
): readonly Difference[] {
  const differences: Difference[] = [];
  for (const key of unionOfKeys(olds, news)) {
    if (key === INTERNAL) continue;
    const place = {
      type,
      propertyType: findProperty(type.declaration.inputs, key)?.type,
      replaces: false,
    };
    addDifferences(childPath("", key), ownValue(olds, key), ownValue(news, key), place, differences);
  }
  return differences
    .filter(({ path }) => !ignored.some((pattern) => isUnder(path, pattern)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Place {
  readonly type: SimulatedType;
  readonly propertyType: PropertyType | undefined;
  /** Whether a change of a property around this one makes a new resource. */
  readonly replaces: boolean;
}

function addDifferences(
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  parent: Place,
  differences: Difference[],
): void {
  if (isDeepStrictEqual(before, after)) return;
  const { type, propertyType } = parent;
  const replaces = parent.replaces || isImmutable(type, path);
  if (isObject(before) && isObject(after)) {
    const declarations = membersOf(parent);
    for (const key of unionOfKeys(before, after)) {
      const member = declarations && findProperty(declarations, key);
      const mapType =
        typeof propertyType === "object" && "map" in propertyType ? propertyType.map : undefined;
      const place = {
        type,
        propertyType: member?.type ?? mapType,
        replaces: replaces || isDocumentedImmutable(type, member),
      };
      addDifferences(childPath(path, key), ownValue(before, key), ownValue(after, key), place, differences);
    }
  } else if (isList(before) && isList(after)) {
    const itemType =
      typeof propertyType === "object" && "list" in propertyType ? propertyType.list : undefined;
    const place = { type, propertyType: itemType, replaces };
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      addDifferences(`${path}[${i}]`, before[i], after[i], place, differences);
    }
  } else {
    differences.push({
      path,
      kind: before === undefined ? "add" : after === undefined ? "delete" : "update",
      replaces,
    });
  }
}

function membersOf({ type, propertyType }: Place): PropertyDeclarations | undefined {
  if (typeof propertyType !== "object" || !("object" in propertyType)) return undefined;
  return type.declaration.inputObjects[propertyType.object];
}

function isUnder(path: string, pattern: string): boolean {
  const steps = splitPath(path);
  const patternSteps = splitPath(pattern);
  return (
    patternSteps.length <= steps.length && patternSteps.every((each, i) => each === "*" || each === steps[i])
  );
}

function splitPath(path: string): readonly string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted?.replace(/\\(.)/g, "$1") ?? index ?? plain ?? "",
  );
}

function childPath(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${path}["${key.replace(/["\\]/g, "\\$&")}"]`;
  return path === "" ? key : `${path}.${key}`;
}

function unionOfKeys(a: Properties, b: Properties): ReadonlySet<string> {
  return new Set([...Object.keys(a), ...Object.keys(b)]);
}

function ownValue(object: Properties, key: string): Value | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return value === null ? undefined : value;
}
