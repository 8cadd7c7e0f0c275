import { type PackSummary, parseUrn } from "../../lab/engine";
import { formatCount, formatDuration, shortType, stripControls } from "../formatting";
import {
  allFindings,
  countLevel,
  countStatuses,
  describeFindings,
  type Finding,
  isStackUrn,
  type PolicyReport,
  policyOf,
  type StackReport,
} from "./findings";

/** Longest comment on GitHub, in characters. */
const LIMIT = 65_536;

/**
 * Renders a report as Markdown for a pull request: the verdict, violations by stack, advisory ones advisoryPart, and counts by
 * pack. Violations that do not fit into a comment on GitHub are left out and counted.
 */
export function renderMarkdown(report: PolicyReport, limit: number = LIMIT): string {
  const head = [
    `<!-- archipelago policy ${report.environment} -->`,
    `## Policies: ${escapeText(report.environment)} ${describeVerdict(report)}`,
    "",
    ...renderIncomplete(report.stacks),
  ];
  const foot = ["", ...renderCounts(report), "", `_${describeRun(report)}_`, ""];
  const room = limit - text([...head, ...foot]).length - 200;
  const mandatory = renderSections(report, "mandatory");
  const advisory = renderSections(report, "advisory");
  const mandatoryPart = fitBlocks(mandatory, room);
  const advisoryRoom = room - text(mandatoryPart.lines).length;
  const advisoryPart = fitBlocks(advisory, advisoryRoom);
  const hidden = mandatoryPart.leftOut + advisoryPart.leftOut;
  return text([
    ...head,
    ...mandatoryPart.lines,
    ...(advisoryPart.lines.length > 0
      ? [
          "<details>",
          `<summary>${countLevel(allFindings(report), "advisory")} advisory</summary>`,
          "",
          ...advisoryPart.lines,
          "</details>",
          "",
        ]
      : []),
    ...(hidden > 0
      ? [
          `${formatCount(hidden, "violation")} more did not fit here; junit.xml and policy.sarif list all of them.`,
          "",
        ]
      : []),
    ...foot,
  ]);
}

/** Lines that are kept or left out together, and the number of violations in them. */
interface Block {
  readonly lines: readonly string[];
  readonly findings: number;
}

function fitBlocks(blocks: readonly Block[], room: number): { lines: readonly string[]; leftOut: number } {
  const lines: string[] = [];
  let remaining = room;
  let leftOut = 0;
  for (const block of blocks) {
    const length = text(block.lines).length + 1;
    if (leftOut === 0 && length <= remaining) {
      lines.push(...block.lines);
      remaining -= length;
    } else {
      leftOut += block.findings;
    }
  }
  return { lines, leftOut };
}

function renderSections({ stacks, packs }: PolicyReport, level: Finding["level"]): readonly Block[] {
  return stacks.flatMap(({ stack, across, findings }): Block[] => {
    const own = findings.filter((finding) => finding.level === level);
    if (own.length === 0) return [];
    const title = across ? `${escapeText(stack)}, across its stacks` : escapeText(stack);
    const head = [
      `### ${title}`,
      "",
      "| level | policy | resource | violation |",
      "| --- | --- | --- | --- |",
    ];
    return [
      { lines: head, findings: 0 },
      ...own.map((finding) => ({ lines: [renderRow(finding, packs)], findings: 1 })),
      { lines: [""], findings: 0 },
    ];
  });
}

function renderRow(finding: Finding, packs: readonly PackSummary[]): string {
  const { level, severity, policy, urn } = finding;
  const { name, type } = parseUrn(urn);
  const url = policyOf(packs, finding)?.url ?? "";
  const link = /^https?:\/\/[^\s()|<>]+$/.test(url) ? `[${escapeText(policy)}](${url})` : escapeText(policy);
  const resource = isStackUrn(urn) ? "the stack" : `${escapeText(name)} (${escapeText(shortType(type))})`;
  const weight = [level, severity].filter(Boolean).join(", ");
  return `| ${weight} | ${link} | ${resource} | ${escapeText(finding.text)} |`;
}

function describeVerdict({ exitCode, stacks, interrupted }: PolicyReport): string {
  const findings = describeFindings(stacks.flatMap((one) => one.findings));
  if (interrupted) return `was interrupted: ${findings}`;
  return `${exitCode === 0 ? "passed" : "failed"}: ${findings}`;
}

function renderIncomplete(stacks: readonly StackReport[]): readonly string[] {
  const lines = stacks
    .filter(({ state }) => state !== "checked")
    .map(({ stack, state, errors }) => {
      const why = errors.map(escapeText).join("<br>").slice(0, 2000) || "the run ended before its check";
      return `- **${escapeText(stack)}** ${state === "failed" ? "could not be checked completely" : state}: ${why}`;
    });
  return lines.length > 0 ? ["Not everything was checked:", "", ...lines, ""] : [];
}

function renderCounts({ packs, stacks }: PolicyReport): readonly string[] {
  return [
    "| pack | policies | passed | violated | advisory | not evaluated | disabled |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...packs.map((pack) => {
      const { passed, violated, advised, unasked, disabled } = countStatuses(pack, stacks);
      const numbers = [pack.policies.length, passed, violated, advised, unasked, disabled];
      return `| ${escapeText(pack.name)} ${escapeText(pack.version)} | ${numbers.join(" | ")} |`;
    }),
  ];
}

function describeRun({ source, stacks: all, durationMs }: PolicyReport): string {
  const stacks = all.filter(({ across }) => !across);
  const resources = stacks.reduce((sum, one) => sum + one.resources, 0);
  const what = source === "state" ? "State" : "Preview";
  return `${what} of ${formatCount(stacks.length, "stack")} with ${formatCount(resources, "resource")}, in ${formatDuration(durationMs)}.`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "@": "&#64;",
  "#": "&#35;",
};

/** Escapes external text for a table cell, so that it holds no markup, mention or reference. */
function escapeText(joinLines: string): string {
  return stripControls(joinLines)
    .trim()
    .replace(/[&<>@#\\`*_[\]|~]/g, (character) => ENTITIES[character] ?? `\\${character}`)
    .replace(/\n+/g, "<br>");
}

function text(lines: readonly string[]): string {
  return lines.join("\n");
}
