import {
  type AnalyzedResource,
  analyzeRequest,
  type Examined,
  type PackSummary,
  type PolicyPack,
} from "./analyzer";
import { readStackTags } from "./analyzer/stack-tags";
import { describePacks, type PolicyPackReference, startPacks } from "./analyzer/start-packs";
import { EngineError, messageOf } from "./errors";
import type { EngineEvent, PolicyEvent } from "./events";
import { masker, SeenSecrets, secretTexts } from "./mask";
import {
  analyzeStack,
  type PolicyReview,
  policyEvent,
  resourceOf,
  stackResourceOf,
  summaryOf,
} from "./policies";
import type { Project, StackConfig } from "./project";
import type { FileBackend, Passphrase, ResourceState } from "./state";
import { parseReference, rootUrn } from "./urn";

/** Resources that a pack is asked about at a time: enough to keep its process busy. */
const AT_ONCE = 16;

/** What is to be looked at, and by whom. */
export interface AnalysisOptions {
  readonly project: Project;
  /** What the packs are told the stack is called. */
  readonly stack: string;
  /** @default "organization", as in Pulumi's file backend */
  readonly organization?: string;
  readonly config: StackConfig;
  /** Of one stack, or of several: {@link examineStates}, or what previews have looked at. */
  readonly examined: Examined;
  readonly policyPacks: readonly PolicyPackReference[];
  /** Where the tags of the stack are. @default - it has none */
  readonly backend?: FileBackend;
  /** Whether the packs are told that it is a preview. @default false */
  readonly dryRun?: boolean;
  /** Environment of the packs. @default - this process's */
  readonly env?: NodeJS.ProcessEnv;
  /** Told while it runs. @default - nothing is */
  readonly onEvent?: (event: EngineEvent) => void;
  /** Ends it early. @default - never */
  readonly signal?: AbortSignal;
}

/** What packs made of it. */
export interface AnalysisResult {
  /** 0 when nothing mandatory is violated and every rule could be asked. */
  readonly exitCode: 0 | 1;
  readonly errors: readonly string[];
  readonly policies: PolicyReview;
  readonly durationMs: number;
}

/**
 * Has policy packs look at resources that are known already: no program, no provider and no lock, and nothing is written.
 * Each resource is looked at by itself, with its inputs, then all together, with their outputs. Nothing is remedied; what
 * a remedy would change is mandatory, as it is not as it should be.
 */
export async function analyze(options: AnalysisOptions): Promise<AnalysisResult> {
  const began = Date.now();
  const { project, stack, examined, signal } = options;
  const hidden = masker(options.config.secretValues);
  const errors: string[] = [];
  let violations = 0;
  const reported: PolicyEvent[] = [];
  let complete = false;
  let summaries: readonly PackSummary[] = [];
  const root = rootUrn(stack, project.name);
  // Of an error, and of what a pack prints, nobody knows which resource it is about.
  const secrets = new SeenSecrets(options.config.secretValues);
  for (const { properties } of examined.resources) secrets.see(properties);
  const fail = (text: string): void => {
    const shown = secrets.hide(text);
    errors.push(shown);
    options.onEvent?.({ kind: "message", severity: "error", text: shown });
  };
  const tell = (event: PolicyEvent): void => {
    if (event.level === "mandatory") violations += 1;
    const shown = { ...event, text: hidden(event.text), detail: hidden(event.detail) };
    reported.push(shown);
    options.onEvent?.(shown);
  };
  let packs: readonly PolicyPack[] = [];
  try {
    packs = await startPacks(
      options.policyPacks,
      hosting(options, root, (text) => secrets.hide(text)),
    );
    summaries = packs.map(summaryOf);
    await inTurn(examined.resources, signal, (resource) => analyzeOne(packs, resource, tell));
    const findings = await analyzeStack(packs, examined.stack, root);
    for (const event of findings.flatMap(({ events }) => events)) tell(event);
    for (const { fault } of findings) if (fault !== undefined) fail(fault);
    complete = errors.length === 0;
  } catch (error) {
    fail(messageOf(error));
  } finally {
    await Promise.all(packs.map((pack) => pack.close()));
  }
  return {
    exitCode: errors.length > 0 || violations > 0 ? 1 : 0,
    errors,
    policies: { packs: summaries, violations, findings: reported, complete, examined },
    durationMs: Date.now() - began,
  };
}

