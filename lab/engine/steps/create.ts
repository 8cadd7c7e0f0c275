import { randomUUID } from "node:crypto";
import { UNKNOWN_VALUE } from "../../../common/special-values";
import { endIfFailed } from "../deployment/end-if-failed";
import { markSecretOutputs, withFields } from "../deployment/resource-state";
import { EngineError, messageOf } from "../errors";
import { type Outcome, PluginDiedError } from "../plugin/provider";
import type { ProviderApi } from "../providers/configured-provider";
import type { ResourceState } from "../state";
import type { RegistrationResult } from "./registration-result";
import type { ResourceStep, StepContext } from "./resource-step";
import { completeState, reportEnd, resultOf } from "./step-results";

/** Records the state of a resource that was created, and the end of the pending operation if there is one. */
export type RecordCreated = (state: ResourceState, endedOperation?: number) => Promise<void>;

/** Creates a resource that the stack does not have. */
export async function createResource(context: StepContext, step: ResourceStep): Promise<RegistrationResult> {
  const { deployment } = context;
  deployment.stepStarted("create", step.desired);
  return reportEnd(deployment, "create", step.desired, () =>
    performCreate(context, step, (state, ended) => deployment.stack.record(undefined, state, ended)),
  );
}

/** Has the provider create a resource, and records it as `record` does. In a preview it only returns what is known. */
export async function performCreate(
  { deployment }: StepContext,
  step: ResourceStep,
  record: RecordCreated,
): Promise<RegistrationResult> {
  const { desired, provider, subject, goal } = step;
  const inputs = desired.inputs ?? {};
  const timeout = goal.customTimeouts?.create;
  if (deployment.settings.dryRun) {
    const outcome: Outcome = provider.canPreview
      ? await deployment.runOperation(() =>
          provider.query((api) => api.create(subject, inputs, { preview: true, timeout })),
        )
      : { id: "", outputs: {} };
    const outputs = markSecretOutputs(outcome.outputs, inputs, desired.additionalSecretOutputs);
    const state = withFields(desired, { id: outcome.id || UNKNOWN_VALUE, outputs });
    await record(state);
    return resultOf(deployment, state);
  }
  return deployment.runOperation(async () => {
    const token = randomUUID();
    const operation = await deployment.stack.beginOperation("creating", desired, token);
    const outcome = await endIfFailed(deployment.stack, operation, () =>
      provider.perform(
        (api) => api.create(subject, inputs, { preview: false, timeout, token }),
        (api) => finishCreate(api, step, token),
      ),
    );
    if (outcome.id === "") {
      await deployment.stack.endOperation(operation);
      throw new EngineError(
        "LAB_PROVIDER",
        `${subject.urn}: the provider returned no id for the resource that it created`,
      );
    }
    const state = completeState(desired, outcome, new Date().toISOString());
    await record(state, operation);
    return resultOf(deployment, state);
  });
}

/**
 * Finds out from a restarted provider how a create ended: reads the resource when it exists, and creates it when it does
 * not.
 *
 * @returns undefined when the provider does not know
 */
async function finishCreate(
  api: ProviderApi,
  { subject, desired, goal }: ResourceStep,
  token: string,
): Promise<Outcome | undefined> {
  const inputs = desired.inputs ?? {};
  const id = await keepPending(subject.urn, () => api.findByToken(token));
  if (id === undefined) return undefined;
  if (id === null) {
    return api.create(subject, inputs, { preview: false, token, timeout: goal.customTimeouts?.create });
  }
  return keepPending(subject.urn, () => api.read(subject, id, { inputs, outputs: {} }));
}

/** Runs a query whose failure does not show that the create failed: it leaves the create pending. */
async function keepPending<T>(urn: string, query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (error instanceof PluginDiedError) throw error;
    throw new PluginDiedError(`${urn}: it is not known whether it was created: ${messageOf(error)}`);
  }
}
