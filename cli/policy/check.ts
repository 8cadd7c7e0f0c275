import type { EngineEvent, Examined, PolicyEvent, PolicyPackReference, PolicyReview } from "../../lab/engine";
import * as labEngine from "../../lab/engine";
import type { Environment } from "../environment";
import { messageOf } from "../errors";
import type { Interrupt } from "../interrupt";
import type { Outcome } from "../run-layers";
import { type Engine, runOperation } from "../run-operation";
import type { Workspace } from "../workspace";
import { type Checked, findingsOf, newFindings } from "./findings";
import { layersBefore } from "./needed";

/** What of the engine a run of policies uses; tests give another. */
export interface PolicyEngine extends Pick<Engine, "preview" | "up"> {
  readonly analyze: typeof labEngine.analyze;
  readonly examineStates: typeof labEngine.examineStates;
}

/** How stacks are looked at. */
export interface CheckContext {
  readonly workspace: Workspace;
  readonly environment: Environment;
  readonly packs: readonly PolicyPackReference[];
  readonly interrupt: Pick<Interrupt, "signal">;
  /** Told when the look at a stack begins. */
  readonly onBegin: (stack: string, what: "preview" | "up" | "state" | "across") => void;
  /** Told what came of a stack. */
  readonly onEnd: (checked: Checked) => void;
  /** Provider operations at a time in each stack. @default - the engine's own */
  readonly parallel?: number;
  readonly verbose?: boolean;
  /** @default the lab engine */
  readonly engine?: PolicyEngine;
}

/** What came of the stacks, and what of it can be looked at again, together. */
export interface CheckedStacks {
  readonly checked: readonly Checked[];
  readonly examined: Examined;
  /** Whether it was ended at once. */
  readonly killed: boolean;
}

/** Previews stacks that can all be previewed as things are, with packs. */
export function checkPreviews(context: CheckContext): Promise<CheckedStacks> {
  const stacks = context.environment.layers.flat();
  return previews(context, stacks);
}

/**
 * Previews stacks layer by layer with packs, and brings each layer up without them, so that what reads its outputs can be
 * previewed too; the last one is not brought up. To be done in a lab of which nothing is kept.
 */
export async function checkInLayers(context: CheckContext): Promise<CheckedStacks> {
  const { environment, interrupt } = context;
  const before = layersBefore(environment);
  const layers = [...before, ...environment.layers];
  const all: CheckedStacks[] = [];
  const broken: string[] = [];
  for (const [index, layer] of layers.entries()) {
    const isWanted = index >= before.length;
    if (broken.length > 0 || interrupt.signal.aborted) {
      const because = interrupt.signal.aborted ? [] : [`it needs ${broken.join(", ")}`];
      if (isWanted) all.push(notLookedAt(context, layer, because));
      continue;
    }
    if (isWanted) all.push(await previews(context, layer));
    const failed = all.at(-1)?.checked.filter(({ state }) => state === "failed") ?? [];
    broken.push(...failed.map(({ stack }) => stack));
    if (index === layers.length - 1 || broken.length > 0 || interrupt.signal.aborted) continue;
    const faults = await bringUp(context, layer);
    broken.push(...faults.map(({ stack }) => stack));
    if (faults.length > 0) all.push({ checked: faults, examined: NOTHING, killed: false });
  }
  return {
    checked: oncePerStack(all.flatMap(({ checked }) => checked)),
    examined: labEngine.mergeExamined(all.map(({ examined }) => examined)),
    killed: all.some(({ killed }) => killed),
  };
}

/** A stack that was looked at and could not be brought up after is one that failed, with what was found before. */
function oncePerStack(all: readonly Checked[]): readonly Checked[] {
  const byStack = new Map<string, Checked>();
  for (const one of all) {
    const before = byStack.get(one.stack);
    const errors = [...(before?.errors ?? []), ...one.errors];
    byStack.set(one.stack, before ? { ...before, state: one.state, errors } : one);
  }
  return [...byStack.values()];
}

/** Looks at the states of stacks, all of which are up. */
export async function checkStates(context: CheckContext): Promise<CheckedStacks> {
  const { workspace, environment, engine = labEngine, interrupt } = context;
  const passphrase = await workspace.passphrase();
  const all: Examined[] = [];
  const checked: Checked[] = [];
  for (const stack of environment.layers.flat()) {
    if (interrupt.signal.aborted) {
      checked.push(...notLookedAt(context, [stack], []).checked);
      continue;
    }
    context.onBegin(stack, "state");
    const examined = await engine.examineStates(
      workspace.backend,
      workspace.project.name,
      [stack],
      passphrase,
    );
    all.push(examined);
    const one = await analysed(context, stack, examined, { dryRun: false, across: false });
    context.onEnd(one);
    checked.push(one);
  }
  return { checked, examined: labEngine.mergeExamined(all), killed: false };
}

/**
 * Looks at what all stacks have, together: in a layout with a stack for each region no stack sees more than one. Only what
 * no stack's own run had found is a finding of it.
 */
export async function checkAcross(
  context: CheckContext,
  stacks: CheckedStacks,
  dryRun: boolean,
): Promise<Checked> {
  context.onBegin(context.environment.name, "across");
  const across = await analysed(context, context.environment.name, stacks.examined, { dryRun, across: true });
  const own = stacks.checked.flatMap(({ findings }) => findings);
  const checked = { ...across, findings: newFindings(across.findings, own) };
  context.onEnd(checked);
  return checked;
}

const NOTHING: Examined = { resources: [], stack: [] };

