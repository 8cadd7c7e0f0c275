import { randomUUID } from "node:crypto";
import { UNKNOWN_VALUE } from "../../common/special-values";
import type { Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { PluginHost } from "./plugin/host";
import {
  type CheckResult,
  type Outcome,
  PluginDiedError,
  type Provider,
  type Subject,
} from "./plugin/provider";
import type { ResourceState } from "./state";
import { PROVIDER_PREFIX, packageOf, parseReference, parseUrn } from "./urn";
import { containsUnknowns, type Properties } from "./values";

/** What the engine asks of a provider, whether it is a plugin or built in. */
export type ProviderApi = Pick<
  Provider,
  | "supportsPreview"
  | "check"
  | "diff"
  | "create"
  | "update"
  | "delete"
  | "read"
  | "invoke"
  | "findByToken"
  | "construct"
  | "call"
>;

/** Inputs of a provider resource that are the engine's own. */
const ENGINE_INPUTS: ReadonlySet<string> = new Set(["__internal", "version", "pluginDownloadURL"]);

/** A provider resource and the plugin behind it. */
export class ConfiguredProvider {
  readonly reference: string;
  readonly subject: Subject;
  #inputs: Properties;
  /** As it was first opened. */
  readonly #first: ProviderApi;
  #api: ProviderApi;
  #reopen: (() => Promise<ProviderApi>) | undefined;
  #reopened: Promise<ProviderApi> | undefined;
  /** False when a preview cannot know its configuration: then it cannot be asked anything. */
  readonly configured: boolean;

  constructor(
    reference: string,
    subject: Subject,
    inputs: Properties,
    api: ProviderApi,
    configured: boolean,
    reopen?: () => Promise<ProviderApi>,
  ) {
    this.reference = reference;
    this.subject = subject;
    this.#inputs = inputs;
    this.#first = api;
    this.#api = api;
    this.configured = configured;
    this.#reopen = reopen;
  }

  get inputs(): Properties {
    return this.#inputs;
  }

  get api(): ProviderApi {
    return this.#api;
  }

  /**
   * Asks the provider something that can be asked twice. Should its process end meanwhile, it is started again, once,
   * and asked again.
   */
  async ask<T>(question: (api: ProviderApi) => Promise<T>): Promise<T> {
    const before = this.#api;
    try {
      return await question(before);
    } catch (error) {
      if (!(error instanceof PluginDiedError) || !this.#reopen) throw error;
      return question(await this.#revived(before, error));
    }
  }

  /**
   * Has something done that must not be done twice. Should the process end meanwhile, `settle` is to find out from the
   * restarted provider what became of it, and answers undefined when that cannot be told.
   *
   * @throws {PluginDiedError} when nobody can tell
   */
  async perform<T>(
    operation: (api: ProviderApi) => Promise<T>,
    settle: (api: ProviderApi) => Promise<T | undefined>,
  ): Promise<T> {
    const before = this.#api;
    try {
      return await operation(before);
    } catch (error) {
      if (!(error instanceof PluginDiedError) || !this.#reopen) throw error;
      const settled = await settle(await this.#revived(before, error));
      if (settled === undefined) throw error;
      return settled;
    }
  }

  /** The provider in a process that was started again; all that were under way when the first one died share it. */
  async #revived(before: ProviderApi, error: PluginDiedError): Promise<ProviderApi> {
    if (before !== this.#first) throw error; // it has died twice
    this.#reopened ??= this.#reopen?.();
    try {
      this.#api = (await this.#reopened) ?? before;
    } catch (again) {
      // Whatever keeps it from being started, nobody knows what became of the operation.
      throw new PluginDiedError(`${error.message}; it could not be started again: ${messageOf(again)}`);
    }
    return this.#api;
  }
}

/** The providers of one run, by reference. */
export class ProviderRegistry {
  #deployment: Deployment;
  #host: PluginHost;
  /** The provider `pulumi`, which is part of the engine, for what needs no resource of its own in the state. */
  readonly builtIn: ConfiguredProvider;
  #byReference = new Map<string, ConfiguredProvider>();
  #fromState = new Map<string, Promise<ConfiguredProvider>>();
  /** What is registered in this run, by URN; a provider that only the state knows has a slot of its own. */
  #slots = new Map<string, Slot>();

  constructor(deployment: Deployment, host: PluginHost, builtIn: ProviderApi) {
    this.#deployment = deployment;
    this.#host = host;
    const subject = { urn: "", type: `${PROVIDER_PREFIX}pulumi`, name: "pulumi" };
    this.builtIn = new ConfiguredProvider("", subject, {}, builtIn, true);
  }

  /**
   * The inputs of a provider resource as its plugin completes them, or what it refuses.
   *
   * @throws {EngineError} LAB_PLUGIN when there is no such plugin, or it does not start
   */
  async checkConfig(subject: Subject, olds: Properties, news: Properties): Promise<CheckResult> {
    if (isBuiltIn(subject)) return { inputs: news, failures: [] };
    return this.#asked(this.#slot(subject), (plugin) => plugin.checkConfig(subject, olds, news));
  }

  /** Properties because of which a provider resource has to be replaced. */
  async replacesOf(subject: Subject, before: ResourceState, news: Properties): Promise<readonly string[]> {
    if (isBuiltIn(subject)) return [];
    const { inputs = {}, outputs = {}, id = "" } = before;
    const change = {
      oldInputs: configuration(inputs),
      oldOutputs: outputs,
      news: configuration(news),
      ignoreChanges: [],
    };
    const { replaces } = await this.#asked(this.#slot(subject), (plugin) =>
      plugin.diffConfig(subject, id, change),
    );
    return replaces;
  }

  /**
   * Whether a resource has to be replaced since its provider is another one than the state's: as the new provider says of
   * the difference between both configurations, which is what Pulumi goes by.
   */
  async movesFrom(reference: string | undefined, provider: ConfiguredProvider): Promise<boolean> {
    if (reference === undefined || reference === provider.reference) return false;
    const before = this.#deployment.olds.get(parseReference(reference).urn);
    if (!before) return false;
    return (await this.replacesOf(provider.subject, before.state, provider.inputs)).length > 0;
  }

  /** Configures the plugin of a provider resource, and makes it known by its reference. */
  async configure(subject: Subject, id: string, inputs: Properties): Promise<ConfiguredProvider> {
    const reference = `${subject.urn}::${id}`;
    const configured = await this.#configured(subject, id, inputs, this.#slot(subject));
    this.#byReference.set(reference, configured);
    return configured;
  }

  /**
   * The provider behind a reference: of this run, or else one that only the state knows, which is configured from there.
   *
   * @throws {EngineError} LAB_PROGRAM when nobody knows it
   */
  async resolve(reference: string): Promise<ConfiguredProvider> {
    const known = this.#byReference.get(reference) ?? (await this.#fromState.get(reference));
    if (known) return known;
    const { urn, id } = parseReference(reference);
    const registered = [...this.#byReference.values()].find(({ subject }) => subject.urn === urn);
    if (registered && id === UNKNOWN_VALUE) return registered;
    const held =
      this.#deployment.olds.get(urn) ?? this.#deployment.leftovers.find(({ state }) => state.urn === urn);
    if (!held || held.state.id !== id) {
      throw new EngineError(
        "LAB_PROGRAM",
        `provider is ${JSON.stringify(reference)}, expected one of this stack`,
      );
    }
    const loading = this.#load(reference, held.state);
    this.#fromState.set(reference, loading);
    return loading;
  }

  async #load(reference: string, state: ResourceState): Promise<ConfiguredProvider> {
    const { name } = parseUrn(state.urn);
    const { id } = parseReference(reference);
    const subject = { urn: state.urn, type: state.type, name };
    return this.#configured(subject, id, state.inputs ?? {}, { pkg: packageOf(state.type) });
  }

  async #configured(
    subject: Subject,
    id: string,
    inputs: Properties,
    slot: Slot,
  ): Promise<ConfiguredProvider> {
    const reference = `${subject.urn}::${id}`;
    if (isBuiltIn(subject)) {
      return new ConfiguredProvider(reference, subject, inputs, this.builtIn.api, true);
    }
    const own = configuration(inputs);
    const known = !containsUnknowns(own);
    const plugin = await this.#asked(slot, async (opened) => {
      if (known) await opened.configure(subject, id, own);
      return opened;
    });
    const reopen = async (): Promise<ProviderApi> => {
      const again = await this.#host.open(packageOf(subject.type));
      await again.configure(subject, id, own);
      return again;
    };
    return new ConfiguredProvider(reference, subject, inputs, plugin, known, reopen);
  }

  /** Asks a plugin something that can be asked twice: once more when its process ends meanwhile. */
  async #asked<T>(slot: Slot, question: (plugin: Provider) => Promise<T>): Promise<T> {
    slot.plugin ??= await this.#open(slot.pkg);
    try {
      return await question(slot.plugin);
    } catch (error) {
      if (!(error instanceof PluginDiedError)) throw error;
      slot.plugin = await this.#open(slot.pkg);
      return question(slot.plugin);
    }
  }

  /** A plugin that is not started because the run ends is no error of its own. */
  async #open(pkg: string): Promise<Provider> {
    try {
      return await this.#host.open(pkg);
    } catch (error) {
      this.#deployment.assertRunning();
      throw error;
    }
  }

  #slot({ urn, type }: Subject): Slot {
    const slot = this.#slots.get(urn) ?? { pkg: packageOf(type) };
    this.#slots.set(urn, slot);
    return slot;
  }
}

