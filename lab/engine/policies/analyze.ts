import pLimit from "p-limit";
import type { PackSummary, PolicyEvidence, PolicyPack } from "../analyzer";
import { describePacks, type PackContext, startPacks } from "../analyzer/start-packs";
import type { EngineEvent, PolicyEvent } from "../deployment/events";
import { EngineError, messageOf } from "../errors";
import { masker, SeenSecrets, secretTexts } from "../values/mask";
import { rootUrn } from "../values/urn";
import { evaluateResource, evaluateStack, type PolicyReview, policyEvent, summaryOf } from "./findings";
import { type PackOptions, packContext } from "./pack-context";

/** Resources that packs evaluate at the same time: enough to keep their processes busy. */
const PARALLEL_RESOURCES = 16;

/** Arguments of {@link analyze}. */
export interface AnalysisOptions extends PackOptions {
  /** Resources of one stack or of several, from {@link examineStates} or from previews. */
  readonly examined: PolicyEvidence;
  /** Receives what is reported meanwhile. @default - nothing is reported */
  readonly onEvent?: (event: EngineEvent) => void;
  /** Ends the analysis early. @default - never */
  readonly signal?: AbortSignal;
}

/** Result of {@link analyze}. */
export interface AnalysisResult {
  /** 0 when no mandatory policy is violated and every policy was evaluated. */
  readonly exitCode: 0 | 1;
  readonly errors: readonly string[];
  readonly policies: PolicyReview;
  readonly durationMs: number;
}

/**
 * Has policy packs evaluate known resources: without program, provider or lock, and without any change. The packs evaluate
 * each resource with its inputs, then all together with their outputs. They remediate nothing; a resource that a
 * remediation would change is a mandatory violation.
 */
export async function analyze(options: AnalysisOptions): Promise<AnalysisResult> {
  const startedAt = Date.now();
  const { project, stack, config, examined, signal } = options;
  const hideConfig = masker(config.secretValues);
  const errors: string[] = [];
  const findings: PolicyEvent[] = [];
  let isComplete = false;
  let packs: readonly PolicyPack[] = [];
  // An error, or a line that a pack prints, may be about any resource.
  const secrets = new SeenSecrets(config.secretValues);
  for (const { properties } of examined.resources) secrets.see(properties);
  const reportError = (text: string): void => {
    const shown = secrets.hide(text);
    errors.push(shown);
    options.onEvent?.({ kind: "message", severity: "error", text: shown });
  };
  const report = (event: PolicyEvent): void => {
    const shown = { ...event, text: hideConfig(event.text), detail: hideConfig(event.detail) };
    findings.push(shown);
    options.onEvent?.(shown);
  };
  try {
    packs = await startPacks(
      options.policyPacks,
      contextOf(options, (text) => secrets.hide(text)),
    );
    const limit = pLimit(PARALLEL_RESOURCES);
    await Promise.all(
      examined.resources.map((resource) =>
        limit(async () => {
          if (signal?.aborted) throw createCancellationError();
          const diagnostics = await evaluateResource(packs, resource);
          const mask = masker(secretTexts(resource.properties));
          for (const diagnostic of diagnostics) report(policyEvent(diagnostic, resource.urn, mask));
        }),
      ),
    ).finally(() => limit.clearQueue());
    const stackFindings = await evaluateStack(packs, examined.stack, rootUrn(stack, project.name));
    for (const event of stackFindings.flatMap(({ events }) => events)) report(event);
    for (const { fault } of stackFindings) if (fault !== undefined) reportError(fault);
    isComplete = errors.length === 0;
  } catch (error) {
    reportError(messageOf(error));
  } finally {
    await Promise.all(packs.map((pack) => pack.close()));
  }
  const violations = findings.filter(({ level }) => level === "mandatory").length;
  return {
    exitCode: errors.length > 0 || violations > 0 ? 1 : 0,
    errors,
    policies: { packs: packs.map(summaryOf), violations, findings, complete: isComplete, examined },
    durationMs: Date.now() - startedAt,
  };
}

/**
 * Describes policy packs as the configuration of a stack makes them; no resource is evaluated.
 *
 * @throws {EngineError} LAB_CONFIG when the configuration of a pack is wrong, LAB_POLICY when one cannot be run
 */
export function describePolicyPacks(
  options: Omit<AnalysisOptions, "examined">,
): Promise<readonly PackSummary[]> {
  return describePacks(options.policyPacks, contextOf(options, masker(options.config.secretValues)));
}

function contextOf(options: Omit<AnalysisOptions, "examined">, mask: (text: string) => string): PackContext {
  const { signal, onEvent } = options;
  return packContext(options, {
    onInfo: (text, urn) => onEvent?.({ kind: "message", severity: "info", text: mask(text), urn }),
    onAbort: (listener) => {
      if (signal?.aborted) listener(createCancellationError());
      else signal?.addEventListener("abort", () => listener(createCancellationError()), { once: true });
    },
  });
}

function createCancellationError(): EngineError {
  return new EngineError("LAB_PROGRAM", "the operation was cancelled");
}
