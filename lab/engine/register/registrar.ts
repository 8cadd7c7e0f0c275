import { AbortedError, type Deployment } from "../deployment/deployment";
import { messageOf } from "../errors";
import type { Goal } from "../goal/goal";
import type { ProviderRegistry } from "../providers/registry";
import { DeleteBeforeReplace } from "../steps/delete-before-replace";
import { RefusedError, type RegistrationResult } from "../steps/registration-result";
import { isProviderType, makeUrn, STACK_REFERENCE } from "../values/urn";
import { registerComponent } from "./component";
import type { InspectResource, RegisterContext } from "./context";
import { registerCustomResource } from "./custom-resource";
import { ExistingResources } from "./find-existing";
import { ProviderLookup } from "./provider-lookup";
import { registerProvider } from "./provider-resource";
import { type ReadRequest, readResource } from "./read-resource";
import { UntargetedResources } from "./untargeted";

/** Registers the resources of the program, and reads those that the stack does not own. */
export class Registrar {
  /** Finds the provider for what a program registers, reads or invokes. */
  readonly providerLookup: ProviderLookup;
  readonly #deployment: Deployment;
  readonly #context: RegisterContext;
  readonly #existing: ExistingResources;

  constructor(options: {
    readonly deployment: Deployment;
    readonly providers: ProviderRegistry;
    /** Packages whose default provider is disabled; `*` for all. */
    readonly disabledDefaults: ReadonlySet<string>;
    /** @default - no policy packs */
    readonly inspect?: InspectResource | undefined;
  }) {
    const { deployment, providers, disabledDefaults, inspect } = options;
    this.#deployment = deployment;
    this.#existing = new ExistingResources(deployment);
    this.providerLookup = new ProviderLookup(deployment, disabledDefaults, (goal) => this.register(goal));
    this.#context = {
      deployment,
      providers,
      providerLookup: this.providerLookup,
      untargeted: new UntargetedResources(deployment),
      deleteBeforeReplace: new DeleteBeforeReplace(deployment, providers),
      inspect: inspect ?? (async (state) => state.inputs ?? {}),
    };
  }

  /**
   * Chooses the operation on a resource, and carries it out.
   *
   * @throws {RefusedError} when the program is to receive the failure
   * @throws {AbortedError} when the run ends early
   */
  async register(goal: Goal): Promise<RegistrationResult> {
    const urn = this.#claimUrn(goal);
    try {
      await this.#context.deleteBeforeReplace.waitFor(urn);
      const aliases = this.#existing.aliasesOf(urn, goal);
      const existing = await this.#existing.find(urn, aliases);
      const registration = { goal, urn, aliases, existing };
      if (!goal.custom) return await registerComponent(this.#context, registration);
      if (isProviderType(goal.type)) return await registerProvider(this.#context, registration);
      return await registerCustomResource(this.#context, registration);
    } catch (error) {
      return this.#fail(urn, error, goal.reportsResult);
    }
  }

  /**
   * Reads a resource that the stack does not own.
   *
   * @throws {RefusedError} when the program is to receive the failure
   * @throws {AbortedError} when the run ends early
   */
  async read(request: ReadRequest): Promise<RegistrationResult> {
    const urn = this.#claimUrn(request);
    try {
      return await readResource(this.#context, urn, request);
    } catch (error) {
      if (request.type === STACK_REFERENCE && !(error instanceof AbortedError)) {
        // The program cannot go on without the outputs of the other stack, and reports the failure itself.
        throw new RefusedError("LAB_PROGRAM", messageOf(error));
      }
      return this.#fail(urn, error, true);
    }
  }

  #claimUrn({ type, name, parent }: Pick<Goal, "type" | "name" | "parent">): string {
    const { settings, stack } = this.#deployment;
    this.#deployment.assertRunning();
    const urn = makeUrn(settings.stack, settings.project.name, parent, type, name);
    if (stack.claim(urn)) return urn;
    const text = `Duplicate resource URN '${urn}'; try giving it a unique name`;
    throw this.#deployment.abortWith("LAB_PROGRAM", text, urn);
  }

  #fail(urn: string, error: unknown, reportsResult: boolean): RegistrationResult {
    if (error instanceof AbortedError || error instanceof RefusedError) throw error;
    this.#deployment.failResource(urn, error);
    if (!reportsResult) throw new RefusedError("LAB_PROGRAM", messageOf(error));
    return { urn, id: "", outputs: {}, failed: true };
  }
}