/** Place of the plugin behind a provider resource, which takes another one when it has died. */
interface Slot {
  readonly pkg: string;
  plugin?: Provider;
}

/** The inputs of a provider resource that are the plugin's. */
function configuration(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !ENGINE_INPUTS.has(key)));
}

/** Whether a provider resource is of the package that is part of the engine. */
function isBuiltIn(subject: Subject): boolean {
  return packageOf(subject.type) === "pulumi";
}

/** An id for a new provider resource. */
export function newProviderId(dryRun: boolean): string {
  return dryRun ? UNKNOWN_VALUE : randomUUID();
}

/**
 * Finds out from a restarted provider what became of a create: it is read when it was made, made when it was not, and
 * undefined when the provider cannot tell.
 */
export async function settleCreate(
  api: ProviderApi,
  subject: Subject,
  inputs: Properties,
  token: string,
  timeout: number | undefined,
): Promise<Outcome | undefined> {
  const id = await knowing(subject, () => api.findByToken(token));
  if (id === undefined) return undefined;
  if (id === null) return api.create(subject, inputs, { preview: false, token, timeout });
  return knowing(subject, () => api.read(subject, id, { inputs, outputs: {} }));
}

/** A question that must not be taken for the end of the create when it fails. */
async function knowing<T>(subject: Subject, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PluginDiedError) throw error;
    throw new PluginDiedError(
      `${subject.urn}: what became of its create could not be asked: ${messageOf(error)}`,
    );
  }
}
