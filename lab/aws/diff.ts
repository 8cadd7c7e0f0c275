import type { Declaration, PropertyDeclarations, PropertyType } from "./declaration";
import { findProperty } from "./declaration";
import { IMMUTABLE } from "./immutable";
import { isList, isObject, type Properties, type Value } from "./property-values";
import type { ResourceType } from "./resource-type";

/** One property that differs. */
export interface Difference {
  /** Path, such as `rules[0].id` or `tags["a.b"]`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  /** Whether it takes a new resource. */
  readonly replaces: boolean;
}

/** What tells changes in place from changes that make a new resource. */
export interface DiffRules {
  readonly declaration: Declaration;
  readonly rules: Pick<ResourceType, "immutable" | "mutable"> | undefined;
  /** Property that holds the name: a new name is a new resource. */
  readonly nameProperty: string | undefined;
}

/** Inputs that no cloud sees: how the inputs came about. */
const INTERNAL = "__defaults";

/**
 * The properties that differ between two sets of inputs, in the order of their paths. `tagsAll` does not count where
 * `tags` tells the same.
 *
 * @param ignored paths given to the option `ignoreChanges`
 */
export function findDifferences(
  olds: Properties,
  news: Properties,
  rules: DiffRules,
  ignored: readonly string[] = [],
): readonly Difference[] {
  const found: Difference[] = [];
  for (const key of unionOfKeys(olds, news)) {
    if (key === INTERNAL) continue;
    const type = findProperty(rules.declaration.inputs, key)?.type;
    addDifferences(
      childPath("", key),
      ownValue(olds, key),
      ownValue(news, key),
      { ...rules, type, replaces: false },
      found,
    );
  }
  return found
    .filter(({ path }) => !ignored.some((pattern) => isUnder(path, pattern)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Place extends DiffRules {
  readonly type: PropertyType | undefined;
  /** Whether a property around this one makes a new resource. */
  readonly replaces: boolean;
}

function addDifferences(
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  at: Place,
  found: Difference[],
): void {
  if (isSameValue(before, after)) return;
  const replaces = at.replaces || isImmutable(path, at);
  const place = { ...at, replaces };
  if (isObject(before) && isObject(after)) {
    for (const key of unionOfKeys(before, after)) {
      const declarations = membersOf(at);
      const member = declarations && findProperty(declarations, key);
      const type =
        member?.type ?? (typeof at.type === "object" && "map" in at.type ? at.type.map : undefined);
      const documented = at.rules?.immutable === undefined && member?.replaces === true;
      const nested = { ...place, type, replaces: replaces || documented };
      addDifferences(childPath(path, key), ownValue(before, key), ownValue(after, key), nested, found);
    }
  } else if (isList(before) && isList(after)) {
    const type = typeof at.type === "object" && "list" in at.type ? at.type.list : undefined;
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      addDifferences(`${path}[${i}]`, before[i], after[i], { ...place, type }, found);
    }
  } else {
    found.push({
      path,
      kind: before === undefined ? "add" : after === undefined ? "delete" : "update",
      replaces,
    });
  }
}

function membersOf(at: Place): PropertyDeclarations | undefined {
  if (typeof at.type !== "object" || !("object" in at.type)) return undefined;
  return at.declaration.inputObjects[at.type.object];
}

function isImmutable(path: string, at: Place): boolean {
  const pattern = path.replace(/\[\d+\]/g, "[*]");
  if (at.rules?.mutable?.includes(pattern)) return false;
  if (pattern === "region") return true;
  // rules name all there is; without them the documentation, a table and the name have to do
  if (at.rules?.immutable) return at.rules.immutable.includes(pattern);
  if (pattern === at.nameProperty || IMMUTABLE[at.declaration.token]?.includes(pattern)) return true;
  return findProperty(at.declaration.inputs, path)?.replaces === true;
}

function isUnder(path: string, pattern: string): boolean {
  const steps = splitPath(path);
  const wanted = splitPath(pattern);
  return wanted.length <= steps.length && wanted.every((each, i) => each === "*" || each === steps[i]);
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

/** Whether two values are the same, key order aside. */
export function isSameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => isSameValue(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameValue(a[key], b[key]))
  );
}
