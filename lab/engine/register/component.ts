import type { Op } from "../deployment/events";
import { withFields } from "../deployment/resource-state";
import { type RegistrationResult, successResult } from "../steps/registration-result";
import { recordState } from "../steps/step-results";
import { equal, type Properties, withoutOutputValues } from "../values/values";
import type { RegisterContext } from "./context";
import { desiredState } from "./desired-state";
import type { Registration } from "./registration";

/** Registers a component: it has no provider, so that only its state is written. */
export async function registerComponent(
  context: RegisterContext,
  registration: Registration,
): Promise<RegistrationResult> {
  const { deployment, providerLookup, untargeted } = context;
  const { goal, urn, existing } = registration;
  const inputs = withoutOutputValues(goal.inputs) as Properties;
  const draft = desiredState(goal, { urn, inputs }, deployment.stack);
  providerLookup.handDown(urn, goal.providers);
  const finalInputs = await context.inspect(draft, undefined, registration);
  const desired = equal(finalInputs, inputs) ? draft : withFields(draft, { inputs: finalInputs });
  if (untargeted.isLeftOut(registration)) {
    untargeted.defer(desired);
    return successResult(urn, "", {});
  }
  const op = operationFor(registration, finalInputs);
  deployment.stepStarted(op, desired);
  const state = withFields(desired, { outputs: existing?.state.outputs, created: existing?.state.created });
  await recordState(deployment.stack, existing, state, op);
  deployment.stepDone(op, desired);
  return successResult(urn, "", {});
}

function operationFor({ existing }: Registration, inputs: Properties): Op {
  if (!existing) return "create";
  return equal(existing.state.inputs ?? {}, inputs) ? "same" : "update";
}
