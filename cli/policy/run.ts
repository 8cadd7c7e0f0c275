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
} from "./check";
import { type Checked, countOf, type PolicyReport, packsOf } from "./findings";
import { layersBefore, missingFor } from "./needed";
import { scratchLab } from "./scratch";

/** How a run of policies is done. */
export interface PolicyOptions {
  readonly packs: readonly PolicyPackReference[];
  /** Whether states are looked at in place of previews. */
  readonly state: boolean;
  readonly failOnAdvisory: boolean;
  readonly interrupt: Pick<Interrupt, "signal">;
  /** Told what there is to know before anything is looked at. */
  readonly say: (text: string) => void;
  readonly onBegin: CheckContext["onBegin"];
  readonly onEnd: CheckContext["onEnd"];
  readonly parallel?: number;
  readonly verbose?: boolean;
  /** @default the lab engine */
  readonly engine?: PolicyEngine & Pick<typeof labEngine, "describePolicyPacks">;
}

/** A report, and where in the program its resources are registered. */
export interface PolicyRunResult {
  readonly report: PolicyReport;
  readonly examined: labEngine.Examined;
}

/**
 * Has policy packs look at every stack of an environment, and at all of them together. Nothing of the lab is changed: where
 * stacks read outputs of others that are not up, all is done in a lab of its own, which is removed at the end.
 *
 * @throws {UsageError | EngineError} when it cannot begin: a pack's configuration is wrong, or a stack is not up
 */
export async function runPolicies(
  workspace: Workspace,
  environment: Environment,
  options: PolicyOptions,
): Promise<PolicyRunResult> {
  const began = Date.now();
  const summaries = await workspace.backend.stacks(workspace.project.name);
  const filled = new Set(summaries.flatMap(({ stack, resources }) => (resources ? [stack] : [])));
  if (options.state) refuseAbsent(environment, filled);
  const { engine = labEngine } = options;
  const described = await engine.describePolicyPacks({
    project: workspace.project,
    stack: environment.name,
    config: environment.config,
    policyPacks: options.packs,
    dryRun: !options.state,
    signal: options.interrupt.signal,
  });
  const { stacks, across } = options.state
    ? await looked(contextOf(workspace, environment, options), checkStates, false)
    : await previewed(workspace, environment, filled, options);
  const checked = [...stacks.checked, ...across];
  const packs = packsOf(checked);
  return {
    examined: stacks.examined,
    report: {
      environment: environment.name,
      source: options.state ? "state" : "preview",
      checked,
      packs: packs.length > 0 ? packs : described,
      failOnAdvisory: options.failOnAdvisory,
      interrupted: options.interrupt.signal.aborted,
      durationMs: Date.now() - began,
      exitCode: stacks.killed ? 8 : exitCodeOf(checked, options.failOnAdvisory),
    },
  };
}

interface Looked {
  readonly stacks: CheckedStacks;
  /** The look at all stacks together; none where there is but one. */
  readonly across: readonly Checked[];
}

async function looked(
  context: CheckContext,
  look: (context: CheckContext) => Promise<CheckedStacks>,
  dryRun: boolean,
): Promise<Looked> {
  const stacks = await look(context);
  const { environment, interrupt } = context;
  // A part of the stacks says nothing of what is missing in the whole.
  const isWhole =
    environment.layers.flat().length > 1 &&
    environment.regions === undefined &&
    stacks.checked.every(({ state }) => state === "checked");
  const across = isWhole && !interrupt.signal.aborted ? [await checkAcross(context, stacks, dryRun)] : [];
  return { stacks, across };
}

async function previewed(
  workspace: Workspace,
  environment: Environment,
  filled: ReadonlySet<string>,
  options: PolicyOptions,
): Promise<Looked> {
  const missing = missingFor([...layersBefore(environment), ...environment.layers], filled);
  // A lab that is not there is not begun by a look; in one that is, programs may read what other projects have put there.
  if (missing.length === 0 && existsSync(join(workspace.home, ".pulumi"))) {
    return looked(contextOf(workspace, environment, options), checkPreviews, true);
  }
  if (missing.length > 0) {
    const isAre = missing.length === 1 ? "is" : "are";
    options.say(
      `${missing.join(", ")} ${isAre} not up, and other stacks read what ${missing.length === 1 ? "it puts" : "they put"} ` +
        "out: everything is done in a lab of its own, layer by layer, and removed at the end",
    );
  }
  const scratch = await scratchLab(workspace);
  try {
    return await looked(contextOf(scratch.workspace, environment, options), checkInLayers, true);
  } finally {
    await scratch.remove();
  }
}

function contextOf(workspace: Workspace, environment: Environment, options: PolicyOptions): CheckContext {
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

function refuseAbsent({ layers }: Environment, filled: ReadonlySet<string>): void {
  const absent = layers.flat().filter((stack) => !filled.has(stack));
  if (absent.length === 0) return;
  throw new UsageError(
    `--state: ${absent.join(", ")} ${absent.length === 1 ? "is" : "are"} not up, expected stacks that have a state; ` +
      `bring up first: ${absent.map((stack) => `${commandName()} up ${stack}`).join(", ")}`,
  );
}

function exitCodeOf(checked: readonly Checked[], failOnAdvisory: boolean): 0 | 1 {
  const findings = checked.flatMap((one) => one.findings);
  const isWhole = checked.length > 0 && checked.every(({ state }) => state === "checked");
  const isClean = failOnAdvisory ? findings.length === 0 : countOf(findings, "mandatory") === 0;
  return isWhole && isClean ? 0 : 1;
}
