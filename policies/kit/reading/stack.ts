import { isTypeOfService, parseArn, resourceNamesOf } from "../facts/arns";
import { isAwsType } from "../facts/global-types";
import { Undecided } from "./props";
import type { Resource } from "./resource";

/** Resources by the property that depends on them, by URN. */
export type Dependencies = ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;

/** Outputs by which other resources may name one. */
const IDENTIFIERS = [
  "id",
  "arn",
  "name",
  "bucket",
  "zoneId",
  "url",
  "keyId",
  "domainName",
  "allocationId",
] as const;

/** All resources of a stack, and how they hang together. */
export class Stack {
  /** Name of the stack. */
  readonly name: string;
  /** In the order of their URNs. */
  readonly resources: readonly Resource[];
  readonly #dependencies: Dependencies;
  readonly #byType = new Map<string, Resource[]>();
  readonly #byUrn = new Map<string, Resource>();
  readonly #names = new Map<Resource, ReadonlySet<string>>();
  readonly #byName = new Map<string, Map<string, Resource[]>>();
  readonly #referrers = new Map<string, Referrers>();

  constructor(name: string, resources: readonly Resource[], dependencies: Dependencies) {
    this.name = name;
    // The engine hands resources over in another order every time; what is reported must not depend on it.
    this.resources = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    this.#dependencies = dependencies;
    for (const resource of this.resources) {
      this.#byUrn.set(resource.urn, resource);
      const those = this.#byType.get(resource.type);
      if (those) those.push(resource);
      else this.#byType.set(resource.type, [resource]);
    }
  }

  /** The resources of some types, in the order of their URNs. */
  ofTypes(types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** The resources that a property depends on directly, whatever they are. */
  dependenciesOf(resource: Resource, property: string): readonly Resource[] {
    const urns = this.#dependencies.get(resource.urn)?.[property] ?? [];
    return urns.flatMap((urn) => this.#byUrn.get(urn) ?? []);
  }

  /** The properties of a resource that depend on others. */
  dependentPropertiesOf(resource: Resource): readonly string[] {
    return Object.keys(this.#dependencies.get(resource.urn) ?? {});
  }

  /**
   * The one resource, of some types, that a property names: by the graph, else by a known name, id or ARN.
   *
   * @returns undefined when the property is absent or names something outside of the stack
   * @throws {Undecided} when the property is unknown and the graph does not tell, or tells of several
   */
  findTarget(resource: Resource, path: string, types: readonly string[]): Resource | undefined {
    const linked = this.findTargets(resource, path, types);
    if (linked.length <= 1) return linked[0];
    const value = resource.read(path);
    const named = linked.filter(
      (one) => value.state === "known" && this.#namesOf(one).has(String(value.value)),
    );
    if (named.length === 1) return named[0];
    throw new Undecided(path);
  }

  /**
   * All resources, of some types, that a property names: by the graph, else by known names, ids or ARNs.
   *
   * @throws {Undecided} when the property is unknown and the graph does not tell
   */
  findTargets(resource: Resource, path: string, types: readonly string[]): readonly Resource[] {
    return this.#findTargets(resource, path, types, new Set([resource]));
  }

  /** @param passed resources that the way has led through, each of which hands the value on */
  #findTargets(
    resource: Resource,
    path: string,
    types: readonly string[],
    passed: ReadonlySet<Resource>,
  ): readonly Resource[] {
    const reading = resource.read(path);
    if (reading.state === "absent") return [];
    const [property = path] = path.split(".");
    const depended = this.dependenciesOf(resource, property).filter(({ type }) => types.includes(type));
    if (depended.length > 0 && property === path) return depended;
    const texts = reading.state === "known" ? readStringsWithin(resource, path, reading.value) : undefined;
    if (texts !== undefined) {
      const named =
        depended.length > 0
          ? depended.filter((one) => texts.some((text) => this.#namesOf(one).has(text)))
          : this.#findNamed(texts, types);
      if (named.length > 0) return named;
    }
    if (depended.length > 0) return depended;
    const sources = this.dependenciesOf(resource, property);
    const handed = property === path ? this.#findPassedOn(sources, path, types, passed) : [];
    if (handed.length > 0 || texts !== undefined) return handed;
    // What comes from other resources of AWS alone names one of those; from anything else, such as a random name, it may be any.
    if (sources.length > 0 && sources.every(({ type }) => isAwsType(type))) return [];
    throw new Undecided(path);
  }

  /**
   * The resources of some types that a value names which others hand on, as a subnet hands on the id of its network: by a
   * property of theirs of the same name, else by one whose whole value is taken from such a resource.
   */
  #findPassedOn(
    sources: readonly Resource[],
    property: string,
    types: readonly string[],
    passed: ReadonlySet<Resource>,
  ): readonly Resource[] {
    const handed = sources.flatMap((source) => {
      if (passed.has(source) || !isAwsType(source.type)) return [];
      const way = new Set([...passed, source]);
      if (source.read(property).state !== "absent") return this.#findTargets(source, property, types, way);
      return this.dependentPropertiesOf(source)
        .filter((own) => isStringOrUnknown(source, own))
        .flatMap((own) => this.dependenciesOf(source, own))
        .filter(({ type }) => types.includes(type));
    });
    return [...new Set(handed)];
  }

  /**
   * The resources of some types whose property names `target`.
   *
   * @throws {Undecided} when none does, but there is one of which it cannot be known
   */
  findReferrers(target: Resource, types: readonly string[], path: string): readonly Resource[] {
    const key = `${target.type} ${types.join(" ")} ${path}`;
    let referrers = this.#referrers.get(key);
    if (!referrers) {
      referrers = this.#indexReferrers(target.type, types, path);
      this.#referrers.set(key, referrers);
    }
    const found = referrers.found.get(target);
    if (found) return found;
    const [stray] = referrers.strays;
    if (stray) throw new Undecided(`${path} of ${stray.name}`);
    return [];
  }

  #indexReferrers(targetType: string, types: readonly string[], path: string): Referrers {
    const found = new Map<Resource, Resource[]>();
    const strays: Resource[] = [];
    for (const referrer of this.ofTypes(types)) {
      try {
        for (const target of this.findTargets(referrer, path, [targetType])) {
          const those = found.get(target);
          if (those) those.push(referrer);
          else found.set(target, [referrer]);
        }
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        strays.push(referrer);
      }
    }
    return { found, strays };
  }

  /** Resources of some types that have any of some names, in the order of their URNs within a type. */
  #findNamed(texts: readonly string[], types: readonly string[]): readonly Resource[] {
    const found = types.flatMap((type) => {
      let index = this.#byName.get(type);
      if (!index) {
        index = new Map<string, Resource[]>();
        for (const resource of this.ofTypes([type])) {
          for (const name of this.#namesOf(resource)) {
            const those = index.get(name);
            if (those) those.push(resource);
            else index.set(name, [resource]);
          }
        }
        this.#byName.set(type, index);
      }
      const ofType = index;
      return texts.flatMap((text) => ofType.get(text) ?? findByArn(text, type, ofType));
    });
    return [...new Set(found)];
  }

  #namesOf(resource: Resource): ReadonlySet<string> {
    let names = this.#names.get(resource);
    if (!names) {
      const texts = IDENTIFIERS.flatMap((key) =>
        [resource.read(key), resource.outputs.read(key)].flatMap((reading) =>
          reading.state === "known" && typeof reading.value === "string" ? [reading.value] : [],
        ),
      );
      names = new Set(texts.filter((text) => text !== ""));
      this.#names.set(resource, names);
    }
    return names;
  }
}

