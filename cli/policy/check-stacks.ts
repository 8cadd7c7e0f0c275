import type { Examined, PolicyPackReference, PolicyReview } from "../../lab/engine";
import * as labEngine from "../../lab/engine";
import type { Environment } from "../environment";
import { messageOf } from "../errors";
import type { Interrupt } from "../interrupt";
import type { Outcome } from "../run-layers";
import { type Engine, runOperation } from "../run-operation";
import type { Workspace } from "../workspace";
import { collectFindings, excludeKnown, type StackReport } from "./findings";
import { requiredLayers } from "./required-layers";

/** The engine's functions that a check calls; tests replace them. */
export interface PolicyEngine extends Pick<Engine, "preview" | "up"> {
  readonly analyze: typeof labEngine.analyze;
  readonly examineStates: typeof labEngine.examineStates;
}

/** Options of a check. */
export interface CheckContext {
  readonly workspace: Workspace;
  readonly environment: Environment;
  readonly packs: readonly PolicyPackReference[];
  readonly interrupt: Pick<Interrupt, "signal">;
  /** Called when the check of a stack, or its deployment for other stacks, begins. */
  readonly onBegin: (stack: string, step: "preview" | "up" | "state" | "across") => void;
  /** Called when the check of a stack has ended, or will not begin. */
  readonly onEnd: (report: StackReport) => void;
  /** Concurrent provider operations in each stack. @default - the engine's own limit */
  readonly parallel?: number;
  readonly verbose?: boolean;
  /** @default the lab engine */
  readonly engine?: PolicyEngine;
}

/** Results of the checks of several stacks. */
export interface CheckedStacks {
  readonly stacks: readonly StackReport[];
  /** Resources of all stacks, for {@link checkAcross}. */
  readonly examined: Examined;
  /** Whether a second signal killed the run. */
  readonly killed: boolean;
}

const NOTHING: Examined = { resources: [], stack: [] };

/** Previews all stacks with packs; none of them needs another to be deployed first. */
export function checkPreviews(context: CheckContext): Promise<CheckedStacks> {
  return preview(context, context.environment.layers.flat());
}

/**
 * Previews stacks layer by layer with packs, and deploys each layer without packs for the stacks that read its outputs. It
 * changes the workspace's lab, which must be a temporary one.
 */
export async function checkInLayers(context: CheckContext): Promise<CheckedStacks> {
  const { environment, interrupt } = context;
  const before = requiredLayers(environment);
  const layers = [...before, ...environment.layers];
  const results: CheckedStacks[] = [];
  const failed: string[] = [];
  for (const [index, layer] of layers.entries()) {
    const isRequested = index >= before.length;
    if (failed.length > 0 || interrupt.signal.aborted) {
      const reasons = interrupt.signal.aborted ? [] : [`it needs ${failed.join(", ")}`];
      if (isRequested) results.push(skip(context, layer, reasons));
      continue;
    }
    if (isRequested) {
      const result = await preview(context, layer);
      results.push(result);
      failed.push(...result.stacks.flatMap(({ stack, state }) => (state === "failed" ? [stack] : [])));
    }
    if (index === layers.length - 1 || failed.length > 0 || interrupt.signal.aborted) continue;
    const failures = await deploy(context, layer);
    failed.push(...failures.map(({ stack }) => stack));
    if (failures.length > 0) results.push({ stacks: failures, examined: NOTHING, killed: false });
  }
  return {
    stacks: mergeByStack(results.flatMap(({ stacks }) => stacks)),
    examined: labEngine.mergeExamined(results.map(({ examined }) => examined)),
    killed: results.some(({ killed }) => killed),
  };
}

/** Merges the reports of a stack whose preview succeeded and whose deployment failed: it failed, with the preview's findings. */
function mergeByStack(reports: readonly StackReport[]): readonly StackReport[] {
  const byStack = new Map<string, StackReport>();
  for (const report of reports) {
    const before = byStack.get(report.stack);
    const errors = [...(before?.errors ?? []), ...report.errors];
    byStack.set(report.stack, before ? { ...before, state: report.state, errors } : report);
  }
  return [...byStack.values()];
}

/** Checks the states of deployed stacks. */
export async function checkStates(context: CheckContext): Promise<CheckedStacks> {
  const { workspace, environment, engine = labEngine, interrupt } = context;
  const passphrase = await workspace.passphrase();
  const states: Examined[] = [];
  const stacks: StackReport[] = [];
  for (const stack of environment.layers.flat()) {
    if (interrupt.signal.aborted) {
      stacks.push(...skip(context, [stack], []).stacks);
      continue;
    }
    context.onBegin(stack, "state");
    const { backend, project } = workspace;
    const state = await engine.examineStates(backend, project.name, [stack], passphrase);
    states.push(state);
    const report = await analyze(context, stack, state, { dryRun: false, across: false });
    context.onEnd(report);
    stacks.push(report);
  }
  return { stacks, examined: labEngine.mergeExamined(states), killed: false };
}

/**
 * Checks the resources of all stacks together, because no stack of a layout with one stack per region sees another region.
 * The report has only findings that no stack's own report has.
 */
