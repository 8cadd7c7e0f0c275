import { EngineError } from "../errors";
import { referencesOf } from "./references";
import type { Deployment, PendingOperation, ResourceState } from "./resource";
import { sortResources } from "./resource-order";
import type { JournalRecord } from "./types";

/** A deployment that changes record by record; applying one costs the same however many resources there are. */
export class MutableDeployment {
  readonly #resources = new Map<number, ResourceState>();
  readonly #pending = new Map<number, PendingOperation>();
  /** Keys in the order in which they were put first. */
  readonly #touched = new Set<number>();
  readonly #baseKeys: number;

  constructor(base: Deployment) {
    for (const resource of base.resources) this.#resources.set(this.#resources.size, resource);
    for (const operation of base.pendingOperations) this.#pending.set(this.#pending.size, operation);
    this.#baseKeys = this.#resources.size;
  }

  /** Number of resources. */
  get size(): number {
    return this.#resources.size;
  }

  /** The first resource that fits, with its key. */
  find(fits: (resource: ResourceState) => boolean): { key: number; resource: ResourceState } | undefined {
    for (const [key, resource] of this.#resources) if (fits(resource)) return { key, resource };
    return undefined;
  }

  /**
   * Applies one record.
   *
   * @throws {EngineError} `LAB_STATE` when it speaks of a key or an operation that is not there
   */
  apply(record: JournalRecord): void {
    switch (record.kind) {
      case "put":
        this.#resources.set(checkIndex("key", record.key), record.resource);
        this.#touched.add(record.key);
        return;
      case "drop":
        if (!this.#resources.delete(record.key)) throw unknownEntry("drop", "key", record.key);
        this.#touched.delete(record.key);
        return;
      case "pending": {
        const { type, resource, token } = record;
        const operation = { type, resource, ...(token !== undefined && { token }) };
        this.#pending.set(checkIndex("operation", record.operation), operation);
        return;
      }
      case "settled":
        if (!this.#pending.delete(record.operation))
          throw unknownEntry("settled", "operation", record.operation);
    }
  }

  /**
   * What is there now. Resources stand in the order in which they were put, then those of the base that were not, or
   * that only wait to be deleted; each after all it refers to.
   *
   * @throws {Error} when resources refer to each other in a circle
   */
  deployment(): Deployment {
    const waits = (key: number): boolean => key < this.#baseKeys && this.#resources.get(key)?.delete === true;
    const first = [...this.#touched].filter((key) => !waits(key));
    const seen = new Set(first);
    const rest = [...this.#resources.keys()].filter((key) => !seen.has(key));
    const resources = [...first, ...rest].flatMap((key) => this.#resources.get(key) ?? []);
    return {
      resources: sortResources(applyAliases(resources)),
      pendingOperations: [...this.#pending.values()],
    };
  }
}

/**
 * References to URNs that are no more, because their resource was renamed by an alias, made to lead to the new URN. What
 * the aliases were is then no longer needed.
 */
function applyAliases(resources: readonly ResourceState[]): readonly ResourceState[] {
  if (!resources.some(({ aliases }) => aliases && aliases.length > 0)) return resources;
  const there = new Set(resources.map(({ urn }) => urn));
  const names = new Map<string, string>();
  for (const { urn, aliases } of resources) {
    for (const alias of aliases ?? []) if (!there.has(alias)) names.set(alias, urn);
  }
  return resources.map((resource) => renameReferences(resource, names));
}

function renameReferences(resource: ResourceState, names: ReadonlyMap<string, string>): ResourceState {
  const { aliases: _aliases, ...rest } = resource;
  const { parent, provider, deletedWith, dependencies, propertyDependencies, replaceWith } = rest;
  const now = (urn: string): string => names.get(urn) ?? urn;
  const cut = provider?.lastIndexOf("::") ?? -1;
  const providerUrn = provider?.slice(0, cut) ?? "";
  if (![...referencesOf(resource)].some(({ urn }) => names.has(urn)) && !names.has(providerUrn)) return rest;
  return {
    ...rest,
    ...(parent && { parent: now(parent) }),
    ...(provider && { provider: `${now(providerUrn)}${provider.slice(cut)}` }),
    ...(deletedWith && { deletedWith: now(deletedWith) }),
    ...(dependencies && { dependencies: dependencies.map(now) }),
    ...(replaceWith && { replaceWith: replaceWith.map(now) }),
    ...(propertyDependencies && {
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([property, urns]) => [property, urns.map(now)]),
      ),
    }),
  };
}

function checkIndex(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new EngineError(
    "LAB_STATE",
    `journal: ${name} is ${JSON.stringify(value)}, expected a whole number from 0`,
  );
}

function unknownEntry(kind: string, name: string, value: number): EngineError {
  return new EngineError("LAB_STATE", `journal: ${kind} of ${name} ${value}, expected one that is there`);
}
