import { type CloudStore, GLOBAL } from "../aws/cloud-store";
import type { Declaration } from "../aws/declaration";
import { partitionOf } from "../aws/partition";
import { asString, type Properties } from "../aws/property-values";
import type { Registry } from "../aws/registry";
import type { Call, ResourceCall } from "../aws/resource-type";
import { isGlobal, type SimulatedType } from "../aws/simulated-type";
import type { ProviderConfig } from "./config";
import type { RequestPolicy } from "./requests";

/** Where resource types are declared. */
export interface DeclarationSource {
  /** Version of the `@pulumi/aws` whose provider this one stands for. */
  readonly version: string;
  get(token: string): Declaration | undefined;
  /** Says where the program may be, whose SDK is the one that counts. */
  use(directories: readonly string[]): void;
}

/** What all provider instances of one process share. */
export interface Cloud {
  readonly store: CloudStore;
  readonly registry: Registry;
  readonly declarations: DeclarationSource;
  /** Whether AWS's typical times and rates apply. */
  readonly realTime: boolean;
  readonly crash: () => never;
}

/** A message for the program's user, with the gRPC status it is answered with. */
export class ProviderError extends Error {
  readonly code: number;
  /** An `ErrorResourceInitFailed`, when the resource exists all the same. */
  readonly initFailed: Buffer | undefined;

  constructor(code: number, message: string, initFailed?: Buffer) {
    super(message);
    this.initFailed = initFailed;
    this.name = "ProviderError";
    this.code = code;
  }
}

/** One configured provider: the circumstances of its requests. */
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

  /** Circumstances of a request in a region: the one that the properties name, or else the provider's own. */
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

  /** Region under which records of the type are kept. */
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
