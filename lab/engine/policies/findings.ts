import {
  type AnalyzedResource,
  type AnalyzedStackResource,
  analyzeRequest,
  analyzeStackRequest,
  type PackSummary,
  type PolicyDiagnostic,
  type PolicyEvidence,
  type PolicyPack,
} from "../analyzer";
import type { PolicyEvent } from "../deployment/events";
import { messageOf } from "../errors";
import { masker, secretTexts } from "../values/mask";

/** Packs of a run, the resources that they evaluated, and their findings. */
export interface PolicyReview {
  /** In the order in which they were given; empty when they could not be started. */
  readonly packs: readonly PackSummary[];
  /** Number of mandatory violations. */
  readonly violations: number;
  /** Every violation and every remediation, in the order in which the packs reported them; secrets are masked. */
  readonly findings: readonly PolicyEvent[];
  /** Whether the rules about the stack as a whole were evaluated: they are not when a step failed before. */
  readonly complete: boolean;
  readonly examined: PolicyEvidence;
}

/** Findings of one pack about a stack in their order, or why the pack failed. */
export interface StackFindings {
  readonly events: readonly PolicyEvent[];
  readonly fault?: string;
}

/** Has all packs evaluate one resource at the same time; the findings come in the order of the packs. */
export async function evaluateResource(
  packs: readonly PolicyPack[],
  resource: AnalyzedResource,
): Promise<readonly PolicyDiagnostic[]> {
  const request = analyzeRequest(resource, "drop");
  return (await Promise.all(packs.map((pack) => pack.analyze(resource, request)))).flat();
}

/**
 * Has all packs evaluate the resources of a stack together, at the same time.
 *
 * @param root URN for findings that name none of the resources
 * @returns findings in the order of the packs
 */
export async function evaluateStack(
  packs: readonly PolicyPack[],
  resources: readonly AnalyzedStackResource[],
  root: string,
): Promise<readonly StackFindings[]> {
  const request = analyzeStackRequest(resources);
  const answers = await Promise.allSettled(packs.map((pack) => pack.analyzeStack(resources, request)));
  const urns = new Set(resources.map(({ urn }) => urn));
  const hasFindings = answers.some((answer) => answer.status === "rejected" || answer.value.length > 0);
  const mask = masker(hasFindings ? resources.flatMap(({ properties }) => secretTexts(properties)) : []);
  return answers.map((answer) => {
    if (answer.status === "rejected") return { events: [], fault: mask(messageOf(answer.reason)) };
    return {
      events: answer.value.map((diagnostic) =>
        policyEvent(diagnostic, diagnostic.urn && urns.has(diagnostic.urn) ? diagnostic.urn : root, mask),
      ),
    };
  });
}

/** Returns the event for a violation. One that a remediation left behind is mandatory. */
export function policyEvent(
  { packName, policyName, enforcementLevel, message, detail, severity }: PolicyDiagnostic,
  urn: string,
  mask: (text: string) => string,
): PolicyEvent {
  return {
    kind: "policy",
    pack: packName,
    policy: policyName,
    level: enforcementLevel === "advisory" ? "advisory" : "mandatory",
    urn,
    text: mask(message),
    detail: mask(detail),
    ...(severity && { severity }),
  };
}

/** Returns the description of a pack. */
export function summaryOf({ name, version, dir, policies }: PolicyPack): PackSummary {
  return { name, version, dir, policies };
}
