import { randomUUID } from "node:crypto";
import type { Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { PluginHost } from "./plugin/host";
import { type Outcome, PluginDied, type Provider, type Subject } from "./plugin/provider";
import type { ResourceState } from "./state";
import { PROVIDER_PREFIX, packageOf, parseReference, parseUrn } from "./urn";
import { containsUnknowns, type Properties, UNKNOWN, type Value } from "./values";

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
  | "find"
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
      if (!(error instanceof PluginDied) || !this.#reopen) throw error;
      return question(await this.#revived(before, error));
    }
  }

  /**
   * Has something done that must not be done twice. Should the process end meanwhile, `settle` is to find out from the
   * restarted provider what became of it, and answers undefined when that cannot be told.
   *
   * @throws {PluginDied} when nobody can tell
   */
  async perform<T>(
    operation: (api: ProviderApi) => Promise<T>,
    settle: (api: ProviderApi) => Promise<T | undefined>,
  ): Promise<T> {
    const before = this.#api;
    try {
      return await operation(before);
    } catch (error) {
      if (!(error instanceof PluginDied) || !this.#reopen) throw error;
      const settled = await settle(await this.#revived(before, error));
      if (settled === undefined) throw error;
      return settled;
    }
  }

  async #revived(before: ProviderApi, error: PluginDied): Promise<ProviderApi> {
    if (this.#api !== before) return this.#api;
    if (this.#reopened) throw error; // it has died twice
    this.#reopened = this.#reopen?.();
    try {
      this.#api = (await this.#reopened) ?? before;
    } catch (again) {
      // Whatever keeps it from being started, nobody knows what became of the operation.
      throw new PluginDied(`${error.message}; it could not be started again: ${messageOf(again)}`);
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
  #opened = new Map<string, Provider>();

  constructor(deployment: Deployment, host: PluginHost, builtIn: ProviderApi) {
    this.#deployment = deployment;
    this.#host = host;
    const subject = { urn: "", type: `${PROVIDER_PREFIX}pulumi`, name: "pulumi" };
    this.builtIn = new ConfiguredProvider("", subject, {}, builtIn, true);
  }

  /** The plugin behind a provider resource that is being registered, not yet configured. */
  async opened(subject: Subject): Promise<Provider | undefined> {
    const pkg = packageOf(subject.type);
    if (pkg === "pulumi") return undefined;
    const known = this.#opened.get(subject.urn);
    if (known) return known;
    const provider = await this.#host.open(pkg);
    this.#opened.set(subject.urn, provider);
    return provider;
  }

  /** Configures the plugin of a provider resource, and makes it known by its reference. */
  async configure(subject: Subject, id: string, inputs: Properties): Promise<ConfiguredProvider> {
    const reference = `${subject.urn}::${id}`;
    const configured = await this.#configured(subject, id, inputs, await this.opened(subject));
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
    if (registered && id === UNKNOWN) return registered;
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
    const pkg = packageOf(state.type);
    const plugin = pkg === "pulumi" ? undefined : await this.#host.open(pkg);
    return this.#configured(subject, id, state.inputs ?? {}, plugin);
  }

  async #configured(
    subject: Subject,
    id: string,
    inputs: Properties,
    plugin: Provider | undefined,
  ): Promise<ConfiguredProvider> {
    const reference = `${subject.urn}::${id}`;
    if (!plugin) return new ConfiguredProvider(reference, subject, inputs, this.builtIn.api, true);
    const own: Record<string, Value> = {};
    for (const [key, value] of Object.entries(inputs)) if (!ENGINE_INPUTS.has(key)) own[key] = value;
    const known = !containsUnknowns(own);
    if (known) await plugin.configure(subject, id, own);
    const reopen = async (): Promise<ProviderApi> => {
      const again = await this.#host.open(packageOf(subject.type));
      await again.configure(subject, id, own);
      return again;
    };
    return new ConfiguredProvider(reference, subject, inputs, plugin, known, reopen);
  }
}

/** An id for a new provider resource. */
export function newProviderId(dryRun: boolean): string {
  return dryRun ? UNKNOWN : randomUUID();
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
  const id = await knowing(subject, () => api.find(token));
  if (id === undefined) return undefined;
  if (id === null) return api.create(subject, inputs, { preview: false, token, timeout });
  return knowing(subject, () => api.read(subject, id, { inputs, outputs: {} }));
}

/** A question that must not be taken for the end of the create when it fails. */
async function knowing<T>(subject: Subject, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PluginDied) throw error;
    throw new PluginDied(`${subject.urn}: what became of its create could not be asked: ${messageOf(error)}`);
  }
}
