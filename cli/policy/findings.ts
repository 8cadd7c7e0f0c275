import { type PackSummary, type PolicyEvent, type PolicyInfo, parseUrn } from "../../lab/engine";

/** A violation of a policy by a resource, or by a stack as a whole. */
export interface Finding {
  /** The checked stack; the environment for a violation across its stacks. */
  readonly stack: string;
  readonly pack: string;
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly severity?: NonNullable<PolicyEvent["severity"]>;
  readonly urn: string;
  /** The policy's message, without its description; secrets are masked. */
  readonly text: string;
}

/** A change of a resource by a policy. */
export interface Remediation {
  readonly pack: string;
  readonly policy: string;
  readonly urn: string;
}

/** Result of the check of one stack, or of all stacks together. */
export interface StackReport {
  /** Name of the stack; of the environment for the check across its stacks. */
  readonly stack: string;
  /** Whether it is the check across all stacks. */
  readonly across: boolean;
  /**
   * `checked` when every rule was evaluated; `failed` when an error kept rules from being evaluated; `skipped` when a stack
   * that it reads failed; `cancelled` when the run ended before.
   */
  readonly state: "checked" | "failed" | "skipped" | "cancelled";
  /** Number of checked resources, without providers and the stack itself. */
  readonly resources: number;
  readonly findings: readonly Finding[];
  readonly remediations: readonly Remediation[];
  /** Errors that make the check incomplete. */
  readonly errors: readonly string[];
  /** Warnings of the engine and the program. */
  readonly notes: readonly string[];
  readonly packs: readonly PackSummary[];
  readonly durationMs: number;
}

/** Result of a run. */
export interface PolicyReport {
  readonly environment: string;
  /** Whether previews or states were checked. */
  readonly source: "preview" | "state";
  /** Reports of the stacks, then of the check across them. */
  readonly stacks: readonly StackReport[];
  /** Packs in the order of the command line. */
  readonly packs: readonly PackSummary[];
  readonly failOnAdvisory: boolean;
  /** Whether a signal ended the run early. */
  readonly interrupted: boolean;
  readonly durationMs: number;
  /** 0 when the run passed, 1 when it failed, 8 when a second signal killed it. */
  readonly exitCode: 0 | 1 | 8;
}

/** Result of a policy in a run: the worst of all stacks. `unasked` means that it was not evaluated everywhere. */
export type PolicyStatus = "violated" | "advised" | "unasked" | "passed" | "disabled";

/** Collects the findings of a stack, each once, mandatory ones first, then by resource. */
export function collectFindings(stack: string, events: readonly PolicyEvent[]): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const { level, pack, policy, severity, urn, detail } of events) {
    if (level === "remediate") continue;
    const finding: Finding = {
      stack,
      pack,
      policy,
      level,
      ...(severity && { severity }),
      urn,
      text: detail.trim(),
    };
    const key = JSON.stringify([pack, policy, level, urn, finding.text]);
    if (!findings.has(key)) findings.set(key, finding);
  }
  return [...findings.values()].sort(
    (a, b) =>
      compare(b.level, a.level) ||
      compare(a.urn, b.urn) ||
      compare(a.policy, b.policy) ||
      compare(a.text, b.text),
  );
}

/** Returns the findings of a check across all stacks that no stack's own check has. */
export function excludeKnown(across: readonly Finding[], own: readonly Finding[]): readonly Finding[] {
  // A violation by a stack as a whole has the environment's URN in the check across stacks.
  const key = ({ pack, policy, urn, text }: Finding): string =>
    JSON.stringify([pack, policy, isStackUrn(urn) ? "" : urn, text]);
  const known = new Set(own.map(key));
  return across.filter((finding) => !known.has(key(finding)));
}

/** Whether a URN is that of a stack, so that a finding is about no single resource. */
export function isStackUrn(urn: string): boolean {
  return parseUrn(urn).type === "pulumi:pulumi:Stack";
}

/** Findings of all stacks, in the order of the stacks. */
export function allFindings({ stacks }: Pick<PolicyReport, "stacks">): readonly Finding[] {
  return stacks.flatMap(({ findings }) => findings);
}

/** Counts the findings of a level. */
export function countLevel(findings: readonly Finding[], level: Finding["level"]): number {
  return findings.filter((finding) => finding.level === level).length;
}

/** Merges the packs of all stacks; the first stack that ran a pack describes it. */
export function mergePacks(stacks: readonly StackReport[]): readonly PackSummary[] {
  const packs = new Map<string, PackSummary>();
  for (const pack of stacks.flatMap((stack) => stack.packs)) {
    if (!packs.has(pack.name)) packs.set(pack.name, pack);
  }
  return [...packs.values()];
}

/** Result of a policy in one or several checks. */
export function statusOf(
  pack: PackSummary,
  { name, enforcementLevel }: PolicyInfo,
  stacks: readonly StackReport[],
): PolicyStatus {
  if (enforcementLevel === "disabled") return "disabled";
  const own = stacks
    .flatMap(({ findings }) => findings)
    .filter((finding) => finding.pack === pack.name && finding.policy === name);
  if (own.some(({ level }) => level === "mandatory")) return "violated";
  if (own.length > 0) return "advised";
  return stacks.every(({ state }) => state === "checked") ? "passed" : "unasked";
}

/** Counts the policies of a pack by their result. */
export function countStatuses(
  pack: PackSummary,
  stacks: readonly StackReport[],
): Readonly<Record<PolicyStatus, number>> {
  const counts = { violated: 0, advised: 0, unasked: 0, passed: 0, disabled: 0 };
  for (const policy of pack.policies) counts[statusOf(pack, policy, stacks)] += 1;
  return counts;
}

/** The policy of a finding; undefined when its pack does not describe it. */
export function policyOf(
  packs: readonly PackSummary[],
  finding: Pick<Finding, "pack" | "policy">,
): PolicyInfo | undefined {
  return packs
    .find(({ name }) => name === finding.pack)
    ?.policies.find(({ name }) => name === finding.policy);
}

/** Describes findings briefly: `2 mandatory violations, 1 advisory`. */
export function describeFindings(findings: readonly Finding[]): string {
  const mandatory = countLevel(findings, "mandatory");
  const advisory = countLevel(findings, "advisory");
  const parts = [
    ...(mandatory > 0 ? [`${mandatory} mandatory ${mandatory === 1 ? "violation" : "violations"}`] : []),
    ...(advisory > 0 ? [`${advisory} advisory`] : []),
  ];
  return parts.join(", ") || "no violations";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
