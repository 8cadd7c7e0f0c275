import { markSecretOutputs, withFields } from "../deployment/resource-state";
import type { StackResource } from "../deployment/stack-journal";
import { createResource } from "./create";
import { planStep } from "./plan";
import type { RegistrationResult } from "./registration-result";
import { recreateResource, replaceResource } from "./replace";
import type { ResourceStep, StepContext } from "./resource-step";
import { recordState, resultOf } from "./step-results";
import { updateResource } from "./update";

/** Chooses the operation on a resource of a provider, carries it out, and records the result. */
export async function runStep(context: StepContext, step: ResourceStep): Promise<RegistrationResult> {
  const plan = await planStep(context, step);
  switch (plan.op) {
    case "create":
      return createResource(context, step);
    case "same":
      return keepResource(context, step, plan.existing);
    case "update":
      return updateResource(context, step, plan.existing, plan.diff);
    case "recreate":
      return recreateResource(context, step, plan.existing);
    case "replace":
      return replaceResource(context, step, plan.existing, plan.diff);
  }
}

/** Leaves a resource as it is. Its options and dependencies may have changed even so. */
async function keepResource(
  { deployment }: StepContext,
  { desired }: ResourceStep,
  existing: StackResource,
): Promise<RegistrationResult> {
  const before = existing.state;
  const state = withFields(desired, {
    id: before.id,
    outputs: markSecretOutputs(before.outputs ?? {}, {}, desired.additionalSecretOutputs),
    created: before.created,
    modified: before.modified,
    importID: before.importID,
  });
  deployment.stepStarted("same", state);
  await recordState(deployment.stack, existing, state, "same");
  deployment.stepDone("same", state);
  return resultOf(deployment, state);
}
