import { type PackSummary, parseUrn } from "../../lab/engine";
import { formatCount, formatDuration, shortType, stripControls } from "../formatting";
import {
  allFindings,
  type Checked,
  countOf,
  describeFindings,
  type Finding,
  isWhole,
  type PolicyReport,
  policyOf,
  statusCounts,
} from "./findings";

/** Characters that a comment on GitHub may have at most. */
const LIMIT = 65_536;

/**
 * A report as Markdown for a pull request: the verdict, violations by stack, advice folded away, and counts by pack. What
 * does not fit into a comment of GitHub's is left out, and how much that is is said.
 */
export function markdownSummary(report: PolicyReport, limit: number = LIMIT): string {
  const head = [
    `<!-- archipelago policy ${report.environment} -->`,
    `## Policies: ${asText(report.environment)} ${verdict(report)}`,
    "",
    ...unlooked(report.checked),
  ];
  const foot = ["", ...counts(report), "", `_${facts(report)}_`, ""];
  const room = limit - text([...head, ...foot]).length - 200;
  const mandatory = sections(report, "mandatory");
  const advisory = sections(report, "advisory");
  const shown = fitted(mandatory, room);
  const left = room - text(shown.lines).length;
  const folded = fitted(advisory, left);
  const hidden = shown.leftOut + folded.leftOut;
  return text([
    ...head,
    ...shown.lines,
    ...(folded.lines.length > 0
      ? [
          "<details>",
          `<summary>${countOf(allFindings(report), "advisory")} advisory</summary>`,
          "",
          ...folded.lines,
          "</details>",
          "",
        ]
      : []),
    ...(hidden > 0
      ? [
          `${formatCount(hidden, "violation")} more would not fit here; junit.xml and policy.sarif have them all.`,
          "",
        ]
      : []),
    ...foot,
  ]);
}

/** A piece of text that stands as a whole or not at all, and how many violations are in it. */
interface Block {
  readonly lines: readonly string[];
  readonly findings: number;
}

function fitted(blocks: readonly Block[], room: number): { lines: readonly string[]; leftOut: number } {
  const lines: string[] = [];
  let left = room;
  let leftOut = 0;
  for (const block of blocks) {
    const length = text(block.lines).length + 1;
    if (leftOut === 0 && length <= left) {
      lines.push(...block.lines);
      left -= length;
    } else {
      leftOut += block.findings;
    }
  }
  return { lines, leftOut };
}

function sections({ checked, packs }: PolicyReport, level: Finding["level"]): readonly Block[] {
  return checked.flatMap(({ stack, across, findings }): Block[] => {
    const own = findings.filter((finding) => finding.level === level);
    if (own.length === 0) return [];
    const title = across ? `${asText(stack)}, across its stacks` : asText(stack);
    const head = [`### ${title}`, "", "| level | policy | resource | what |", "| --- | --- | --- | --- |"];
    return [
      { lines: head, findings: 0 },
      ...own.map((finding) => ({ lines: [row(finding, packs)], findings: 1 })),
      { lines: [""], findings: 0 },
    ];
  });
}

function row(finding: Finding, packs: readonly PackSummary[]): string {
  const { level, severity, policy, urn } = finding;
  const { name, type } = parseUrn(urn);
  const url = policyOf(packs, finding)?.url ?? "";
  const link = /^https?:\/\/[^\s()|<>]+$/.test(url) ? `[${asText(policy)}](${url})` : asText(policy);
  const resource = isWhole(urn) ? "the stack" : `${asText(name)} (${asText(shortType(type))})`;
  const weight = [level, severity].filter(Boolean).join(", ");
  return `| ${weight} | ${link} | ${resource} | ${asText(finding.text)} |`;
}

function verdict({ exitCode, checked, interrupted }: PolicyReport): string {
  const findings = describeFindings(checked.flatMap((one) => one.findings));
  if (interrupted) return `was ended early: ${findings}`;
  return `${exitCode === 0 ? "passed" : "failed"}: ${findings}`;
}

function unlooked(checked: readonly Checked[]): readonly string[] {
  const lines = checked
    .filter(({ state }) => state !== "checked")
    .map(({ stack, state, errors }) => {
      const why = errors.map(asText).join("<br>").slice(0, 2000) || "the run was ended before";
      return `- **${asText(stack)}** ${state === "failed" ? "could not be looked at as a whole" : state}: ${why}`;
    });
  return lines.length > 0 ? ["Not all was looked at:", "", ...lines, ""] : [];
}

function counts({ packs, checked }: PolicyReport): readonly string[] {
  return [
    "| pack | policies | passed | violated | advisory | not asked | disabled |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...packs.map((pack) => {
      const { passed, violated, advised, unasked, disabled } = statusCounts(pack, checked);
      const numbers = [pack.policies.length, passed, violated, advised, unasked, disabled];
      return `| ${asText(pack.name)} ${asText(pack.version)} | ${numbers.join(" | ")} |`;
    }),
  ];
}

function facts({ source, checked, durationMs }: PolicyReport): string {
  const stacks = checked.filter(({ across }) => !across);
  const resources = stacks.reduce((sum, one) => sum + one.resources, 0);
  const what = source === "state" ? "State" : "Preview";
  return `${what} of ${formatCount(stacks.length, "stack")} with ${formatCount(resources, "resource")}, in ${formatDuration(durationMs)}.`;
}

const MARKS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "@": "&#64;",
  "#": "&#35;",
};

/** Text from outside as plain text of one table cell: nothing in it is markup, a mention or a reference. */
function asText(text: string): string {
  return stripControls(text)
    .trim()
    .replace(/[&<>@#\\`*_[\]|~]/g, (character) => MARKS[character] ?? `\\${character}`)
    .replace(/\n+/g, "<br>");
}

function text(lines: readonly string[]): string {
  return lines.join("\n");
}
