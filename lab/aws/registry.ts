import type { InvokeFunction, ResourceType, Service } from "./resource-type";

/** All resource types and data sources with a file of their own, by token. */
export interface Registry {
  resourceType(token: string): ResourceType | undefined;
  invokeFunction(token: string): InvokeFunction | undefined;
  /** Tokens of the data sources, sorted. */
  readonly functionTokens: readonly string[];
}

/**
 * Creates the registry of services.
 *
 * @throws {Error} when two of them claim one token
 */
export function createRegistry(services: readonly Service[]): Registry {
  const types = new Map<string, ResourceType>();
  const functions = new Map<string, InvokeFunction>();
  for (const service of services) {
    for (const type of service.types ?? []) add(types, type.type, type);
    for (const fn of service.functions ?? []) add(functions, fn.token, fn);
  }
  return {
    resourceType: (token) => types.get(token),
    invokeFunction: (token) => functions.get(token),
    functionTokens: [...functions.keys()].sort(),
  };
}

function add<T>(map: Map<string, T>, token: string, value: T): void {
  if (map.has(token))
    throw new Error(`registry: token is ${JSON.stringify(token)}, expected one owner; two services claim it`);
  map.set(token, value);
}
