import { markSecretOutputs, nonEmptyProperties, withFields } from "../deployment/resource-state";
import type { Outcome } from "../plugin/provider";
import type { ResourceState } from "../state";

/** Returns a state as the provider has read it. Inputs change only where the provider returns them. */
export function refreshedState(state: ResourceState, outcome: Outcome): ResourceState {
  const before = state.inputs ?? {};
  return withFields(state, {
    id: outcome.id,
    inputs: outcome.inputs
      ? nonEmptyProperties(markSecretOutputs(outcome.inputs, before, undefined))
      : nonEmptyProperties(before),
    outputs: markSecretOutputs(outcome.outputs, before, state.additionalSecretOutputs),
    initErrors: outcome.initErrors?.length ? outcome.initErrors : undefined,
  });
}