/**
 * What the states of stacks hold, in the form in which policy packs look at it; what waits to be deleted and what the
 * stack only reads is left out, as it is in a run.
 *
 * @throws {EngineError} when a state cannot be read
 */
export async function examineStates(
  backend: FileBackend,
  project: string,
  stacks: readonly string[],
  passphrase: Passphrase,
): Promise<Examined> {
  const views = await Promise.all(stacks.map((stack) => backend.read(project, stack, passphrase)));
  return mergeExamined(views.map(({ base }) => examineState(base.resources)));
}

/** What several runs have looked at, as one. */
export function mergeExamined(all: readonly Examined[]): Examined {
  return {
    resources: all.flatMap(({ resources }) => resources),
    stack: all.flatMap(({ stack }) => stack),
  };
}

function examineState(states: readonly ResourceState[]): Examined {
  const there = states.filter((state) => !state.delete && !state.external);
  const byUrn = new Map(there.map((state) => [state.urn, state]));
  const providerOf = ({ provider }: ResourceState): ResourceState | undefined =>
    provider ? byUrn.get(parseReference(provider).urn) : undefined;
  return {
    resources: there.map((state) => resourceOf(state, providerOf(state))),
    stack: there.map((state) => stackResourceOf(state, providerOf(state))),
  };
}

async function analyzeOne(
  packs: readonly PolicyPack[],
  resource: AnalyzedResource,
  tell: (event: PolicyEvent) => void,
): Promise<void> {
  const request = analyzeRequest(resource, "drop");
  const found = await Promise.all(packs.map((pack) => pack.analyze(resource, request)));
  const mask = masker(secretTexts(resource.properties));
  for (const diagnostic of found.flat()) tell(policyEvent(diagnostic, resource.urn, mask));
}

/** Does something for each item, several at a time; the first that fails ends it. */
async function inTurn<T>(
  items: readonly T[],
  signal: AbortSignal | undefined,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (signal?.aborted) throw new EngineError("LAB_PROGRAM", "the operation was cancelled");
      await run(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/**
 * What policy packs are, under the configuration of a stack; nothing is looked at.
 *
 * @throws {EngineError} LAB_CONFIG when the configuration of a pack is wrong, LAB_POLICY when one cannot be run
 */
export function describePolicyPacks(
  options: Omit<AnalysisOptions, "examined">,
): Promise<readonly PackSummary[]> {
  const hidden = masker(options.config.secretValues);
  const root = rootUrn(options.stack, options.project.name);
  return describePacks(options.policyPacks, hosting(options, root, hidden));
}

function hosting(options: Omit<AnalysisOptions, "examined">, root: string, hidden: (text: string) => string) {
  const { project, stack, organization, config, backend, dryRun, env, signal, onEvent } = options;
  return {
    project: project.name,
    stack,
    organization: organization ?? "organization",
    config,
    tags: async () => (backend ? readStackTags(backend.root, project.name, stack) : {}),
    dryRun: dryRun ?? false,
    env: { ...process.env, ...env },
    onInfo: (text: string) => onEvent?.({ kind: "message", severity: "info", text: hidden(text), urn: root }),
    onAbort: (listener: (reason: Error) => void) => {
      const cancelled = (): void => listener(new EngineError("LAB_PROGRAM", "the operation was cancelled"));
      if (signal?.aborted) cancelled();
      else signal?.addEventListener("abort", cancelled, { once: true });
    },
  };
}
