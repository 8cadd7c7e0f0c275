import { UNKNOWN_VALUE } from "../../common/special-values";
import type { Goal } from "./goal";
import type { ResourceState } from "./state";
import {
  containsUnknowns,
  isObject,
  isSecret,
  type Properties,
  secret,
  secretLike,
  type Value,
  withoutSecrets,
} from "./values";

/** What a registration adds to its goal before anything is done. */
export interface Resolved {
  readonly urn: string;
  readonly parent: string;
  readonly inputs: Properties;
  /** `URN::ID` of the provider; empty for a component and for a provider. */
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
}

/** The state that a goal describes, still without id and outputs. Empty and false fields are left out. */
export function stateOf(goal: Goal, resolved: Resolved): ResourceState {
  return compact({
    urn: resolved.urn,
    type: goal.type,
    custom: goal.custom,
    inputs: nonEmpty(resolved.inputs),
    parent: resolved.parent || undefined,
    protect: resolved.protect || undefined,
    dependencies: goal.dependencies.length > 0 ? goal.dependencies : undefined,
    provider: resolved.provider || undefined,
    propertyDependencies:
      Object.keys(goal.propertyDependencies).length > 0 ? goal.propertyDependencies : undefined,
    additionalSecretOutputs: list(goal.additionalSecretOutputs),
    customTimeouts: goal.customTimeouts,
    retainOnDelete: resolved.retainOnDelete || undefined,
    deletedWith: resolved.deletedWith || undefined,
    replaceWith: list(goal.replaceWith),
    ignoreChanges: list(goal.ignoreChanges),
    replaceOnChanges: list(goal.replaceOnChanges),
    hideDiff: list(goal.hideDiff),
    replacementTrigger: goal.replacementTrigger,
    sourcePosition: goal.sourcePosition,
  });
}

/** A state with some fields set; a field that is given as undefined is taken out. */
export function withFields(
  state: ResourceState,
  fields: { readonly [Field in keyof ResourceState]?: ResourceState[Field] | undefined },
): ResourceState {
  return compact({ ...state, ...fields });
}

/** Outputs with the marks of the inputs they repeat, and of what the program says is secret besides. */
export function markedOutputs(
  outputs: Properties,
  inputs: Properties,
  additionalSecretOutputs: readonly string[] | undefined,
): Properties {
  const marked = secretLike(outputs, inputs);
  const keys = (additionalSecretOutputs ?? []).filter((key) => Object.hasOwn(marked, key));
  if (keys.length === 0) return marked;
  return { ...marked, ...Object.fromEntries(keys.map((key) => [key, secret(marked[key] as Value)])) };
}

/** Paths of values that are unknown, which no output of a real run may be. */
export function unknownPaths(value: Value, path = ""): readonly string[] {
  if (!containsUnknowns(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, `${path}[${index}]`));
  if (!isObject(value)) return [path];
  return Object.keys(value).flatMap((key) =>
    unknownPaths(value[key] as Value, path ? `${path}.${key}` : key),
  );
}

/** Outputs with null in the place of what is unknown. */
export function withoutUnknowns(value: Value): Value {
  if (!containsUnknowns(value)) return value;
  if (Array.isArray(value)) return value.map(withoutUnknowns);
  if (!isObject(value)) return null;
  return Object.fromEntries(Object.keys(value).map((key) => [key, withoutUnknowns(value[key] as Value)]));
}

/** Inputs in which the given properties are unknown. */
export function withUnknown(inputs: Properties, keys: readonly string[]): Properties {
  return { ...inputs, ...Object.fromEntries(keys.map((key) => [key, UNKNOWN_VALUE])) };
}

/** Whether two states are the same but for where in the program they come from and when they were written. */
export function sameState(a: ResourceState, b: ResourceState): boolean {
  return canonical(a) === canonical(b);
}

/** All that a state refers to: its parent, its provider, and what it depends on. */
export function references(state: ResourceState): ReadonlySet<string> {
  const urns = new Set<string>([...(state.dependencies ?? []), ...(state.replaceWith ?? [])]);
  for (const dependencies of Object.values(state.propertyDependencies ?? {})) {
    for (const urn of dependencies) urns.add(urn);
  }
  if (state.parent) urns.add(state.parent);
  if (state.deletedWith) urns.add(state.deletedWith);
  if (state.provider) urns.add(state.provider.slice(0, state.provider.lastIndexOf("::")));
  return urns;
}

/** A state in which every mention of one URN is of another. */
export function renamedReferences(state: ResourceState, from: string, to: string): ResourceState {
  const swap = (urn: string): string => (urn === from ? to : urn);
  const each = (urns: readonly string[] | undefined): readonly string[] | undefined => urns?.map(swap);
  const { propertyDependencies, provider } = state;
  return withFields(state, {
    parent: state.parent && swap(state.parent),
    dependencies: each(state.dependencies),
    replaceWith: each(state.replaceWith),
    deletedWith: state.deletedWith && swap(state.deletedWith),
    provider: provider?.startsWith(`${from}::`) ? `${to}${provider.slice(from.length)}` : provider,
    propertyDependencies:
      propertyDependencies &&
      Object.fromEntries(Object.entries(propertyDependencies).map(([key, urns]) => [key, urns.map(swap)])),
  });
}

/**
 * A state that refers to nothing that is gone; its parent is then the nearest ancestor that is left.
 *
 * @param gone parents of what is gone, by URN
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/resource/deploy/deployment_executor.go rebuildBaseState
 */
export function withoutReferencesTo(
  state: ResourceState,
  gone: ReadonlyMap<string, string | undefined>,
): ResourceState {
  const left = (urns: readonly string[] | undefined): readonly string[] | undefined =>
    urns && list(urns.filter((urn) => !gone.has(urn)));
  let { parent } = state;
  while (parent !== undefined && gone.has(parent)) parent = gone.get(parent);
  const properties = Object.entries(state.propertyDependencies ?? {}).flatMap(([key, urns]) => {
    const rest = left(urns);
    return rest ? [[key, rest] as const] : [];
  });
  return withFields(state, {
    parent,
    dependencies: left(state.dependencies),
    replaceWith: left(state.replaceWith),
    deletedWith:
      state.deletedWith !== undefined && gone.has(state.deletedWith) ? undefined : state.deletedWith,
    propertyDependencies: properties.length > 0 ? Object.fromEntries(properties) : undefined,
  });
}

function canonical(state: ResourceState): string {
  const { sourcePosition: _, stackTrace: __, created: ___, modified: ____, ...rest } = state;
  return JSON.stringify(sortedKeys(rest as unknown as Value));
}

/** A value with its keys in order. What is secret is no more so by a mark within, which providers drop. */
function sortedKeys(value: Value): Value {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isObject(value)) return value;
  const plain = isSecret(value) ? secret(withoutSecrets(value)) : value;
  return Object.fromEntries(
    Object.keys(plain)
      .sort()
      .map((key) => [key, sortedKeys(plain[key] as Value)]),
  );
}

function nonEmpty(properties: Properties): Properties | undefined {
  return Object.keys(properties).length > 0 ? properties : undefined;
}

function list(values: readonly string[]): readonly string[] | undefined {
  return values.length > 0 ? values : undefined;
}

function compact(
  fields: {
    readonly [Field in keyof ResourceState]: ResourceState[Field] | undefined;
  },
): ResourceState {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as ResourceState;
}
