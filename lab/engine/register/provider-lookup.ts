import { UNKNOWN_VALUE } from "../../../common/special-values";
import type { Deployment } from "../deployment/deployment";
import { EngineError } from "../errors";
import { type Goal, plainGoal } from "../goal/goal";
import type { RegistrationResult } from "../steps/registration-result";
import { PROVIDER_PREFIX, packageOf } from "../values/urn";
import type { Value } from "../values/values";

/** Something that needs a provider. */
export interface ProviderRequest {
  /** The package, such as `aws`. */
  readonly pkg: string;
  /** Reference of the provider that the program gives; empty when it gives none. */
  readonly explicit: string;
  /** URN; empty for none. */
  readonly parent: string;
  /** Required version of the package; empty for any. */
  readonly version: string;
  /** URN, name or token of the requester, for messages. */
  readonly requester: string;
}

/** Finds providers: the given one, that of the nearest parent, or the default provider of the package. */
export class ProviderLookup {
  readonly #deployment: Deployment;
  readonly #disabledDefaults: ReadonlySet<string>;
  readonly #register: (goal: Goal) => Promise<RegistrationResult>;
  /** Providers that components hand down, by package, by the component's URN. */
  readonly #handedDown = new Map<string, ReadonlyMap<string, string>>();
  readonly #defaults = new Map<string, Promise<string | undefined>>();

  constructor(
    deployment: Deployment,
    disabledDefaults: ReadonlySet<string>,
    register: (goal: Goal) => Promise<RegistrationResult>,
  ) {
    this.#deployment = deployment;
    this.#disabledDefaults = disabledDefaults;
    this.#register = register;
  }

  /** Remembers the providers that a component hands down to its children. */
  handDown(component: string, providers: ReadonlyMap<string, string>): void {
    this.#handedDown.set(component, providers);
  }

  /**
   * Returns the reference of the provider for something.
   *
   * @throws {EngineError} LAB_PLUGIN when the default provider could not be created
   * @throws {AbortedError} when it would be the default provider, which is disabled
   */
  async providerFor(request: ProviderRequest): Promise<string> {
    if (request.explicit) return request.explicit;
    for (const urn of this.#ancestors(request.parent)) {
      const handedDown = this.#handedDown.get(urn)?.get(request.pkg);
      if (handedDown) return handedDown;
      const state = this.#deployment.stack.findRegistered(urn)?.state;
      if (state?.provider && packageOf(state.type) === request.pkg) return state.provider;
    }
    return this.#defaultProvider(request);
  }

  /** Returns the providers that the children of `parent` inherit, by package; the nearest component wins. */
  inheritedProviders(parent: string): ReadonlyMap<string, string> {
    const inherited = new Map<string, string>();
    for (const urn of this.#ancestors(parent)) {
      for (const [pkg, reference] of this.#handedDown.get(urn) ?? []) {
        if (!inherited.has(pkg)) inherited.set(pkg, reference);
      }
    }
    return inherited;
  }

  /** URNs from a resource up to the root of the stack. */
  *#ancestors(urn: string): Generator<string> {
    for (let next = urn; next; next = this.#deployment.stack.findRegistered(next)?.state.parent ?? "") {
      yield next;
    }
  }

  async #defaultProvider({ pkg, version, requester }: ProviderRequest): Promise<string> {
    if (this.#disabledDefaults.has(pkg) || (this.#disabledDefaults.has("*") && pkg !== "pulumi")) {
      const text = `Default provider for '${pkg}' disabled. '${requester}' must use an explicit provider.`;
      throw this.#deployment.abortWith("LAB_PROGRAM", text, requester);
    }
    const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
    const key = `${pkg}::${name}`;
    const registering = this.#defaults.get(key) ?? this.#registerDefault(pkg, name, version);
    this.#defaults.set(key, registering);
    const reference = await registering;
    if (reference !== undefined) return reference;
    throw new EngineError(
      "LAB_PLUGIN",
      `the default provider of package ${pkg}, which '${requester}' needs, could not be created; ` +
        "give the resource an explicit provider, or correct the default one",
    );
  }

  /** @returns its reference; undefined when it failed, which is reported then */
  async #registerDefault(pkg: string, name: string, version: string): Promise<string | undefined> {
    const { values } = this.#deployment.settings.config;
    const inputs: Record<string, Value> = {};
    for (const [key, { value }] of values) {
      if (key.startsWith(`${pkg}:`)) inputs[key.slice(pkg.length + 1)] = value;
    }
    const type = `${PROVIDER_PREFIX}${pkg}`;
    const result = await this.#register(plainGoal({ type, name, custom: true, parent: "", version, inputs }));
    return result.failed ? undefined : `${result.urn}::${result.id || UNKNOWN_VALUE}`;
  }
}
