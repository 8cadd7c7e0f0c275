import { AbortedError, type Deployment } from "../deployment/deployment";
import { endIfFailed } from "../deployment/end-if-failed";
import type { Op } from "../deployment/events";
import type { StackResource } from "../deployment/stack-journal";
import { EngineError } from "../errors";
import type { ProviderApi } from "../providers/configured-provider";
import { subjectOfState } from "../providers/configured-provider";
import type { ProviderRegistry } from "../providers/registry";
import type { ResourceState } from "../state";

/** One resource to delete. */
export interface Deletion {
  readonly resource: StackResource;
  readonly op: Op;
  /** Whether only the state is changed, because the object stays or has no provider. */
  readonly isStateOnly: boolean;
  /** Records the end: the resource leaves the state, or waits there for its replacement. */
  readonly record: (endedOperation?: number) => Promise<void>;
}

/**
 * Deletes a resource by the provider of its state, which need not be that of the program any more, and records and reports
 * the step. In a preview no provider is called.
 *
 * @throws {EngineError} what the provider answers, or LAB_PROGRAM when the resource is protected
 * @throws {AbortedError} when the run ends before the delete could begin
 */
export async function deleteResource(
  deployment: Deployment,
  providers: ProviderRegistry,
  { resource, op, isStateOnly, record }: Deletion,
): Promise<void> {
  const { state } = resource;
  deployment.stepStarted(op, state);
  try {
    if (state.protect && op === "delete") throw new EngineError("LAB_PROGRAM", protectedMessage(state.urn));
    if (isStateOnly || deployment.settings.dryRun) await record();
    else await deployment.runOperation(async () => record(await performDelete(deployment, providers, state)));
  } catch (error) {
    if (!(error instanceof AbortedError)) deployment.stepFailed(op, state, error);
    throw error;
  }
  deployment.stepDone(op, state);
}

/** @returns the number of the pending operation, which ends when the result is recorded */
async function performDelete(
  deployment: Deployment,
  providers: ProviderRegistry,
  state: ResourceState,
): Promise<number> {
  const provider = await providers.resolve(state.provider ?? "");
  const subject = subjectOfState(state);
  const content = {
    inputs: state.inputs ?? {},
    outputs: state.outputs ?? {},
    timeout: state.customTimeouts?.delete,
  };
  const operation = await deployment.stack.beginOperation("deleting", state);
  const remove = (api: ProviderApi): Promise<true> =>
    api.delete(subject, state.id ?? "", content).then(() => true);
  // A resource that is gone counts as deleted, so that a delete can be repeated.
  await endIfFailed(deployment.stack, operation, () => provider.perform(remove, remove));
  return operation;
}

function protectedMessage(urn: string): string {
  return `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect it, remove the \`protect\` flag from the resource in your Pulumi program and run the update`;
}
