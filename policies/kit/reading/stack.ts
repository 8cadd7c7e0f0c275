import { isTypeOfService, parseArn, resourceNamesOf } from "../facts/arns";
import { isAwsType } from "../facts/global-types";
import { Undecided } from "./props";
import type { Resource } from "./resource";

/** URNs of the resources that each property depends on, by the URN of the dependent resource. */
export type Dependencies = ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;

/** Properties whose values other resources use to refer to a resource. */
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

/** All resources of a stack and their relations. */
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
    // The engine passes resources in an order that differs from run to run; reports must not.
    this.resources = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    this.#dependencies = dependencies;
    for (const resource of this.resources) {
      this.#byUrn.set(resource.urn, resource);
      const those = this.#byType.get(resource.type);
      if (those) those.push(resource);
      else this.#byType.set(resource.type, [resource]);
    }
  }

  /** The resources of some types, in the order of the types, then of their URNs. */
  ofTypes(types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** The resources of any type on which a property depends directly. */
  dependenciesOf(resource: Resource, property: string): readonly Resource[] {
    const urns = this.#dependencies.get(resource.urn)?.[property] ?? [];
    return urns.flatMap((urn) => this.#byUrn.get(urn) ?? []);
  }

  /** The properties of a resource that depend on other resources. */
  dependentPropertiesOf(resource: Resource): readonly string[] {
    return Object.keys(this.#dependencies.get(resource.urn) ?? {});
  }

  /**
   * Finds the one resource of some types to which a property refers: by its dependencies, or else by a known name, id or ARN.
   *
   * @returns undefined when the property is absent or refers to a resource outside of the stack
   * @throws {Undecided} when the property is unknown and its dependencies name no resource of these types, or several
   */
  findTarget(resource: Resource, path: string, types: readonly string[]): Resource | undefined {
    const targets = this.findTargets(resource, path, types);
    if (targets.length <= 1) return targets[0];
    const value = resource.read(path);
    const matches = targets.filter(
      (one) => value.state === "known" && this.#namesOf(one).has(String(value.value)),
    );
    if (matches.length === 1) return matches[0];
    throw resource.undecided(path);
  }

  /**
   * Finds all resources of some types to which a property refers: by its dependencies, or else by known names, ids or ARNs.
   *
   * @throws {Undecided} when the property is unknown and its dependencies name no resource of these types
   */
  findTargets(resource: Resource, path: string, types: readonly string[]): readonly Resource[] {
    return this.#findTargets(resource, path, types, new Set([resource]));
  }

  /** @param passed resources already visited on the way from the first one to the target */
  #findTargets(
    resource: Resource,
    path: string,
    types: readonly string[],
    passed: ReadonlySet<Resource>,
  ): readonly Resource[] {
    const reading = resource.read(path);
    if (reading.state === "absent") return [];
    const [property = path] = path.split(".");
    const dependencies = this.dependenciesOf(resource, property).filter(({ type }) => types.includes(type));
    if (dependencies.length > 0 && property === path) return dependencies;
    const strings = reading.state === "known" ? readStringsWithin(resource, path, reading.value) : undefined;
    if (strings !== undefined) {
      const matches =
        dependencies.length > 0
          ? dependencies.filter((one) => strings.some((name) => this.#namesOf(one).has(name)))
          : this.#findNamed(strings, types);
      if (matches.length > 0) return matches;
    }
    if (dependencies.length > 0) return dependencies;
    const sources = this.dependenciesOf(resource, property);
    const passedOn = property === path ? this.#findPassedOn(sources, path, types, passed) : [];
    if (passedOn.length > 0 || strings !== undefined) return passedOn;
    // A value derived only from AWS resources refers to one of them; one derived from others, such as a random name, may refer to any.
    if (sources.length > 0 && sources.every(({ type }) => isAwsType(type))) return [];
    throw resource.undecided(path);
  }

  /**
   * Finds the resources of some types to which a value refers that other resources pass on, as a subnet passes on the id of
   * its VPC: by their property of the same name, or else by one whose whole value depends on such a resource.
   */
  #findPassedOn(
    sources: readonly Resource[],
    property: string,
    types: readonly string[],
    passed: ReadonlySet<Resource>,
  ): readonly Resource[] {
    const targets = sources.flatMap((source) => {
      if (passed.has(source) || !isAwsType(source.type)) return [];
      const visitedResources = new Set([...passed, source]);
      if (source.read(property).state !== "absent")
        return this.#findTargets(source, property, types, visitedResources);
      return this.dependentPropertiesOf(source)
        .filter((own) => isStringOrUnknown(source, own))
        .flatMap((own) => this.dependenciesOf(source, own))
        .filter(({ type }) => types.includes(type));
    });
    return [...new Set(targets)];
  }

  /**
   * Finds the resources of some types whose property refers to `target`.
   *
   * @throws {Undecided} when none is known to refer to it, but the property of one is undecided
   */
  findReferrers(target: Resource, types: readonly string[], path: string): readonly Resource[] {
    const key = `${target.type} ${types.join(" ")} ${path}`;
    let referrers = this.#referrers.get(key);
    if (!referrers) {
      referrers = this.#indexReferrers(target.type, types, path);
      this.#referrers.set(key, referrers);
    }
    const known = referrers.byTarget.get(target);
    if (known) return known;
    const [unresolved] = referrers.unresolved;
    if (unresolved) throw unresolved;
    return [];
  }

  #indexReferrers(targetType: string, types: readonly string[], path: string): Referrers {
    const byTarget = new Map<Resource, Resource[]>();
    const unresolved: Undecided[] = [];
    for (const referrer of this.ofTypes(types)) {
      try {
        for (const target of this.findTargets(referrer, path, [targetType])) {
          const those = byTarget.get(target);
          if (those) those.push(referrer);
          else byTarget.set(target, [referrer]);
        }
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        unresolved.push(referrer.undecided(path).of(referrer));
      }
    }
    return { byTarget, unresolved };
  }

  /** Finds the resources of some types with one of the names, in the order of their URNs within a type. */
  #findNamed(names: readonly string[], types: readonly string[]): readonly Resource[] {
    const resources = types.flatMap((type) => {
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
      return names.flatMap((name) => ofType.get(name) ?? findByArn(name, type, ofType));
    });
    return [...new Set(resources)];
  }

  #namesOf(resource: Resource): ReadonlySet<string> {
    let names = this.#names.get(resource);
    if (!names) {
      const strings = IDENTIFIERS.flatMap((key) =>
        [resource.read(key), resource.outputs.read(key)].flatMap((reading) =>
          reading.state === "known" && typeof reading.value === "string" ? [reading.value] : [],
        ),
      );
      names = new Set(strings.filter((name) => name !== ""));
      this.#names.set(resource, names);
    }
    return names;
  }
}