export async function checkAcross(
  context: CheckContext,
  { stacks, examined }: CheckedStacks,
  dryRun: boolean,
): Promise<StackReport> {
  const { name } = context.environment;
  context.onBegin(name, "across");
  const all = await analyze(context, name, examined, { dryRun, across: true });
  const own = stacks.flatMap(({ findings }) => findings);
  const report = { ...all, findings: excludeKnown(all.findings, own) };
  context.onEnd(report);
  return report;
}

async function preview(context: CheckContext, stacks: readonly string[]): Promise<CheckedStacks> {
  const { workspace, environment, packs, verbose = false } = context;
  const { outcomes, exitCode } = await runOperation(
    workspace,
    { ...environment, layers: [stacks] },
    "preview",
    {
      ...operationOptions(context),
      policyPacks: packs,
      onStart: (stack) => context.onBegin(stack, "preview"),
      onEnd: (outcome) => context.onEnd(reportOutcome(outcome, verbose)),
    },
  );
  const results = outcomes.flatMap((outcome) =>
    "result" in outcome && outcome.result ? [outcome.result] : [],
  );
  return {
    stacks: outcomes.map((outcome) => reportOutcome(outcome, verbose)),
    examined: labEngine.mergeExamined(results.flatMap(({ policies }) => policies?.examined ?? [])),
    killed: exitCode === 8,
  };
}

/** Deploys whole stacks without packs. Returns the reports of those that failed. */
async function deploy(context: CheckContext, stacks: readonly string[]): Promise<readonly StackReport[]> {
  const { workspace, environment, verbose = false } = context;
  const { targets: _, ...whole } = environment;
  const { outcomes } = await runOperation(workspace, { ...whole, layers: [stacks] }, "up", {
    ...operationOptions(context),
    onStart: (stack) => context.onBegin(stack, "up"),
  });
  const failures = outcomes
    .filter(({ state }) => state !== "done")
    .map((outcome): StackReport => {
      const errors = reportOutcome(outcome, verbose).errors.map(
        (text) => `deploying it for the stacks that read it failed: ${text}`,
      );
      return { ...emptyReport(outcome.stack, "failed"), errors };
    });
  for (const failure of failures) context.onEnd(failure);
  return failures;
}

function operationOptions({ parallel, verbose, engine }: CheckContext) {
  return {
    silent: true,
    engine: { ...labEngine, ...engine },
    ...(parallel !== undefined && { parallel }),
    ...(verbose !== undefined && { verbose }),
  };
}

function reportOutcome(outcome: Outcome<labEngine.OperationResult>, verbose: boolean): StackReport {
  const { stack, state } = outcome;
  if (state === "cancelled" || state === "skipped") return emptyReport(stack, state);
  if (!outcome.result) {
    const error = "error" in outcome ? messageOf(outcome.error, verbose) : "it failed without an error";
    return { ...emptyReport(stack, "failed"), errors: [error] };
  }
  const { errors, policies, warnings, durationMs, exitCode } = outcome.result;
  const failed = errors.length > 0 || exitCode === 8 || (policies !== undefined && !policies.complete);
  return {
    ...emptyReport(stack, failed ? "failed" : "checked"),
    ...reviewParts(stack, policies),
    errors: failed && errors.length === 0 ? ["not all of it could be checked"] : errors,
    notes: warnings,
    durationMs,
  };
}

async function analyze(
  { workspace, environment, packs, engine = labEngine, interrupt }: CheckContext,
  stack: string,
  examined: Examined,
  { dryRun, across }: { readonly dryRun: boolean; readonly across: boolean },
): Promise<StackReport> {
  const { errors, policies, durationMs } = await engine.analyze({
    project: workspace.project,
    stack,
    config: environment.config,
    examined,
    policyPacks: packs,
    ...(!across && { backend: workspace.backend }),
    dryRun,
    env: { ARCHIPELAGO_LAB_HOME: workspace.home, ARCHIPELAGO_LAB_CLOUD: workspace.cloud },
    signal: interrupt.signal,
  });
  return {
    ...emptyReport(stack, errors.length === 0 && policies.complete ? "checked" : "failed"),
    ...reviewParts(stack, policies),
    across,
    errors,
    durationMs,
  };
}

function reviewParts(stack: string, review: PolicyReview | undefined) {
  const { examined = NOTHING, findings = [], packs = [] } = review ?? {};
  return {
    resources: examined.resources.filter(({ type }) => !type.startsWith("pulumi:")).length,
    findings: collectFindings(stack, findings),
    remediations: findings.flatMap(({ level, pack, policy, urn }) =>
      level === "remediate" ? [{ pack, policy, urn }] : [],
    ),
    packs,
  };
}

/** Reports stacks that are not checked: skipped for a reason, or cancelled without one. */
function skip({ onEnd }: CheckContext, names: readonly string[], reasons: readonly string[]): CheckedStacks {
  const state = reasons.length > 0 ? "skipped" : "cancelled";
  const stacks = names.map((stack): StackReport => ({ ...emptyReport(stack, state), errors: reasons }));
  for (const report of stacks) onEnd(report);
  return { stacks, examined: NOTHING, killed: false };
}

function emptyReport(stack: string, state: StackReport["state"]): StackReport {
  return {
    stack,
    across: false,
    state,
    resources: 0,
    findings: [],
    remediations: [],
    errors: [],
    notes: [],
    packs: [],
    durationMs: 0,
  };
}
