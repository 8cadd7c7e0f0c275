import { deleteAll } from "../delete/delete-all";
import { runProgram } from "../program/run-program";
import { clearPendingCreates } from "../refresh/pending-operations";
import { refreshAll } from "../refresh/refresh-all";
import type { OperationOptions } from "./options";
import type { OperationResult } from "./result";
import { runOperation } from "./run-operation";

/** Shows what `up` would do. It writes nothing and takes no lock. */
export function preview(options: OperationOptions): Promise<OperationResult> {
  return runOperation("preview", options, async (engine) => {
    await runProgram(engine, engine);
    return [];
  });
}

/** Makes the stack what the program declares. A failure leaves everything complete that does not depend on it. */
export function up(
  options: OperationOptions & {
    /** Updates the state from the cloud first. @default false */
    readonly refresh?: boolean;
  },
): Promise<OperationResult> {
  return runOperation("update", options, async (engine) => {
    const drift = options.refresh ? await refreshAll(engine.deployment, engine.providers) : [];
    await runProgram(engine, engine);
    return drift;
  });
}

/** Deletes all resources of the stack, or those that are targets, without running the program. */
export function destroy(options: OperationOptions): Promise<OperationResult> {
  return runOperation("destroy", options, async ({ deployment, providers }) => {
    const { stack, settings } = deployment;
    await deleteAll(
      deployment,
      providers,
      stack.saved.filter(({ state }) => settings.isTarget(state.urn)),
    );
    return [];
  });
}

/** Updates the state from the cloud. */
export function refresh(
  options: OperationOptions & {
    /** Forgets creates about which no provider knows whether they happened. @default false */
    readonly clearPendingCreates?: boolean;
  },
): Promise<OperationResult> {
  return runOperation("refresh", options, async ({ deployment, providers }, { base }) => {
    if (options.clearPendingCreates) await clearPendingCreates(deployment, base.pendingOperations);
    return refreshAll(deployment, providers);
  });
}
