import type { AnalyzedOptions, AnalyzedResource, AnalyzedStackResource, PolicyEvidence } from "../analyzer";
import type { ConfiguredProvider } from "../providers/configured-provider";
import type { Registration } from "../register/registration";
import type { FileBackend, Passphrase, ResourceState } from "../state";
import { parseReference, parseUrn } from "../values/urn";

/**
 * Reads the resources of stacks in the form in which policy packs evaluate them. As in a run, resources that wait to be
 * deleted and external ones are left out.
 *
 * @throws {EngineError} when a state cannot be read
 */
export async function examineStates(
  backend: FileBackend,
  project: string,
  stacks: readonly string[],
  passphrase: Passphrase,
): Promise<PolicyEvidence> {
  const views = await Promise.all(stacks.map((stack) => backend.read(project, stack, passphrase)));
  return mergeExamined(views.map(({ base }) => evidenceOf(base.resources)));
}

/** Joins the evidence of several runs. */
export function mergeExamined(all: readonly PolicyEvidence[]): PolicyEvidence {
  return {
    resources: all.flatMap(({ resources }) => resources),
    stack: all.flatMap(({ stack }) => stack),
  };
}

/** Returns a resource of a run, before anything is done to it. */
export function registeredResource(
  state: ResourceState,
  provider: ConfiguredProvider | undefined,
  { goal, aliases }: Registration,
): AnalyzedResource {
  return {
    type: state.type,
    urn: state.urn,
    name: parseUrn(state.urn).name,
    properties: state.inputs ?? {},
    options: { ...optionsOf(state), deleteBeforeReplace: goal.deleteBeforeReplace, aliases },
    provider: provider && { ...provider.subject, properties: provider.inputs },
    sourcePosition: goal.sourcePosition,
  };
}

/**
 * Returns a resource with its outputs, as rules about the whole stack see it.
 *
 * @param options options that the program gave, which the state does not have all of
 */
export function stackResource(
  state: ResourceState,
  provider: ResourceState | undefined,
  options: AnalyzedOptions = optionsOf(state),
): AnalyzedStackResource {
  return {
    ...savedResource(state, provider),
    properties: state.outputs ?? {},
    options,
    parent: state.parent,
    dependencies: state.dependencies ?? [],
    propertyDependencies: state.propertyDependencies ?? {},
  };
}

function evidenceOf(states: readonly ResourceState[]): PolicyEvidence {
  const live = states.filter((state) => !state.delete && !state.external);
  const byUrn = new Map(live.map((state) => [state.urn, state]));
  const providerOf = ({ provider }: ResourceState): ResourceState | undefined =>
    provider ? byUrn.get(parseReference(provider).urn) : undefined;
  return {
    resources: live.map((state) => savedResource(state, providerOf(state))),
    stack: live.map((state) => stackResource(state, providerOf(state))),
  };
}

/** Returns a resource of a state with its inputs, as rules about single resources see it. */
function savedResource(state: ResourceState, provider: ResourceState | undefined): AnalyzedResource {
  return {
    type: state.type,
    urn: state.urn,
    name: parseUrn(state.urn).name,
    properties: state.inputs ?? {},
    options: optionsOf(state),
    ...(provider && {
      provider: {
        type: provider.type,
        urn: provider.urn,
        name: parseUrn(provider.urn).name,
        properties: provider.inputs ?? {},
      },
    }),
    sourcePosition: state.sourcePosition,
  };
}

function optionsOf(state: ResourceState): AnalyzedOptions {
  return {
    protect: state.protect,
    ignoreChanges: state.ignoreChanges,
    customTimeouts: state.customTimeouts,
    additionalSecretOutputs: state.additionalSecretOutputs,
    parent: state.parent,
  };
}
