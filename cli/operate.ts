import { availableParallelism } from "node:os";
import * as engine from "../lab/engine";
import type { StackConfig } from "../lab/engine/project";
import type { Environment } from "./environment";
import { listenForSignals } from "./interrupt";
import { type Outcome, runLayers } from "./layers";
import { type Progress, SILENT, showProgress } from "./progress";
import { Tally } from "./tally";
import { coloursOf } from "./text";
import type { Workspace } from "./workspace";

/** What can be done to an environment. */
export type Operation = "up" | "preview" | "destroy" | "refresh";

/** The engine's operations; tests give others. */
export type Engine = Readonly<
  Record<
    Operation,
    (
      options: engine.OperationOptions & {
        readonly refresh?: boolean;
        readonly clearPendingCreates?: boolean;
      },
    ) => Promise<engine.OperationResult>
  >
>;

/** How an operation is done. */
export interface OperateOptions {
  /** Provider operations at a time in each stack. @default - the engine's own */
  readonly parallel?: number;
  /** Looks for drift before an up. @default false */
  readonly refresh?: boolean;
  /** Has a refresh forget creates of which nobody can tell whether they happened. @default false */
  readonly clearPendingCreates?: boolean;
  /** Takes a state that is older than the last one written. @default false */
  readonly force?: boolean;
  /** Packs that judge each stack of a preview or an up. @default - none */
  readonly policyPacks?: readonly engine.PolicyPackReference[];
  /** Shows nothing while it runs. @default false */
  readonly silent?: boolean;
  readonly verbose?: boolean;
  /** @default the lab engine */
  readonly engine?: Engine;
  /** Stacks at a time. @default - one for each core, at least 2: each is a program of its own */
  readonly stacksAtOnce?: number;
}

/** What an operation on an environment came to. */
export interface Operated {
  readonly operation: Operation;
  readonly environment: Environment;
  readonly outcomes: readonly Outcome<engine.OperationResult>[];
  readonly tally: Tally;
  /** Stacks that there was nothing of, and that nothing was done to. */
  readonly absent: readonly string[];
  /** Stacks that cannot be previewed yet, each with the stacks it needs that are not there. */
  readonly premature: ReadonlyMap<string, readonly string[]>;
  /** Whether a signal ended it before it was done. */
  readonly interrupted: boolean;
  readonly exitCode: 0 | 1 | 8;
  readonly durationMs: number;
}

/** Does one thing to all stacks of an environment: in the order of its layers, or in reverse to take it away. */
export async function operate(
  workspace: Workspace,
  environment: Environment,
  operation: Operation,
  options: OperateOptions = {},
): Promise<Operated> {
  const began = Date.now();
  const tally = new Tally(environment.placeOf);
  const summaries = await workspace.backend.stacks(workspace.project.name);
  const existing = new Set(summaries.map(({ stack }) => stack));
  const all = operation === "destroy" ? [...environment.layers].reverse() : environment.layers;
  const needsState = operation === "destroy" || operation === "refresh";
  const absent = needsState ? all.flat().filter((stack) => !existing.has(stack)) : [];
  const filled = new Set(summaries.flatMap(({ stack, resources }) => (resources === 0 ? [] : [stack])));
  const premature =
    operation === "preview" ? prematureIn(environment.layers, filled) : new Map<string, never>();
  const layers = all.map((layer) =>
    layer.filter((stack) => !absent.includes(stack) && !premature.has(stack)),
  );
  const passphrase = await workspace.passphrase();
  const progress = progressOf(operation, environment, tally, options);
  const interrupt = listenForSignals((text) => progress.say(text));
  const run = async (stack: string): Promise<engine.OperationResult> =>
    (options.engine ?? engine)[operation]({
      project: workspace.project,
      stack,
      config: await configOf(workspace, environment, stack),
      backend: workspace.backend,
      passphrase,
      env: { ARCHIPELAGO_LAB_HOME: workspace.home, ARCHIPELAGO_LAB_CLOUD: workspace.cloud },
      onEvent: (event) => progress.onEvent(event, tally.add(stack, event)),
      signal: interrupt.signal,
      kill: interrupt.kill,
      ...(environment.targets && { targets: environment.targets }),
      ...(options.parallel !== undefined && { parallel: options.parallel }),
      ...(options.refresh !== undefined && { refresh: options.refresh }),
      ...(options.clearPendingCreates !== undefined && { clearPendingCreates: options.clearPendingCreates }),
      ...(options.force !== undefined && { force: options.force }),
      ...(options.policyPacks && { policyPacks: options.policyPacks }),
    });
  try {
    const outcomes = await runLayers(layers, run, {
      limit: options.stacksAtOnce ?? Math.max(2, availableParallelism()),
      succeeded: ({ exitCode }) => exitCode === 0,
      signal: interrupt.signal,
    });
    const exitCode = exitCodeOf(outcomes);
    await progress.end();
    const interrupted = interrupt.signal.aborted;
    const durationMs = Date.now() - began;
    return { operation, environment, outcomes, tally, absent, premature, interrupted, exitCode, durationMs };
  } finally {
    interrupt.stop();
  }
}

/** A stack reads the outputs of those before it, so that nothing can be said of it before they are there. */
function prematureIn(
  layers: Environment["layers"],
  filled: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const premature = new Map<string, readonly string[]>();
  const missing: string[] = [];
  for (const layer of layers) {
    if (missing.length > 0) for (const stack of layer) premature.set(stack, [...missing]);
    missing.push(...layer.filter((stack) => !filled.has(stack)));
  }
  return premature;
}

function progressOf(
  operation: Operation,
  environment: Environment,
  tally: Tally,
  options: OperateOptions,
): Progress {
  if (options.silent) return SILENT;
  const stream = process.stdout;
  return showProgress({
    operation,
    places: environment.places,
    tally,
    stream,
    colours: coloursOf(stream),
    ...(options.verbose !== undefined && { verbose: options.verbose }),
  });
}

function exitCodeOf(outcomes: readonly Outcome<engine.OperationResult>[]): 0 | 1 | 8 {
  const killed = outcomes.some((outcome) => "result" in outcome && outcome.result?.exitCode === 8);
  if (killed) return 8;
  return outcomes.every(({ state }) => state === "done") ? 0 : 1;
}

/** The configuration of one stack: its environment's, and for a cluster the moment from which its hours count. */
async function configOf(workspace: Workspace, { config }: Environment, stack: string): Promise<StackConfig> {
  const key = "archipelago:clusterStartedAt";
  if (!/^[a-z0-9]+-cluster-/.test(stack) || config.values.has(key)) return config;
  const startedAt = (await startOf(workspace, stack)) ?? new Date().toISOString();
  return {
    ...config,
    values: new Map([...config.values, [key, { value: startedAt, secret: false, object: false }]]),
  };
}

/** When a cluster that is there was started, so that a later up does not prolong its life. */
async function startOf({ backend, project }: Workspace, stack: string): Promise<string | undefined> {
  const known = await backend.stacks(project.name);
  if (!known.some((one) => one.stack === stack && one.fault === undefined)) return undefined;
  const { base } = await backend.read(project.name, stack);
  const root = base.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const cluster = root?.outputs?.["cluster"];
  if (typeof cluster !== "object" || cluster === null || Array.isArray(cluster)) return undefined;
  const startedAt = (cluster as engine.Properties)["startedAt"];
  return typeof startedAt === "string" ? startedAt : undefined;
}
