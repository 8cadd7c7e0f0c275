import { EngineError } from "../errors";
import { referencesOf } from "./references";
import type { Deployment, PendingOperation, ResourceState } from "./resource";
import { sortResources } from "./resource-order";
import type { JournalRecord } from "./types";

/** A deployment that changes record by record. The cost of a record does not depend on the number of resources. */
export class MutableDeployment {
  readonly #resources = new Map<number, ResourceState>();
  readonly #pending = new Map<number, PendingOperation>();
  /** Keys in the order of their first `put`. */
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

  /** The first resource that satisfies the predicate, with its key. */
  find(
    predicate: (resource: ResourceState) => boolean,
  ): { key: number; resource: ResourceState } | undefined {
    for (const [key, resource] of this.#resources) if (predicate(resource)) return { key, resource };
    return undefined;
  }

  /**
   * Applies one record.
   *
   * @throws {EngineError} `LAB_STATE` when its key or operation does not exist
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
   * The current deployment. First come the resources that were put, in that order, then the other ones of the base and
   * those of the base that wait for deletion. Each resource comes after all that it refers to.
   *
   * @throws {Error} when resources refer to each other in a circle
   */
  deployment(): Deployment {
    const waitsForDeletion = (key: number): boolean =>
      key < this.#baseKeys && this.#resources.get(key)?.delete === true;
    const first = [...this.#touched].filter((key) => !waitsForDeletion(key));
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
 * Replaces references to old URNs of resources that an alias renamed by their new URNs, and drops the aliases, which are
 * then no longer needed.
 */
function applyAliases(resources: readonly ResourceState[]): readonly ResourceState[] {
  if (!resources.some(({ aliases }) => aliases && aliases.length > 0)) return resources;
  const existing = new Set(resources.map(({ urn }) => urn));
  const names = new Map<string, string>();
  for (const { urn, aliases } of resources) {
    for (const alias of aliases ?? []) if (!existing.has(alias)) names.set(alias, urn);
  }
  return resources.map((resource) => renameReferences(resource, names));
}

function renameReferences(resource: ResourceState, names: ReadonlyMap<string, string>): ResourceState {
  const { aliases: _aliases, ...rest } = resource;
  const { parent, provider, deletedWith, dependencies, propertyDependencies, replaceWith } = rest;
  const rename = (urn: string): string => names.get(urn) ?? urn;
  const cut = provider?.lastIndexOf("::") ?? -1;
  const providerUrn = provider?.slice(0, cut) ?? "";
  if (![...referencesOf(resource)].some(({ urn }) => names.has(urn)) && !names.has(providerUrn)) return rest;
  return {
    ...rest,
    ...(parent && { parent: rename(parent) }),
    ...(provider && { provider: `${rename(providerUrn)}${provider.slice(cut)}` }),
    ...(deletedWith && { deletedWith: rename(deletedWith) }),
    ...(dependencies && { dependencies: dependencies.map(rename) }),
    ...(replaceWith && { replaceWith: replaceWith.map(rename) }),
    ...(propertyDependencies && {
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([property, urns]) => [property, urns.map(rename)]),
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
  return new EngineError("LAB_STATE", `journal: ${kind} of ${name} ${value}, expected one that exists`);
}
