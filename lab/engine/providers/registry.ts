import { randomUUID } from "node:crypto";
import { UNKNOWN_VALUE } from "../../../common/special-values";
import type { Deployment } from "../deployment/deployment";
import { EngineError } from "../errors";
import type { PluginHost } from "../plugin/host";
import { type CheckResult, PluginDiedError, type Provider, type Subject } from "../plugin/provider";
import type { ResourceState } from "../state";
import { PROVIDER_PREFIX, packageOf, parseReference } from "../values/urn";
import { containsUnknowns, type Properties } from "../values/values";
import { ConfiguredProvider, type ProviderApi, subjectOfState } from "./configured-provider";

/** Inputs of a provider resource that are for the engine, not for the plugin. */
const ENGINE_INPUTS: ReadonlySet<string> = new Set(["__internal", "version", "pluginDownloadURL"]);

/** The plugin behind a provider resource; another one takes its place when it has died. */
interface PluginSlot {
  readonly pkg: string;
  plugin?: Provider;
}

/** The providers of one run, by reference. */
export class ProviderRegistry {
  /** The provider `pulumi`, which is part of the engine, for calls that need no resource of its own in the state. */
  readonly builtIn: ConfiguredProvider;
  readonly #deployment: Deployment;
  readonly #host: PluginHost;
  readonly #registered = new Map<string, ConfiguredProvider>();
  readonly #fromState = new Map<string, Promise<ConfiguredProvider>>();
  /** Plugins of the providers that are registered in this run, by URN. */
  readonly #slots = new Map<string, PluginSlot>();

  constructor(deployment: Deployment, host: PluginHost, builtIn: ProviderApi) {
    this.#deployment = deployment;
    this.#host = host;
    this.builtIn = new ConfiguredProvider({
      reference: "",
      subject: { urn: "", type: `${PROVIDER_PREFIX}pulumi`, name: "pulumi" },
      inputs: {},
      api: builtIn,
      isConfigured: true,
    });
  }

  /**
   * Returns the inputs of a provider resource as its plugin completes them, or the inputs that it refuses.
   *
   * @throws {EngineError} LAB_PLUGIN when there is no such plugin, or it does not start
   */
  async checkConfig(subject: Subject, olds: Properties, news: Properties): Promise<CheckResult> {
    if (isBuiltIn(subject)) return { inputs: news, failures: [] };
    return this.#query(this.#slotOf(subject), (plugin) => plugin.checkConfig(subject, olds, news));
  }

  /** Returns the changed properties that make a replacement of a provider resource necessary. */
  async replacesOf(subject: Subject, before: ResourceState, news: Properties): Promise<readonly string[]> {
    if (isBuiltIn(subject)) return [];
    const { inputs = {}, outputs = {}, id = "" } = before;
    const change = {
      oldInputs: pluginInputs(inputs),
      oldOutputs: outputs,
      news: pluginInputs(news),
      ignoreChanges: [],
    };
    const diff = await this.#query(this.#slotOf(subject), (plugin) => plugin.diffConfig(subject, id, change));
    return diff.replaces;
  }

  /**
   * Whether a resource has to be replaced because its provider is not the one of its state. As in Pulumi, the new provider
   * decides by the difference between both configurations.
   */
  async movesFrom(reference: string | undefined, provider: ConfiguredProvider): Promise<boolean> {
    if (reference === undefined || reference === provider.reference) return false;
    const before = this.#deployment.stack.findPrevious(parseReference(reference).urn);
    if (!before) return false;
    return (await this.replacesOf(provider.subject, before.state, provider.inputs)).length > 0;
  }

  /** Configures the plugin of a provider resource, which can then be resolved by its reference. */
  async configure(subject: Subject, id: string, inputs: Properties): Promise<void> {
    const provider = await this.#configure(subject, id, inputs, this.#slotOf(subject));
    this.#registered.set(provider.reference, provider);
  }

  /**
   * Returns the provider behind a reference: one of this run, else one that only the state has, which is configured from
   * there.
   *
   * @throws {EngineError} LAB_PROGRAM when the stack has no such provider
   */
  async resolve(reference: string): Promise<ConfiguredProvider> {
    const known = this.#registered.get(reference) ?? (await this.#fromState.get(reference));
    if (known) return known;
    const { urn, id } = parseReference(reference);
    const registered = [...this.#registered.values()].find(({ subject }) => subject.urn === urn);
    if (registered && id === UNKNOWN_VALUE) return registered;
    const previous = this.#deployment.stack.findPreviousProvider(reference);
    if (!previous) {
      throw new EngineError(
        "LAB_PROGRAM",
        `provider is ${JSON.stringify(reference)}, expected one of this stack`,
      );
    }
    const { state } = previous;
    const slot: PluginSlot = { pkg: packageOf(state.type) };
    const loading = this.#configure(subjectOfState(state), id, state.inputs ?? {}, slot);
    this.#fromState.set(reference, loading);
    return loading;
  }

  async #configure(
    subject: Subject,
    id: string,
    inputs: Properties,
    slot: PluginSlot,
  ): Promise<ConfiguredProvider> {
    const reference = `${subject.urn}::${id}`;
    if (isBuiltIn(subject)) {
      return new ConfiguredProvider({
        reference,
        subject,
        inputs,
        api: this.builtIn.api,
        isConfigured: true,
      });
    }
    const configuration = pluginInputs(inputs);
    const isConfigured = !containsUnknowns(configuration);
    const api = await this.#query(slot, async (plugin) => {
      if (isConfigured) await plugin.configure(subject, id, configuration);
      return plugin;
    });
    const restart = async (): Promise<ProviderApi> => {
      const plugin = await this.#host.open(packageOf(subject.type));
      await plugin.configure(subject, id, configuration);
      return plugin;
    };
    return new ConfiguredProvider({ reference, subject, inputs, api, isConfigured, restart });
  }

  /** Makes a call that can be repeated: once more in a new process when the first one dies meanwhile. */
  async #query<T>(slot: PluginSlot, call: (plugin: Provider) => Promise<T>): Promise<T> {
    slot.plugin ??= await this.#open(slot.pkg);
    try {
      return await call(slot.plugin);
    } catch (error) {
      if (!(error instanceof PluginDiedError)) throw error;
      slot.plugin = await this.#open(slot.pkg);
      return call(slot.plugin);
    }
  }

  /** Starts a plugin. One that does not start because the run ends is no failure of its own. */
  async #open(pkg: string): Promise<Provider> {
    try {
      return await this.#host.open(pkg);
    } catch (error) {
      this.#deployment.assertRunning();
      throw error;
    }
  }

  #slotOf({ urn, type }: Subject): PluginSlot {
    const slot = this.#slots.get(urn) ?? { pkg: packageOf(type) };
    this.#slots.set(urn, slot);
    return slot;
  }
}

/** Returns an id for a new provider resource. */
export function newProviderId(dryRun: boolean): string {
  return dryRun ? UNKNOWN_VALUE : randomUUID();
}

function pluginInputs(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !ENGINE_INPUTS.has(key)));
}

/** Whether a provider resource belongs to the package that is part of the engine. */
function isBuiltIn(subject: Subject): boolean {
  return packageOf(subject.type) === "pulumi";
}
