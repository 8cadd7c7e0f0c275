import { messageOf } from "../errors";
import { PluginDiedError, type Provider, type Subject } from "../plugin/provider";
import type { ResourceState } from "../state";
import { parseUrn } from "../values/urn";
import type { Properties } from "../values/values";

/** Calls of the engine to a provider, whether that is a plugin or built in. */
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

/** Parts of a {@link ConfiguredProvider}. */
export interface ProviderParts {
  /** `URN::ID`. */
  readonly reference: string;
  readonly subject: Subject;
  readonly inputs: Properties;
  readonly api: ProviderApi;
  /** False when a preview does not know the configuration: then the provider cannot be called. */
  readonly isConfigured: boolean;
  /** Starts and configures the provider again. @default - it cannot be restarted */
  readonly restart?: () => Promise<ProviderApi>;
}

/** A provider resource and the plugin behind it, which is restarted once when its process dies. */
export class ConfiguredProvider {
  readonly reference: string;
  readonly subject: Subject;
  readonly inputs: Properties;
  readonly isConfigured: boolean;
  readonly #first: ProviderApi;
  readonly #restart: (() => Promise<ProviderApi>) | undefined;
  #api: ProviderApi;
  #restarted: Promise<ProviderApi> | undefined;

  constructor({ reference, subject, inputs, api, isConfigured, restart }: ProviderParts) {
    this.reference = reference;
    this.subject = subject;
    this.inputs = inputs;
    this.isConfigured = isConfigured;
    this.#first = api;
    this.#api = api;
    this.#restart = restart;
  }

  /** The provider itself, for calls that are not made again when its process dies. */
  get api(): ProviderApi {
    return this.#api;
  }

  /** Whether creates and updates can be previewed by the provider itself. */
  get canPreview(): boolean {
    return this.isConfigured && this.#api.supportsPreview;
  }

  /** Makes a call that can be repeated: when the process dies meanwhile, it is restarted once, and the call made again. */
  async query<T>(call: (api: ProviderApi) => Promise<T>): Promise<T> {
    const api = this.#api;
    try {
      return await call(api);
    } catch (error) {
      if (!(error instanceof PluginDiedError)) throw error;
      return call(await this.#restartAfter(error, api));
    }
  }

  /**
   * Makes a call that must not be repeated: when the process dies meanwhile, `finish` finds out from the restarted provider
   * how the call ended, and returns undefined when the provider does not know.
   *
   * @throws {PluginDiedError} when it is not known how the call ended
   */
  async perform<T>(
    call: (api: ProviderApi) => Promise<T>,
    finish: (api: ProviderApi) => Promise<T | undefined>,
  ): Promise<T> {
    const api = this.#api;
    try {
      return await call(api);
    } catch (error) {
      if (!(error instanceof PluginDiedError)) throw error;
      const result = await finish(await this.#restartAfter(error, api));
      if (result === undefined) throw error;
      return result;
    }
  }

  /** Restarts the provider; all calls that were in progress when the first process died share the second. */
  async #restartAfter(error: PluginDiedError, used: ProviderApi): Promise<ProviderApi> {
    if (!this.#restart || used !== this.#first) throw error; // the second process has died as well
    this.#restarted ??= this.#restart();
    try {
      this.#api = await this.#restarted;
    } catch (cause) {
      // Whatever prevents the restart, it is not known how the call ended.
      throw new PluginDiedError(`${error.message}; it could not be started again: ${messageOf(cause)}`);
    }
    return this.#api;
  }
}

/** Identifies a resource to its provider, from its state alone. */
export function subjectOfState({ urn, type }: ResourceState): Subject {
  return { urn, type, name: parseUrn(urn).name };
}
