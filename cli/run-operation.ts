import { availableParallelism } from "node:os";
import * as engine from "../lab/engine";
import type { StackConfig } from "../lab/engine/project";
import type { Environment } from "./environment";
import { createColours } from "./formatting";
import { listenForSignals } from "./interrupt";
import type { Operation } from "./operation-labels";
import { OperationLog } from "./operation-log";
import { type Progress, SILENT, showProgress } from "./progress";
import { type Outcome, runLayers } from "./run-layers";
import type { Workspace } from "./workspace";

/** The engine's operations; tests replace them. */
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

/** Options of {@link runOperation}. */
export interface RunOptions {
  /** Concurrent provider operations in each stack. @default - the engine's own limit */
  readonly parallel?: number;
  /** Refreshes the state before an up. @default false */
  readonly refresh?: boolean;
  /** Makes a refresh drop pending creates with an unknown result. @default false */
  readonly clearPendingCreates?: boolean;
  /** Accepts a state that is older than the last one written. @default false */
  readonly force?: boolean;
  /** Policy packs that check each stack of a preview or an up. @default - none */
  readonly policyPacks?: readonly engine.PolicyPackReference[];
  /** Shows no progress. @default false */
  readonly silent?: boolean;
  readonly verbose?: boolean;
  /** Called when a stack starts. */
  readonly onStart?: (stack: string) => void;
  /** Called when a stack has ended, or will not start. */
  readonly onEnd?: (outcome: Outcome<engine.OperationResult>) => void;
  /** @default the lab engine */
  readonly engine?: Engine;
  /** Stacks that run at the same time. @default - one per core, at least 2: each is a program of its own */
  readonly stacksAtOnce?: number;
}

/** Result of an operation on an environment. */
export interface OperationReport {
  readonly operation: Operation;
  readonly environment: Environment;
  readonly outcomes: readonly Outcome<engine.OperationResult>[];
  readonly log: OperationLog;
  /** Stacks without a state, which a destroy or a refresh leaves out. */
  readonly absent: readonly string[];
  /** Stacks that cannot be previewed yet, each with the stacks that it reads and that are not deployed. */
  readonly premature: ReadonlyMap<string, readonly string[]>;
  /** Whether a signal ended the operation early. */
  readonly interrupted: boolean;
  readonly exitCode: 0 | 1 | 8;
  readonly durationMs: number;
}

/** Runs an operation on all stacks of an environment, in the order of its layers; a destroy reverses the order. */
export async function runOperation(
  workspace: Workspace,
  environment: Environment,
  operation: Operation,
  options: RunOptions = {},
): Promise<OperationReport> {
  const startedAt = Date.now();
  const log = new OperationLog(environment.locationOf);
  const summaries = await workspace.backend.stacks(workspace.project.name);
  const existing = new Set(summaries.map(({ stack }) => stack));
  const all = operation === "destroy" ? [...environment.layers].reverse() : environment.layers;
  const needsState = operation === "destroy" || operation === "refresh";
  const absent = needsState ? all.flat().filter((stack) => !existing.has(stack)) : [];
  const deployed = new Set(summaries.flatMap(({ stack, resources }) => (resources === 0 ? [] : [stack])));
  const premature =
    operation === "preview" ? findPremature(environment.layers, deployed) : new Map<string, never>();
  const layers = all.map((layer) =>
    layer.filter((stack) => !absent.includes(stack) && !premature.has(stack)),
  );
  const passphrase = await workspace.passphrase();
  const progress = startProgress(operation, environment, log, options);
  const interrupt = listenForSignals((text) => progress.notify(text));
  const run = async (stack: string): Promise<engine.OperationResult> => {
    options.onStart?.(stack);
    return (options.engine ?? engine)[operation]({
      project: workspace.project,
      stack,
      config: await stackConfig(workspace, environment, stack),
      backend: workspace.backend,
      passphrase,
      env: { ARCHIPELAGO_LAB_HOME: workspace.home, ARCHIPELAGO_LAB_CLOUD: workspace.cloud },
      onEvent: (event) => progress.onEvent(event, log.add(stack, event)),
      signal: interrupt.signal,
      kill: interrupt.kill,
      ...(environment.targets && { targets: environment.targets }),
      ...(options.parallel !== undefined && { parallel: options.parallel }),
      ...(options.refresh !== undefined && { refresh: options.refresh }),
      ...(options.clearPendingCreates !== undefined && { clearPendingCreates: options.clearPendingCreates }),
      ...(options.force !== undefined && { force: options.force }),
      ...(options.policyPacks && { policyPacks: options.policyPacks }),
    });
  };
  try {
    const outcomes = await runLayers(layers, run, {
      limit: options.stacksAtOnce ?? Math.max(2, availableParallelism()),
      succeeded: ({ exitCode }) => exitCode === 0,
      signal: interrupt.signal,
      ...(options.onEnd && { onEnd: options.onEnd }),
    });
    const exitCode = exitCodeOf(outcomes);
    await progress.end();
    const interrupted = interrupt.signal.aborted;
    const durationMs = Date.now() - startedAt;
    return { operation, environment, outcomes, log, absent, premature, interrupted, exitCode, durationMs };
  } finally {
    interrupt.stop();
  }
}

/** Finds the stacks that cannot be previewed yet: a stack reads outputs of all layers before its own. */
function findPremature(
  layers: Environment["layers"],
  deployed: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const premature = new Map<string, readonly string[]>();
  const missing: string[] = [];
  for (const layer of layers) {
    if (missing.length > 0) for (const stack of layer) premature.set(stack, [...missing]);
    missing.push(...layer.filter((stack) => !deployed.has(stack)));
  }
  return premature;
}

function startProgress(
  operation: Operation,
  environment: Environment,
  log: OperationLog,
  options: RunOptions,
): Progress {
  if (options.silent) return SILENT;
  const stream = process.stdout;
  return showProgress({
    operation,
    locations: environment.locations,
    log,
    stream,
    colours: createColours(stream),
    ...(options.verbose !== undefined && { verbose: options.verbose }),
  });
}

function exitCodeOf(outcomes: readonly Outcome<engine.OperationResult>[]): 0 | 1 | 8 {
  const killed = outcomes.some((outcome) => "result" in outcome && outcome.result?.exitCode === 8);
  if (killed) return 8;
  return outcomes.every(({ state }) => state === "done") ? 0 : 1;
}

/** The configuration of a stack: that of its environment, and for a cluster the start of its lifetime. */
async function stackConfig(
  workspace: Workspace,
  { config }: Environment,
  stack: string,
): Promise<StackConfig> {
  const key = "archipelago:clusterStartedAt";
  if (!/^[a-z0-9]+-cluster-/.test(stack) || config.values.has(key)) return config;
  const startedAt = (await readClusterStart(workspace, stack)) ?? new Date().toISOString();
  return {
    ...config,
    values: new Map([...config.values, [key, { value: startedAt, secret: false, object: false }]]),
  };
}

/** Reads the start of a deployed cluster, so that another up does not extend its lifetime. */
async function readClusterStart({ backend, project }: Workspace, stack: string): Promise<string | undefined> {
  const summaries = await backend.stacks(project.name);
  if (!summaries.some((summary) => summary.stack === stack && summary.fault === undefined)) return undefined;
  const { base } = await backend.read(project.name, stack);
  const root = base.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const cluster = root?.outputs?.["cluster"];
  if (typeof cluster !== "object" || cluster === null || Array.isArray(cluster)) return undefined;
  const startedAt = (cluster as engine.Properties)["startedAt"];
  return typeof startedAt === "string" ? startedAt : undefined;
}
