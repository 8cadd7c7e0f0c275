import { UNKNOWN_VALUE } from "../../../common/special-values";
import { deleteResource } from "../delete/delete-resource";
import type { Deployment } from "../deployment/deployment";
import { references } from "../deployment/resource-state";
import type { StackResource } from "../deployment/stack-journal";
import { EngineError } from "../errors";
import { subjectOfState } from "../providers/configured-provider";
import type { ProviderRegistry } from "../providers/registry";
import type { ResourceState } from "../state";
import { parseReference } from "../values/urn";
import { compareInputs } from "./compare";

/** Replacements in which the old resource, and dependants that cannot exist without it, are deleted before the new one is created. */
export class DeleteBeforeReplace {
  readonly #deployment: Deployment;
  readonly #providers: ProviderRegistry;
  /** URNs that this run has deleted for their replacement; in a preview, that it would have deleted. */
  readonly #deleted = new Set<string>();
  /** Resolves, by URN, once a replacement has decided about a dependant: its registration waits for that. */
  readonly #decisions = new Map<string, Promise<void>>();

  constructor(deployment: Deployment, providers: ProviderRegistry) {
    this.#deployment = deployment;
    this.#providers = providers;
  }

  /** Whether a resource was deleted for its replacement in this run. */
  hasDeleted(urn: string): boolean {
    return this.#deleted.has(urn);
  }

  /** Resolves when no replacement is deciding about a resource. */
  async waitFor(urn: string): Promise<void> {
    await this.#decisions.get(urn);
  }

  /**
   * Deletes a resource that is to be replaced, and before it every dependant that has to be replaced with it, the furthest
   * first. Each stays in the state as pending replacement, so that a later run can continue after a failure.
   *
   * @throws {EngineError} LAB_PROGRAM when a dependant is protected, or what a provider answers
   */
  async run(replaced: StackResource): Promise<void> {
    const dependants = this.#unregisteredDependants(replaced.state.urn);
    const releases = dependants.map(({ state }) => this.#holdBack(state.urn));
    try {
      const deletions = [replaced];
      const urns = new Set([replaced.state.urn]);
      for (const dependant of dependants) {
        const { urn, protect } = dependant.state;
        if (!(await this.#mustFollow(dependant.state, urns))) continue;
        if (protect) {
          throw new EngineError(
            "LAB_PROGRAM",
            `resource "${urn}" cannot be replaced\nbecause it is protected`,
          );
        }
        urns.add(urn);
        deletions.push(dependant);
      }
      for (const resource of deletions.reverse()) await this.#delete(resource);
    } finally {
      for (const release of releases) release();
    }
  }

  /** Makes the registration of `urn` wait until the returned function is called. */
  #holdBack(urn: string): () => void {
    let release: () => void = () => undefined;
    const decision = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#decisions.set(urn, decision);
    return release;
  }

  /** Returns the resources that depended on another, directly or not, nearest first, and are not registered yet. */
  #unregisteredDependants(urn: string): readonly StackResource[] {
    const { stack } = this.#deployment;
    const dependants = new Map<string, StackResource>();
    const reached = new Set([urn]);
    const candidates = stack.previous.filter(
      ({ state }) => state.custom && !state.external && !stack.isClaimed(state.urn),
    );
    for (let hasGrown = true; hasGrown; ) {
      hasGrown = false;
      for (const candidate of candidates) {
        const { parent, ...state } = candidate.state;
        if (dependants.has(state.urn) || ![...references(state)].some((other) => reached.has(other)))
          continue;
        dependants.set(state.urn, candidate);
        reached.add(state.urn);
        hasGrown = true;
      }
    }
    return [...dependants.values()];
  }

  /** Whether a dependant has to be replaced with resources: the provider compares it with their properties unknown. */
  async #mustFollow(state: ResourceState, replaced: ReadonlySet<string>): Promise<boolean> {
    if (state.provider && replaced.has(parseReference(state.provider).urn)) return true;
    const affected = Object.entries(state.propertyDependencies ?? {})
      .filter(([, urns]) => urns.some((urn) => replaced.has(urn)))
      .map(([key]) => key);
    if (affected.length === 0 || !state.provider) return false;
    const provider = await this.#providers.resolve(state.provider);
    const inputs = { ...state.inputs, ...Object.fromEntries(affected.map((key) => [key, UNKNOWN_VALUE])) };
    const diff = await compareInputs(provider, subjectOfState(state), state, inputs, {
      ignoreChanges: state.ignoreChanges ?? [],
      replaceOnChanges: state.replaceOnChanges ?? [],
    });
    return diff.replaces.length > 0;
  }

  async #delete(resource: StackResource): Promise<void> {
    const { stack, settings } = this.#deployment;
    await deleteResource(this.#deployment, this.#providers, {
      resource,
      op: "delete-replaced",
      isStateOnly: resource.state.retainOnDelete === true,
      // A preview leaves the state as it is.
      record: async (endedOperation) => {
        if (!settings.dryRun) await stack.markPendingReplacement(resource, endedOperation);
      },
    });
    this.#deleted.add(resource.state.urn);
  }
}
