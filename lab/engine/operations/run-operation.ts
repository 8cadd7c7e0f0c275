import { Deployment } from "../deployment/deployment";
import { PREVIEW_JOURNAL, sessionJournal } from "../deployment/stack-journal";
import { StackState } from "../deployment/stack-state";
import { EngineError, messageOf } from "../errors";
import { reportPendingOperations, resolvePendingOperations } from "../refresh/pending-operations";
import type { Drift } from "../refresh/refresh-all";
import type { StateSession, StateView, UpdateSummary } from "../state";
import { type Engine, startEngine } from "./engine";
import { deploymentSettings, disabledDefaultProviders, type OperationOptions } from "./options";
import { type OperationResult, summarize } from "./result";

/** Kind of an operation, as the history of a stack has it. */
type Kind = UpdateSummary["kind"];

/** The work of one operation, between opening the state and closing it. */
export type Work = (engine: Engine, view: StateView) => Promise<readonly Drift[]>;

/** Opens the state, starts the engine, does the work, and writes the state. A preview takes no lock and writes nothing. */
export async function runOperation(
  kind: Kind,
  options: OperationOptions,
  work: Work,
): Promise<OperationResult> {
  const startedAt = Date.now();
  disabledDefaultProviders(options.config); // a mistake is refused before the stack is locked
  const { view, session } = await openState(kind, options);
  const settings = deploymentSettings(options, kind === "preview");
  const journal = session ? sessionJournal(session, settings.mask) : PREVIEW_JOURNAL;
  const deployment = new Deployment(settings, new StackState(view.base, journal));
  const cancellation = listenForCancellation(deployment, options);
  let drift: readonly Drift[] = [];
  let engine: Engine | undefined;
  try {
    // Policy packs have no part in a destroy and a refresh, as in Pulumi's engine.
    engine = await startEngine(deployment, options, kind === "preview" || kind === "update");
    cancellation.onKill(engine.kill);
    await handlePendingOperations(engine, view, session);
    drift = await work(engine, view);
    if (deployment.abortReason && deployment.errors.length === 0) {
      deployment.reportError(deployment.abortReason.message);
    }
  } catch (error) {
    const text = settings.mask(messageOf(error));
    if (!deployment.errors.includes(text)) deployment.reportError(text);
  } finally {
    cancellation.stop();
    await engine?.close();
  }
  const { isKilled } = cancellation;
  const result = () =>
    summarize(deployment, {
      isKilled,
      drift,
      notices: view.notices,
      policies: engine?.policies?.review(),
      durationMs: Date.now() - startedAt,
    });
  const { exitCode, changes } = result();
  if (session && isKilled) await session.abandon();
  else if (session) {
    await session.close({
      update: {
        kind,
        result: exitCode === 0 ? "succeeded" : "failed",
        startTime: Math.floor(startedAt / 1000),
        endTime: Math.floor(Date.now() / 1000),
        resourceChanges: changes,
      },
    });
  }
  return result();
}

async function openState(
  kind: Kind,
  { backend, project, stack, passphrase, config, force }: OperationOptions,
): Promise<{ readonly view: StateView; readonly session?: StateSession }> {
  if (kind === "preview") return { view: await backend.read(project.name, stack, passphrase) };
  const session = await backend.open(project.name, stack, {
    passphrase,
    ...(config.salt === undefined ? {} : { salt: config.salt }),
    ...(force === undefined ? {} : { force }),
  });
  return { view: session, session };
}

async function handlePendingOperations(
  { deployment, providers, policies }: Engine,
  { base }: StateView,
  session: StateSession | undefined,
): Promise<void> {
  const { pendingOperations: pending } = base;
  if (pending.length === 0) return;
  if (!session) return reportPendingOperations(deployment, pending);
  await policies?.waitForStart();
  await resolvePendingOperations(deployment, providers, pending);
}

interface Cancellation {
  /** Whether the operation was killed. */
  readonly isKilled: boolean;
  /** Sets what is done when the operation is killed, immediately if it already is. */
  onKill(listener: () => void): void;
  stop(): void;
}

function listenForCancellation(
  deployment: Deployment,
  { signal, kill }: Pick<OperationOptions, "signal" | "kill">,
): Cancellation {
  let isKilled = false;
  let killListener = (): void => undefined;
  const cancel = (): void => deployment.abort(new EngineError("LAB_PROGRAM", "the operation was cancelled"));
  const killNow = (): void => {
    isKilled = true;
    cancel();
    killListener();
  };
  signal?.addEventListener("abort", cancel);
  kill?.addEventListener("abort", killNow);
  if (signal?.aborted) cancel();
  return {
    get isKilled() {
      return isKilled;
    },
    onKill(listener) {
      killListener = listener;
      if (isKilled) listener();
    },
    stop() {
      signal?.removeEventListener("abort", cancel);
      kill?.removeEventListener("abort", killNow);
    },
  };
}
