import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PolicyPackReference } from "../../lab/engine";
import * as labEngine from "../../lab/engine";
import type { Environment } from "../environment";
import { UsageError } from "../errors";
import { commandName } from "../formatting";
import type { Interrupt } from "../interrupt";
import type { Workspace } from "../workspace";
import {
  type CheckContext,
  type CheckedStacks,
  checkAcross,
  checkInLayers,
  checkPreviews,
  checkStates,
  type PolicyEngine,
} from "./check-stacks";
import { countLevel, mergePacks, type PolicyReport, type StackReport } from "./findings";
import { findMissing, requiredLayers } from "./required-layers";
import { createTemporaryLab } from "./temporary-lab";

/** Options of a run of policies. */
export interface PolicyOptions {
  readonly packs: readonly PolicyPackReference[];
  /** Whether to check states instead of previews. */
  readonly state: boolean;
  readonly failOnAdvisory: boolean;
  readonly interrupt: Pick<Interrupt, "signal">;
  /** Receives messages for the user before the first check. */
  readonly notify: (text: string) => void;
  readonly onBegin: CheckContext["onBegin"];
  readonly onEnd: CheckContext["onEnd"];
  readonly parallel?: number;
  readonly verbose?: boolean;
  /** @default the lab engine */
  readonly engine?: PolicyEngine & Pick<typeof labEngine, "describePolicyPacks">;
}

/** Result of a run of policies. */
export interface PolicyRunResult {
  readonly report: PolicyReport;
  /** The checked resources, with the source positions of their registrations. */
  readonly examined: labEngine.Examined;
}

/**
 * Checks every stack of an environment with policy packs, then all stacks together. The lab stays unchanged: where stacks
 * read outputs of stacks that are not deployed, the run uses a temporary lab.
 *
 * @throws {UsageError | EngineError} when a pack's configuration is wrong, or `state` is set and a stack is not deployed
 */
export async function runPolicies(
  workspace: Workspace,
  environment: Environment,
  options: PolicyOptions,
): Promise<PolicyRunResult> {
  const startedAt = Date.now();
  const summaries = await workspace.backend.stacks(workspace.project.name);
  const deployed = new Set(summaries.flatMap(({ stack, resources }) => (resources ? [stack] : [])));
  if (options.state) rejectUndeployed(environment, deployed);
  const { engine = labEngine } = options;
  const described = await engine.describePolicyPacks({
    project: workspace.project,
    stack: environment.name,
    config: environment.config,
    policyPacks: options.packs,
    dryRun: !options.state,
    signal: options.interrupt.signal,
  });
  const result = options.state
    ? await checkWithAcross(createContext(workspace, environment, options), checkStates, false)
    : await checkAllPreviews(workspace, environment, deployed, options);
  const { stacks } = result;
  const packs = mergePacks(stacks);
  return {
    examined: result.examined,
    report: {
      environment: environment.name,
      source: options.state ? "state" : "preview",
      stacks,
      packs: packs.length > 0 ? packs : described,
      failOnAdvisory: options.failOnAdvisory,
      interrupted: options.interrupt.signal.aborted,
      durationMs: Date.now() - startedAt,
      exitCode: result.killed ? 8 : exitCodeOf(stacks, options.failOnAdvisory),
    },
  };
}

/** Checks each stack, then all of them together when every stack of the environment was checked completely. */
async function checkWithAcross(
  context: CheckContext,
  checkStacks: (context: CheckContext) => Promise<CheckedStacks>,
  dryRun: boolean,
): Promise<CheckedStacks> {
  const result = await checkStacks(context);
  const { environment, interrupt } = context;
  const isComplete =
    environment.layers.flat().length > 1 &&
    environment.regions === undefined &&
    result.stacks.every(({ state }) => state === "checked");
  if (!isComplete || interrupt.signal.aborted) return result;
  return { ...result, stacks: [...result.stacks, await checkAcross(context, result, dryRun)] };
}

async function checkAllPreviews(
  workspace: Workspace,
  environment: Environment,
  deployed: ReadonlySet<string>,
  options: PolicyOptions,
): Promise<CheckedStacks> {
  const missing = findMissing([...requiredLayers(environment), ...environment.layers], deployed);
  // A preview must not create a lab; an existing lab may hold outputs of other projects that programs read.
  if (missing.length === 0 && existsSync(join(workspace.home, ".pulumi"))) {
    return checkWithAcross(createContext(workspace, environment, options), checkPreviews, true);
  }
  if (missing.length > 0) {
    const [verb, pronoun] = missing.length === 1 ? ["is", "its"] : ["are", "their"];
    options.notify(
      `${missing.join(", ")} ${verb} not deployed, and other stacks read ${pronoun} outputs: ` +
        "the run deploys layer by layer in a temporary lab and removes it at the end",
    );
  }
  const temporary = await createTemporaryLab(workspace);
  try {
    const context = createContext(temporary.workspace, environment, options);
    return await checkWithAcross(context, checkInLayers, true);
  } finally {
    await temporary.remove();
  }
}

function createContext(workspace: Workspace, environment: Environment, options: PolicyOptions): CheckContext {
  const { packs, interrupt, onBegin, onEnd, parallel, verbose, engine } = options;
  return {
    workspace,
    environment,
    packs,
    interrupt,
    onBegin,
    onEnd,
    ...(parallel !== undefined && { parallel }),
    ...(verbose !== undefined && { verbose }),
    ...(engine && { engine }),
  };
}

function rejectUndeployed({ layers }: Environment, deployed: ReadonlySet<string>): void {
  const missing = layers.flat().filter((stack) => !deployed.has(stack));
  if (missing.length === 0) return;
  throw new UsageError(
    `--state: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not deployed, expected stacks that have a state; ` +
      `deploy first: ${missing.map((stack) => `${commandName()} up ${stack}`).join(", ")}`,
  );
}

function exitCodeOf(stacks: readonly StackReport[], failOnAdvisory: boolean): 0 | 1 {
  const findings = stacks.flatMap((stack) => stack.findings);
  const isComplete = stacks.length > 0 && stacks.every(({ state }) => state === "checked");
  const isCompliant = failOnAdvisory ? findings.length === 0 : countLevel(findings, "mandatory") === 0;
  return isComplete && isCompliant ? 0 : 1;
}