async function previews(context: CheckContext, stacks: readonly string[]): Promise<CheckedStacks> {
  const events = new Map<string, EngineEvent[]>(stacks.map((stack) => [stack, []]));
  const told = new Set<string>();
  const { engine = labEngine } = context;
  const operated = await operateOn(context, stacks, "preview", {
    ...engine,
    preview: async (options) => {
      context.onBegin(options.stack, "preview");
      const result = await engine.preview({
        ...options,
        policyPacks: context.packs,
        onEvent: (event) => {
          events.get(options.stack)?.push(event);
          options.onEvent?.(event);
        },
      });
      told.add(options.stack);
      context.onEnd(previewed(result, options.stack, events.get(options.stack) ?? []));
      return result;
    },
  });
  const checked = operated.outcomes.map((outcome) =>
    outcomeOf(outcome, events.get(outcome.stack) ?? [], context.verbose === true),
  );
  for (const one of checked) if (!told.has(one.stack)) context.onEnd(one);
  return {
    checked,
    examined: labEngine.mergeExamined(
      operated.outcomes.flatMap((outcome) =>
        "result" in outcome && outcome.result?.policies ? [outcome.result.policies.examined] : [],
      ),
    ),
    killed: operated.exitCode === 8,
  };
}

/** Brings stacks up without packs; what came of those that could not be. */
async function bringUp(context: CheckContext, stacks: readonly string[]): Promise<readonly Checked[]> {
  const { engine = labEngine } = context;
  const operated = await operateOn(context, stacks, "up", {
    ...engine,
    up: (options) => {
      context.onBegin(options.stack, "up");
      return engine.up(options);
    },
  });
  return operated.outcomes.flatMap((outcome): Checked[] => {
    if (outcome.state === "done") return [];
    const { errors } = outcomeOf(outcome, [], context.verbose === true);
    const told = errors.map((text) => `it could not be brought up for what reads it: ${text}`);
    const one: Checked = { ...nothing(outcome.stack, "failed"), errors: told };
    context.onEnd(one);
    return [one];
  });
}

function operateOn(
  { workspace, environment, parallel, verbose }: CheckContext,
  stacks: readonly string[],
  operation: "preview" | "up",
  engine: Pick<Engine, "preview" | "up">,
) {
  // What is brought up for others to read is brought up whole.
  const { targets, ...whole } = environment;
  const subject = operation === "up" || targets === undefined ? whole : { ...whole, targets };
  return runOperation(workspace, { ...subject, layers: [stacks] }, operation, {
    silent: true,
    engine: { ...labEngine, ...engine },
    ...(parallel !== undefined && { parallel }),
    ...(verbose !== undefined && { verbose }),
  });
}

function outcomeOf(
  outcome: Outcome<labEngine.OperationResult>,
  events: readonly EngineEvent[],
  verbose: boolean,
): Checked {
  if (outcome.state === "cancelled" || outcome.state === "skipped")
    return nothing(outcome.stack, outcome.state);
  if (outcome.result) return previewed(outcome.result, outcome.stack, events);
  const error = "error" in outcome ? messageOf(outcome.error, verbose) : "no reason was given";
  return { ...nothing(outcome.stack, "failed"), errors: [error] };
}

function previewed(
  { errors, policies, durationMs, exitCode }: labEngine.OperationResult,
  stack: string,
  events: readonly EngineEvent[],
): Checked {
  const failed = errors.length > 0 || exitCode === 8 || (policies !== undefined && !policies.complete);
  return {
    ...found(stack, events, policies),
    across: false,
    state: failed ? "failed" : "checked",
    errors: failed && errors.length === 0 ? ["not all of it could be looked at"] : errors,
    durationMs,
  };
}

async function analysed(
  { workspace, environment, packs, engine = labEngine, interrupt }: CheckContext,
  stack: string,
  examined: Examined,
  { dryRun, across }: { readonly dryRun: boolean; readonly across: boolean },
): Promise<Checked> {
  const events: EngineEvent[] = [];
  const { errors, policies, durationMs } = await engine.analyze({
    project: workspace.project,
    stack,
    config: environment.config,
    examined,
    policyPacks: packs,
    ...(!across && { backend: workspace.backend }),
    dryRun,
    env: { ARCHIPELAGO_LAB_HOME: workspace.home, ARCHIPELAGO_LAB_CLOUD: workspace.cloud },
    onEvent: (event) => events.push(event),
    signal: interrupt.signal,
  });
  const state = errors.length === 0 && policies.complete ? "checked" : "failed";
  return { ...found(stack, events, policies), across, state, errors, durationMs };
}

function found(stack: string, events: readonly EngineEvent[], policies: PolicyReview | undefined) {
  const told = events.flatMap((event): PolicyEvent[] => (event.kind === "policy" ? [event] : []));
  const resources = policies?.examined.resources ?? [];
  return {
    stack,
    resources: resources.filter(({ type }) => !type.startsWith("pulumi:")).length,
    findings: findingsOf(stack, told),
    remedies: told.flatMap(({ level, pack, policy, urn }) =>
      level === "remediate" ? [{ pack, policy, urn }] : [],
    ),
    notes: events.flatMap((event) =>
      event.kind === "message" && event.severity === "warning" ? [event.text] : [],
    ),
    packs: policies?.packs ?? [],
  };
}

function notLookedAt(
  { onEnd }: CheckContext,
  stacks: readonly string[],
  because: readonly string[],
): CheckedStacks {
  const checked = stacks.map(
    (stack): Checked => ({
      ...nothing(stack, because.length > 0 ? "skipped" : "cancelled"),
      errors: because,
    }),
  );
  for (const one of checked) onEnd(one);
  return { checked, examined: NOTHING, killed: false };
}

function nothing(stack: string, state: Checked["state"]): Checked {
  return {
    stack,
    across: false,
    state,
    resources: 0,
    findings: [],
    remedies: [],
    errors: [],
    notes: [],
    packs: [],
    durationMs: 0,
  };
}
