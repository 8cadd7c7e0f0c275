import { type CloudStore, GLOBAL } from "../aws/cloud-store";
import type { Declaration } from "../aws/declaration";
import { partitionOf } from "../aws/partition";
import { asString, type Properties } from "../aws/property-values";
import type { Registry } from "../aws/registry";
import type { Call, ResourceCall } from "../aws/resource-type";
import { isGlobal, type SimulatedType } from "../aws/simulated-type";
import type { ProviderConfig } from "./config";
import type { RequestPolicy } from "./requests";

/** Source of the declarations of resource types. */
export interface DeclarationSource {
  /** Version of `@pulumi/aws` whose provider is simulated. */
  readonly version: string;
  get(token: string): Declaration | undefined;
  /** Uses the SDK of the program in one of these directories. */
  use(directories: readonly string[]): void;
}

/** The parts that all provider instances of a process share. */
export interface Cloud {
  readonly store: CloudStore;
  readonly registry: Registry;
  readonly declarations: DeclarationSource;
  /** Whether AWS's typical times and rates apply. */
  readonly realTime: boolean;
  readonly crash: () => never;
}

/** An error for the user, with its gRPC status. */
export class ProviderError extends Error {
  readonly code: number;
  /** An `ErrorResourceInitFailed`, when the resource exists despite the error. */
  readonly initFailed: Buffer | undefined;

  constructor(code: number, message: string, initFailed?: Buffer) {
    super(message);
    this.initFailed = initFailed;
    this.name = "ProviderError";
    this.code = code;
  }
}

/** One configured provider, with the context of its requests. */
export class Instance {
  readonly cloud: Cloud;
  #config: ProviderConfig | undefined;
  readonly #types = new Map<string, SimulatedType>();

  constructor(cloud: Cloud) {
    this.cloud = cloud;
  }

  /** @throws {ProviderError} FAILED_PRECONDITION when Configure was not called */
  get config(): ProviderConfig {
    if (this.#config) return this.#config;
    throw new ProviderError(9, "provider: Configure was not called, expected it before any request");
  }

  configure(config: ProviderConfig): void {
    this.#config = config;
  }

  get policy(): RequestPolicy {
    const { realTime, crash } = this.cloud;
    return { maxAttempts: this.config.maxAttempts, realTime, crash };
  }

  /** @throws {ProviderError} NOT_FOUND when the SDK declares no such type */
  type(token: string): SimulatedType {
    const known = this.#types.get(token);
    if (known) return known;
    const declaration = this.cloud.declarations.get(token);
    if (declaration === undefined) {
      const text = `unrecognized resource type: ${token} is not declared by @pulumi/aws ${this.cloud.declarations.version}`;
      throw new ProviderError(5, text);
    }
    const type = { declaration, rules: this.cloud.registry.resourceType(token) };
    this.#types.set(token, type);
    return type;
  }

  /** Context of a request in the region that the properties name, or in the provider's region. */
  call(properties: Properties): Call {
    const region = asString(properties["region"]) ?? this.config.region;
    const { store } = this.cloud;
    return {
      account: this.config.account,
      region,
      partition: partitionOf(region),
      clock: store.clock,
      store,
    };
  }

  resourceCall(urn: string, type: SimulatedType, properties: Properties): ResourceCall {
    const regional = isGlobal(type) ? {} : properties;
    return { ...this.call(regional), urn, type: type.declaration.token, name: nameOf(urn) };
  }

  /** Region in the key of a type's records. */
  place(type: SimulatedType, call: Call): string {
    return isGlobal(type) ? GLOBAL : call.region;
  }
}

/** Logical name of a URN `urn:pulumi:STACK::PROJECT::TYPES::NAME`; the name may itself hold `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::") || urn;
}

/** Type token of a URN: the last of its chain of types. */
export function typeOf(urn: string): string {
  const chain = urn.split("::")[2] ?? "";
  return chain.slice(chain.lastIndexOf("$") + 1);
}
