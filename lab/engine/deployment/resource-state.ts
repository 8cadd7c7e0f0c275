import type { ResourceState } from "../state";
import { referencesOf } from "../state/references";
import { parseReference } from "../values/urn";
import {
  isObject,
  isSecret,
  type Properties,
  secret,
  secretLike,
  type Value,
  withoutSecrets,
} from "../values/values";

type Identity = "urn" | "type" | "custom";
type OptionalFields = {
  readonly [Field in Exclude<keyof ResourceState, Identity>]?: ResourceState[Field] | undefined;
};

/** Returns a state with some fields set; a field that is set to undefined is removed. */
export function withFields(
  state: ResourceState,
  fields: Partial<Pick<ResourceState, Identity>> & OptionalFields,
): ResourceState {
  return compactState({ ...state, ...fields });
}

/** Returns a state without the fields that are undefined. */
export function compactState(fields: Pick<ResourceState, Identity> & OptionalFields): ResourceState {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as ResourceState;
}

/** Returns a list, or undefined for an empty one, which a state leaves out. */
export function nonEmptyList(values: readonly string[]): readonly string[] | undefined {
  return values.length > 0 ? values : undefined;
}

/** Returns properties, or undefined for an empty object, which a state leaves out. */
export function nonEmptyProperties(properties: Properties): Properties | undefined {
  return Object.keys(properties).length > 0 ? properties : undefined;
}

/** Marks outputs as secret where the inputs of the same name are, or where the program lists them. */
export function markSecretOutputs(
  outputs: Properties,
  inputs: Properties,
  additionalSecretOutputs: readonly string[] | undefined,
): Properties {
  const result = secretLike(outputs, inputs);
  const keys = (additionalSecretOutputs ?? []).filter((key) => Object.hasOwn(result, key));
  if (keys.length === 0) return result;
  return { ...result, ...Object.fromEntries(keys.map((key) => [key, secret(result[key] as Value)])) };
}

/** Whether two states are the same, apart from their times and their position in the program. */
export function isSameState(a: ResourceState, b: ResourceState): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Returns the URNs of all that a state refers to: its parent, its provider, and its dependencies. */
export function references(state: ResourceState): ReadonlySet<string> {
  const urns = new Set([...referencesOf(state)].map(({ urn }) => urn));
  if (state.provider) urns.add(parseReference(state.provider).urn);
  return urns;
}

/** Returns a state in which every reference to one URN is a reference to another. */
export function renamedReferences(state: ResourceState, from: string, to: string): ResourceState {
  const rename = (urn: string): string => (urn === from ? to : urn);
  const renameAll = (urns: readonly string[] | undefined): readonly string[] | undefined => urns?.map(rename);
  const { propertyDependencies, provider } = state;
  return withFields(state, {
    parent: state.parent && rename(state.parent),
    dependencies: renameAll(state.dependencies),
    replaceWith: renameAll(state.replaceWith),
    deletedWith: state.deletedWith && rename(state.deletedWith),
    provider: provider?.startsWith(`${from}::`) ? `${to}${provider.slice(from.length)}` : provider,
    propertyDependencies:
      propertyDependencies &&
      Object.fromEntries(Object.entries(propertyDependencies).map(([key, urns]) => [key, urns.map(rename)])),
  });
}

/**
 * Returns a state without references to removed resources; its parent is then the nearest ancestor that remains.
 *
 * @param removed parent of each removed resource, by the resource's URN
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/resource/deploy/deployment_executor.go rebuildBaseState
 */
export function withoutReferencesTo(
  state: ResourceState,
  removed: ReadonlyMap<string, string | undefined>,
): ResourceState {
  const remaining = (urns: readonly string[] | undefined): readonly string[] | undefined =>
    urns && nonEmptyList(urns.filter((urn) => !removed.has(urn)));
  let { parent } = state;
  while (parent !== undefined && removed.has(parent)) parent = removed.get(parent);
  const properties = Object.entries(state.propertyDependencies ?? {}).flatMap(([key, urns]) => {
    const rest = remaining(urns);
    return rest ? [[key, rest] as const] : [];
  });
  return withFields(state, {
    parent,
    dependencies: remaining(state.dependencies),
    replaceWith: remaining(state.replaceWith),
    deletedWith:
      state.deletedWith !== undefined && removed.has(state.deletedWith) ? undefined : state.deletedWith,
    propertyDependencies: properties.length > 0 ? Object.fromEntries(properties) : undefined,
  });
}

function canonicalJson(state: ResourceState): string {
  const { sourcePosition: _, stackTrace: __, created: ___, modified: ____, ...rest } = state;
  return JSON.stringify(sortKeys(rest as unknown as Value));
}

/** Sorts the keys of a value. A secret loses the marks inside it, which providers drop, and stays as secret as it was. */
function sortKeys(value: Value): Value {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const object = isSecret(value) ? secret(withoutSecrets(value)) : value;
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((key) => [key, sortKeys(object[key] as Value)]),
  );
}
