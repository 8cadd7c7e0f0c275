import type { Deployment } from "../deployment/deployment";
import { references, withoutReferencesTo } from "../deployment/resource-state";
import { EngineError } from "../errors";
import type { ResourceState } from "../state";
import { type RegistrationResult, successResult } from "../steps/registration-result";
import { recordState } from "../steps/step-results";
import { STACK_TYPE } from "../values/urn";
import { type Properties, withoutOutputValues } from "../values/values";
import type { Registration } from "./registration";

/** Resources that the program registers although the operation is limited to other targets. */
export class UntargetedResources {
  readonly #deployment: Deployment;
  /** Components and providers that no target has needed so far, by URN. */
  readonly #deferred = new Map<string, ResourceState>();

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  /** Whether a new component or provider is created only when a target needs it. */
  isLeftOut({ urn, goal, existing }: Registration): boolean {
    const { hasTargets, isTarget } = this.#deployment.settings;
    return hasTargets && !existing && goal.type !== STACK_TYPE && !isTarget(urn);
  }

  /** Remembers a component or a provider for a target that needs it. */
  defer(state: ResourceState): void {
    this.#deferred.set(state.urn, state);
  }

  /** Leaves a resource as it is; a new one is not created, and its outputs are unknown. */
  leave({ goal, urn, existing }: Registration): RegistrationResult {
    const { stack } = this.#deployment;
    if (!existing) {
      const text = `${goal.name} is not a target and is left out`;
      this.#deployment.emit({ kind: "message", severity: "debug", text, urn });
      return { ...successResult(urn, "", withoutOutputValues(goal.inputs) as Properties), unknown: true };
    }
    const { state } = existing;
    this.#deployment.stepStarted("same", state);
    stack.keep(existing);
    this.#deployment.stepDone("same", state);
    return successResult(urn, state.id ?? "", state.outputs ?? {});
  }

  /**
   * Creates the components and providers that a target needs.
   *
   * @param urns what the target refers to
   * @throws {EngineError} LAB_PROGRAM when it needs another resource that does not exist and is no target
   */
  async createNeeded(urns: readonly string[], target: string): Promise<void> {
    const { settings, stack } = this.#deployment;
    if (!settings.hasTargets) return;
    for (const urn of urns) {
      if (!urn || stack.findRegistered(urn)) continue;
      const state = this.#deferred.get(urn);
      if (!state) {
        throw new EngineError(
          "LAB_PROGRAM",
          `${target} needs ${urn}, which does not exist yet and is not a target; make it a target too`,
        );
      }
      this.#deferred.delete(urn);
      await this.createNeeded(state.parent ? [state.parent] : [], target);
      // A state must not refer to dependencies that are left out as well.
      const missing = [...references(state)].filter((other) => !stack.find(other));
      const created = withoutReferencesTo(state, new Map(missing.map((other) => [other, undefined])));
      await recordState(stack, undefined, created, "create");
      this.#deployment.stepDone("create", created);
    }
  }
}
