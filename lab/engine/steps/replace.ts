import { withFields } from "../deployment/resource-state";
import type { StackResource } from "../deployment/stack-journal";
import { EngineError } from "../errors";
import type { Diff } from "../plugin/provider";
import { withHashes } from "../values/assets";
import { type Properties, withoutOutputValues } from "../values/values";
import { checkInputs } from "./compare";
import { performCreate } from "./create";
import type { RegistrationResult } from "./registration-result";
import type { ResourceStep, StepContext } from "./resource-step";
import { reportEnd } from "./step-results";

/**
 * Replaces a resource: the new one is created first and the old one deleted when the program has ended, unless the
 * program or the provider requires the opposite order.
 *
 * @throws {EngineError} LAB_PROGRAM when it is protected
 */
export async function replaceResource(
  context: StepContext,
  step: ResourceStep,
  existing: StackResource,
  diff: Diff,
): Promise<RegistrationResult> {
  const { deployment, deleteBeforeReplace } = context;
  const { desired, goal } = step;
  if (existing.state.protect || desired.protect) {
    throw new EngineError(
      "LAB_PROGRAM",
      `resource "${desired.urn}" cannot be replaced\nbecause it is protected. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run the update`,
    );
  }
  deployment.stack.markReplacing(desired.urn);
  if (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace) {
    await deleteBeforeReplace.run(existing);
    return recreateResource(context, await withNewNames(context, step), existing);
  }
  const difference = { diffs: diff.diffs, replaces: diff.replaces };
  deployment.stepStarted("create-replacement", desired, difference);
  const result = await reportEnd(deployment, "create-replacement", desired, async () =>
    performCreate(context, await withNewNames(context, step), (state, ended) =>
      deployment.stack.recordReplacement(existing, state, ended),
    ),
  );
  deployment.stepDone("replace", desired, difference);
  return result;
}

/** Creates a resource whose predecessor was deleted before, in this run or in one that failed, or was never the stack's. */
export async function recreateResource(
  context: StepContext,
  step: ResourceStep,
  existing: StackResource,
): Promise<RegistrationResult> {
  const { deployment } = context;
  const { desired } = step;
  deployment.stack.markReplacing(desired.urn);
  deployment.stepStarted("create-replacement", desired);
  const result = await reportEnd(deployment, "create-replacement", desired, () =>
    performCreate(context, step, (state, ended) => deployment.stack.record(existing, state, ended)),
  );
  deployment.stepDone("replace", desired);
  return result;
}

/** Checks the inputs without the old ones: a replacement is another resource and gets a name of its own. */
async function withNewNames({ deployment }: StepContext, step: ResourceStep): Promise<ResourceStep> {
  const { goal, provider, subject, desired } = step;
  const directory = deployment.settings.project.main;
  const inputs = (await withHashes(withoutOutputValues(goal.inputs), directory)) as Properties;
  const finalInputs = await checkInputs(goal, provider, subject, undefined, inputs);
  return { ...step, desired: withFields(desired, { inputs: finalInputs }) };
}
