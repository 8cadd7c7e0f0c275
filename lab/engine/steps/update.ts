import { endIfFailed } from "../deployment/end-if-failed";
import { withFields } from "../deployment/resource-state";
import type { StackResource } from "../deployment/stack-journal";
import type { Diff, Outcome } from "../plugin/provider";
import type { ProviderApi } from "../providers/configured-provider";
import type { RegistrationResult } from "./registration-result";
import type { ResourceStep, StepContext } from "./resource-step";
import { completeState, reportEnd, resultOf } from "./step-results";

/** Has the provider update a resource, and records it. */
export async function updateResource(
  { deployment }: StepContext,
  { desired, provider, subject, goal }: ResourceStep,
  existing: StackResource,
  diff: Diff,
): Promise<RegistrationResult> {
  const { stack, settings } = deployment;
  const before = existing.state;
  const id = before.id ?? "";
  const difference = { diffs: diff.diffs };
  const change = {
    oldInputs: before.inputs ?? {},
    oldOutputs: before.outputs ?? {},
    news: desired.inputs ?? {},
    ignoreChanges: goal.ignoreChanges,
  };
  const options = { preview: settings.dryRun, timeout: desired.customTimeouts?.update };
  const update = (api: ProviderApi): Promise<Outcome> => api.update(subject, id, change, options);
  deployment.stepStarted("update", desired, difference);
  return reportEnd(
    deployment,
    "update",
    desired,
    async () => {
      if (settings.dryRun && !provider.canPreview) {
        const state = withFields(desired, { id, outputs: {}, created: before.created });
        await stack.record(existing, state);
        return resultOf(deployment, state);
      }
      return deployment.runOperation(async () => {
        const operation = await stack.beginOperation("updating", before);
        const outcome = await endIfFailed(
          stack,
          operation,
          () => provider.perform(update, update), // an update names its result, so that it can be repeated
        );
        const state = completeState(desired, outcome, before.created);
        await stack.record(existing, state, operation);
        return resultOf(deployment, state);
      });
    },
    difference,
  );
}