/**
 * Returns the stack in a check of a rule about one resource. A check of the resource alone has no stack, so it
 * is postponed until the program has registered all resources.
 *
 * @param what name of the value that the check derives from the stack, for the message about an undecided check
 * @throws {Undecided} when there is no stack yet
 */
export function requireStack({ stack }: { readonly stack?: Stack }, what: string): Stack {
  if (!stack) throw new Undecided(what);
  return stack;
}

interface Referrers {
  readonly byTarget: ReadonlyMap<Resource, readonly Resource[]>;
  /** Undecided properties, which may refer to any target. */
  readonly unresolved: readonly Undecided[];
}

/** Finds resources of a type by a handwritten ARN, which a preview cannot compare with the unknown ARNs of resources. */
function findByArn(
  text: string,
  type: string,
  byName: ReadonlyMap<string, readonly Resource[]>,
): readonly Resource[] {
  const parts = parseArn(text);
  if (!parts || !isTypeOfService(type, parts.service)) return [];
  const resources = resourceNamesOf(parts).flatMap((name) => byName.get(name) ?? []);
  return resources.filter((resource) => parts.region === "" || mayBeInRegion(resource, parts.region));
}

/** Whether a resource is in a region, or its region is undecided. */
function mayBeInRegion(resource: Resource, region: string): boolean {
  try {
    return resource.region() === region;
  } catch (error) {
    if (error instanceof Undecided) return true;
    throw error;
  }
}

/** Whether a property is a string or unknown. */
function isStringOrUnknown(resource: Resource, property: string): boolean {
  const reading = resource.read(property);
  return reading.state === "undecided" || (reading.state === "known" && typeof reading.value === "string");
}

/** Reads all strings of a value, at any depth of objects; undefined when one is unknown. */
function readStringsWithin(resource: Resource, path: string, value: unknown): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const isList = Array.isArray(value);
  const strings: string[] = [];
  for (const key of Object.keys(value)) {
    const item = resource.read(`${path}.${key}`);
    if (item.state === "undecided") return undefined;
    if (item.state === "absent" || (isList && typeof item.value !== "string")) continue;
    const inner = readStringsWithin(resource, `${path}.${key}`, item.value);
    if (inner === undefined) return undefined;
    strings.push(...inner);
  }
  return strings;
}
