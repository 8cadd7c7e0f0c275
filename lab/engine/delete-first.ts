import { compare } from "./compare";
import { deleteResource } from "./delete";
import type { Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { Effect, Held } from "./ledger";
import type { ProviderRegistry } from "./providers";
import { subjectOfState } from "./registration";
import type { ResourceState } from "./state";
import { references, withFields, withUnknown } from "./state-of";

/** Replacement in which the old resource, and what cannot be without it, goes before the new one comes. */
export class DeleteFirst {
  readonly #deployment: Deployment;
  readonly #providers: ProviderRegistry;
  /** URNs of what was deleted in this run ahead of its replacement. */
  readonly recreating = new Set<string>();
  /** URNs that a replacement is deciding about; their own registration waits. */
  readonly #held = new Map<string, Promise<void>>();

  constructor(deployment: Deployment, providers: ProviderRegistry) {
    this.#deployment = deployment;
    this.#providers = providers;
  }

  /** Resolves when no replacement is deciding about a resource. */
  async settled(urn: string): Promise<void> {
    await this.#held.get(urn);
  }

  /**
   * Deletes what is to be replaced, and before it every dependant that would have to be replaced because of it, the
   * furthest first. Each stays in the state as pending replacement, so that a run that fails here can be taken up.
   */
  async run(old: Held): Promise<void> {
    const dependants = this.#unregisteredDependants(old.state.urn);
    const releases = dependants.map(({ state }) => this.#holdBack(state.urn));
    try {
      const doomed: Held[] = [];
      const gone = new Set([old.state.urn]);
      for (const dependant of dependants) {
        if (!(await this.#mustFollow(dependant.state, gone))) continue;
        if (dependant.state.protect) {
          throw new EngineError(
            "LAB_PROGRAM",
            `resource "${dependant.state.urn}" cannot be replaced\nbecause it is protected`,
          );
        }
        gone.add(dependant.state.urn);
        doomed.push(dependant);
      }
      for (const dependant of doomed.reverse()) await this.#deleteAhead(dependant);
      await this.#deleteAhead(old);
    } finally {
      for (const release of releases) release();
    }
  }

  /** The registration of `urn` waits until what is returned is called. */
  #holdBack(urn: string): () => void {
    let release: () => void = () => undefined;
    this.#held.set(
      urn,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    return release;
  }

  /** What depended on a resource before, directly or not, nearest first, and has not been registered in this run. */
  #unregisteredDependants(urn: string): readonly Held[] {
    const found = new Map<string, Held>();
    const near = new Set([urn]);
    const candidates = [...this.#deployment.olds.values()].filter(
      ({ state }) => state.custom && !state.external && !this.#deployment.seen.has(state.urn),
    );
    for (let grown = true; grown; ) {
      grown = false;
      for (const held of candidates) {
        const { urn: own, parent, ...rest } = held.state;
        if (found.has(own) || ![...references({ ...rest, urn: own })].some((other) => near.has(other)))
          continue;
        found.set(own, held);
        near.add(own);
        grown = true;
      }
    }
    return [...found.values()];
  }

  /** Whether a dependant has to be replaced when what is in `gone` is: asked with the properties in question unknown. */
  async #mustFollow(state: ResourceState, gone: ReadonlySet<string>): Promise<boolean> {
    if (state.provider && gone.has(state.provider.slice(0, state.provider.lastIndexOf("::")))) return true;
    const touched = Object.entries(state.propertyDependencies ?? {})
      .filter(([, urns]) => urns.some((urn) => gone.has(urn)))
      .map(([key]) => key);
    if (touched.length === 0) return false;
    if (!state.provider) return false;
    const provider = await this.#providers.resolve(state.provider);
    const subject = subjectOfState(state);
    const diff = await compare(provider, subject, state, withUnknown(state.inputs ?? {}, touched), {
      ignoreChanges: state.ignoreChanges ?? [],
      replaceOnChanges: state.replaceOnChanges ?? [],
    });
    return diff.replaces.length > 0;
  }

  /** Deletes ahead of a replacement; the state keeps it as pending replacement. */
  async #deleteAhead(held: Held): Promise<void> {
    const deployment = this.#deployment;
    const { state } = held;
    const pending = (): Effect => {
      held.state = withFields(state, { pendingReplacement: true });
      return { put: held };
    };
    deployment.step("started", "delete-replaced", state);
    if (!deployment.settings.dryRun) {
      try {
        if (state.retainOnDelete) await deployment.ledger.settle(undefined, [pending()]);
        else await deployment.limited(() => deleteResource(deployment, this.#providers, held, pending));
      } catch (error) {
        deployment.step("failed", "delete-replaced", state, { error: messageOf(error) });
        throw error;
      }
    }
    this.recreating.add(state.urn);
    deployment.step("done", "delete-replaced", state);
  }
}
