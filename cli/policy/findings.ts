import { type PackSummary, type PolicyEvent, type PolicyInfo, parseUrn } from "../../lab/engine";

/** Something that a policy has against a resource, or against a stack as a whole. */
export interface Finding {
  /** Stack in whose run it was found; the environment for what was found across its stacks. */
  readonly stack: string;
  readonly pack: string;
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly severity?: NonNullable<PolicyEvent["severity"]>;
  readonly urn: string;
  /** What is wrong, without the description of the policy; secrets are masked. */
  readonly text: string;
}

/** A change of a resource by a policy. */
export interface Remedy {
  readonly pack: string;
  readonly policy: string;
  readonly urn: string;
}

/** What came of looking at one stack, or at all of them together. */
export interface Checked {
  /** Name of the stack; of the environment for the look across its stacks. */
  readonly stack: string;
  /** Whether it is the look across all stacks. */
  readonly across: boolean;
  /**
   * `checked` when every rule could be asked; `failed` when something other than a policy went wrong, so that not all was
   * looked at; `skipped` for want of another stack; `cancelled` when the run was ended before.
   */
  readonly state: "checked" | "failed" | "skipped" | "cancelled";
  /** Resources that were looked at, without providers and the stack itself. */
  readonly resources: number;
  readonly findings: readonly Finding[];
  readonly remedies: readonly Remedy[];
  /** What kept it from being looked at as a whole. */
  readonly errors: readonly string[];
  /** What the packs had to say besides. */
  readonly notes: readonly string[];
  readonly packs: readonly PackSummary[];
  readonly durationMs: number;
}

/** What a whole run came to. */
export interface PolicyReport {
  readonly environment: string;
  /** Whether previews were looked at, or states. */
  readonly source: "preview" | "state";
  readonly checked: readonly Checked[];
  /** Of all packs, in the order in which they were given. */
  readonly packs: readonly PackSummary[];
  readonly failOnAdvisory: boolean;
  /** Whether a signal ended it early. */
  readonly interrupted: boolean;
  readonly durationMs: number;
  /** 0 when it passed, 1 when not, 8 when it was ended at once. */
  readonly exitCode: 0 | 1 | 8;
}

/** How a policy did in a run: the worst of all stacks. */
export type PolicyStatus = "violated" | "advised" | "unasked" | "passed" | "disabled";

/** Findings out of what a run told: each once, mandatory ones first, then by resource. */
export function findingsOf(stack: string, events: readonly PolicyEvent[]): readonly Finding[] {
  const found = new Map<string, Finding>();
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
    if (!found.has(key)) found.set(key, finding);
  }
  return [...found.values()].sort(
    (a, b) =>
      compare(b.level, a.level) ||
      compare(a.urn, b.urn) ||
      compare(a.policy, b.policy) ||
      compare(a.text, b.text),
  );
}

/** Findings of a look across all stacks that no stack's own run had. */
export function newFindings(across: readonly Finding[], own: readonly Finding[]): readonly Finding[] {
  // What is about a whole stack is about the environment here, and is the same all the same.
  const key = ({ pack, policy, urn, text }: Finding): string =>
    JSON.stringify([pack, policy, isWhole(urn) ? "" : urn, text]);
  const known = new Set(own.map(key));
  return across.filter((finding) => !known.has(key(finding)));
}

/** Whether a URN is that of a stack: then a finding is about no single resource. */
export function isWhole(urn: string): boolean {
  return parseUrn(urn).type === "pulumi:pulumi:Stack";
}

/** Findings of all stacks, in their order. */
export function allFindings({ checked }: Pick<PolicyReport, "checked">): readonly Finding[] {
  return checked.flatMap(({ findings }) => findings);
}

/** How many findings there are of a level. */
export function countOf(findings: readonly Finding[], level: Finding["level"]): number {
  return findings.filter((finding) => finding.level === level).length;
}

/** Packs of all stacks, as the first stack that ran them had them. */
export function packsOf(checked: readonly Checked[]): readonly PackSummary[] {
  const packs = new Map<string, PackSummary>();
  for (const pack of checked.flatMap((one) => one.packs)) {
    if (!packs.has(pack.name)) packs.set(pack.name, pack);
  }
  return [...packs.values()];
}

/** How a policy did in one of the looks, or in all of them. */
export function statusOf(
  pack: PackSummary,
  { name, enforcementLevel }: PolicyInfo,
  checked: readonly Checked[],
): PolicyStatus {
  if (enforcementLevel === "disabled") return "disabled";
  const own = checked
    .flatMap(({ findings }) => findings)
    .filter((finding) => finding.pack === pack.name && finding.policy === name);
  if (own.some(({ level }) => level === "mandatory")) return "violated";
  if (own.length > 0) return "advised";
  // Of what a run did not come to nobody knows.
  return checked.every(({ state }) => state === "checked") ? "passed" : "unasked";
}

/** How many policies of a pack did how. */
export function statusCounts(
  pack: PackSummary,
  checked: readonly Checked[],
): Readonly<Record<PolicyStatus, number>> {
  const counts = { violated: 0, advised: 0, unasked: 0, passed: 0, disabled: 0 };
  for (const policy of pack.policies) counts[statusOf(pack, policy, checked)] += 1;
  return counts;
}

/** The policy behind a finding, when its pack says which. */
export function policyOf(
  packs: readonly PackSummary[],
  finding: Pick<Finding, "pack" | "policy">,
): PolicyInfo | undefined {
  return packs
    .find(({ name }) => name === finding.pack)
    ?.policies.find(({ name }) => name === finding.policy);
}

/** What passed and what did not, in a few words: `2 mandatory violations, 1 advisory`. */
export function describeFindings(findings: readonly Finding[]): string {
  const mandatory = countOf(findings, "mandatory");
  const advisory = countOf(findings, "advisory");
  const parts = [
    ...(mandatory > 0 ? [`${mandatory} mandatory ${mandatory === 1 ? "violation" : "violations"}`] : []),
    ...(advisory > 0 ? [`${advisory} advisory`] : []),
  ];
  return parts.join(", ") || "no violations";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