/**
 * The whole stack, for a check of a rule about one resource: the check is put off until the program has registered all.
 *
 * @param what what the stack is needed for, as it is named when even the stack does not tell
 * @throws {Undecided} as long as there is no stack
 */
export function requireStack({ stack }: { readonly stack?: Stack }, what: string): Stack {
  if (!stack) throw new Undecided(what);
  return stack;
}

interface Referrers {
  readonly found: ReadonlyMap<Resource, readonly Resource[]>;
  /** Those that may name any resource. */
  readonly strays: readonly Resource[];
}

/** Resources of a type, by their names, that an ARN names which is written by hand, before they have one of their own. */
function findByArn(
  text: string,
  type: string,
  byName: ReadonlyMap<string, readonly Resource[]>,
): readonly Resource[] {
  const parts = parseArn(text);
  if (!parts || !isTypeOfService(type, parts.service)) return [];
  const found = resourceNamesOf(parts).flatMap((name) => byName.get(name) ?? []);
  return found.filter((resource) => parts.region === "" || mayBeInRegion(resource, parts.region));
}

/** Whether a resource is in a region, as far as anything tells. */
function mayBeInRegion(resource: Resource, region: string): boolean {
  try {
    return resource.region() === region;
  } catch (error) {
    if (error instanceof Undecided) return true;
    throw error;
  }
}

/** Whether a property is a text, or one that is not known yet. */
function isStringOrUnknown(resource: Resource, property: string): boolean {
  const reading = resource.read(property);
  return reading.state === "undecided" || (reading.state === "known" && typeof reading.value === "string");
}

/** Texts of a value, at any depth of objects; undefined when one is not known. */
function readStringsWithin(resource: Resource, path: string, value: unknown): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const isList = Array.isArray(value);
  const texts: string[] = [];
  for (const key of Object.keys(value)) {
    const item = resource.read(`${path}.${key}`);
    if (item.state === "undecided") return undefined;
    if (item.state === "absent" || (isList && typeof item.value !== "string")) continue;
    const inner = readStringsWithin(resource, `${path}.${key}`, item.value);
    if (inner === undefined) return undefined;
    texts.push(...inner);
  }
  return texts;
}
