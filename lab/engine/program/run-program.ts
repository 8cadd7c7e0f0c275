import { deleteAll } from "../delete/delete-all";
import type { Deployment } from "../deployment/deployment";
import { nonEmptyProperties, withFields } from "../deployment/resource-state";
import { messageOf } from "../errors";
import type { PolicyRun } from "../policies/policy-run";
import type { ProviderRegistry } from "../providers/registry";
import type { ProgramRecord } from "./program-record";
import { describeFailure, startProgram } from "./start-program";
import { causeOf, listUnregistered } from "./unregistered";

/** A deployment and the program that it runs. */
export interface ProgramContext {
  readonly deployment: Deployment;
  readonly program: ProgramRecord;
  readonly providers: ProviderRegistry;
  /** @default - no policy packs */
  readonly policies: PolicyRun | undefined;
}

/** Runs the program to its end, and reports what it declared and could not register. */
export async function runProgram(
  { deployment, program }: ProgramContext,
  start: { readonly address: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const { project, organization, stack, config, dryRun, parallel } = deployment.settings;
  const child = startProgram({
    project,
    organization,
    stack,
    config,
    dryRun,
    parallel,
    monitor: start.address,
    engine: start.address,
    env: start.env,
    onLine: (text) => deployment.emit({ kind: "message", severity: "info", text }),
  });
  deployment.onAbort(() => {
    child.stop().catch((error: unknown) => deployment.reportError(messageOf(error)));
  });
  const exit = await child.exited;
  await deployment.waitForOperations();
  const failure = deployment.abortReason ? undefined : describeFailure(child, exit);
  if (failure) deployment.reportError(failure);
  else if (!program.isDone && !deployment.hasFailed) {
    deployment.reportError(
      "the program ended before everything that it had begun was done; nothing was deleted",
    );
  }
  if (deployment.hasFailed && !deployment.abortReason) {
    for (const declared of listUnregistered(deployment, program)) {
      deployment.emit({ kind: "skipped", ...declared, ...causeOf(deployment, declared) });
    }
  }
  await recordStackOutputs(deployment, program);
}

/** Deletes what the program no longer has, and shows the stack to policy packs. The program waits for this. */
export async function finishProgram({
  deployment,
  program,
  providers,
  policies,
}: ProgramContext): Promise<void> {
  const { stack, settings } = deployment;
  const unregistered = listUnregistered(deployment, program);
  if (unregistered.length > 0) {
    // The SDK finds leaked promises only after this; by then resources of the program would be deleted.
    const list = unregistered.map(({ type, name }) => `${name} [${type}]`).join(", ");
    if (!deployment.hasFailed) {
      deployment.reportError(`the program ended without registering ${list}; nothing was deleted`);
    }
    return;
  }
  const obsolete = stack.obsolete.filter(({ state }) => settings.isTarget(state.urn));
  await deleteAll(deployment, providers, obsolete);
  await policies?.inspectStack(program.stackOutputs);
}

/** Records the outputs of the stack; after a failure the old outputs that the program did not give again are kept. */
async function recordStackOutputs({ stack, hasFailed }: Deployment, program: ProgramRecord): Promise<void> {
  const root = stack.findRegistered(program.rootUrn);
  const outputs = program.stackOutputs;
  if (!root || (outputs === undefined && !hasFailed)) return;
  const before = root.state.outputs ?? {};
  const after = hasFailed ? { ...before, ...outputs } : (outputs ?? {});
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  await stack.update(root, withFields(root.state, { outputs: nonEmptyProperties(after) }));
}
