import { type PackSummary, parseUrn } from "../../lab/engine";
import {
  type Colours,
  formatCount,
  formatDuration,
  oneLine,
  shortType,
  stripControls,
  truncate,
  WIDTH,
  wrap,
} from "../formatting";
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

/** Groups longer than this are cut, unless all is asked for. */
const FEW = 40;

/** What the end of a run is told with. */
export interface TerminalContext {
  readonly colours: Colours;
  /** How the command is called. */
  readonly command: string;
  /** Shows every finding and every note. */
  readonly verbose: boolean;
  /** Where the reports are; absent when none were written. */
  readonly folder?: string;
}

/** One line for a stack that was looked at: `prod-edge  24 resources, no violations, 2.1 s`. */
export function stackLine(checked: Checked, width: number, colours: Colours): string {
  const { stack, across, state, resources, findings, remedies, durationMs, errors } = checked;
  const name = oneLine(across ? `${stack}, all together` : stack).padEnd(width);
  if (state === "cancelled") return `${name}  ${colours.yellow("the run was ended before")}`;
  if (state === "skipped") {
    const why = truncate(`skipped: ${oneLine(errors.join("; "))}`, WIDTH - name.length - 2);
    return `${name}  ${colours.yellow(why)}`;
  }
  const parts = [
    formatCount(resources, "resource"),
    across && findings.length === 0 ? "nothing more" : describeFindings(findings),
    ...(remedies.length > 0 ? [`${remedies.length} remedied`] : []),
    ...(state === "failed" ? ["failed"] : []),
    formatDuration(durationMs),
  ];
  const isBad = state === "failed" || findings.some(({ level }) => level === "mandatory");
  const colour = isBad ? colours.red : findings.length > 0 ? colours.yellow : colours.green;
  return `${name}  ${colour(parts.join(", "))}`;
}

/** All that is told when a run has ended, line by line, each at most {@link WIDTH} columns. */
export function reportLines(report: PolicyReport, context: TerminalContext): readonly string[] {
  const parts = [
    notes(report, context),
    violations(report, context),
    failures(report, context),
    report.packs.flatMap((pack) => packLine(pack, report)),
    verdict(report, context),
    advice(report, context),
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]);
}

function notes({ checked }: PolicyReport, { verbose }: TerminalContext): readonly string[] {
  const texts = verbose ? checked.flatMap((one) => one.notes) : [];
  return [...new Set(texts)].flatMap((text) => wrap(stripControls(text), WIDTH, "  "));
}

function violations(report: PolicyReport, { colours, verbose }: TerminalContext): readonly string[] {
  const findings = allFindings(report);
  if (findings.length === 0) return [];
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.stack} ${finding.urn}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const all = [...groups.values()];
  const shown = verbose ? all : all.slice(0, FEW);
  const hints = new Set<string>();
  const lines = shown.flatMap((group) => ["", ...groupLines(group, report.packs, hints, colours)]);
  const more = all.length - shown.length;
  return [
    colours.bold(
      `Violations: ${countOf(findings, "mandatory")} mandatory, ${countOf(findings, "advisory")} advisory`,
    ),
    ...lines,
    ...(more > 0 ? ["", `and ${formatCount(more, "resource")} more; --verbose lists them all`] : []),
  ];
}

function groupLines(
  group: readonly Finding[],
  packs: readonly PackSummary[],
  hints: Set<string>,
  colours: Colours,
): readonly string[] {
  const [{ stack, urn } = { stack: "", urn: "" }] = group;
  const { name, type } = parseUrn(urn);
  const about = isWhole(urn) ? "as a whole" : `${oneLine(name)} (${shortType(type)})`;
  return [
    ...wrap(`${oneLine(stack)}: ${about}`, WIDTH, "  ").map(colours.bold),
    ...group.flatMap((finding) => findingLines(finding, packs, hints, colours)),
  ];
}

/** @param hints what to do about rules that came before, which is not told again */
function findingLines(
  finding: Finding,
  packs: readonly PackSummary[],
  hints: Set<string>,
  colours: Colours,
): readonly string[] {
  const { level, severity, policy, text } = finding;
  const info = policyOf(packs, finding);
  const colour = level === "mandatory" ? colours.red : colours.yellow;
  const hint = info?.remediationSteps.trim() ?? "";
  const isKnown = hint === "" || text.includes(hint) || hints.has(hint);
  hints.add(hint);
  return [
    `  ${colour([level, severity].filter(Boolean).join(", "))}  ${truncate(oneLine(policy), WIDTH - 24)}`,
    ...inset(text),
    ...(isKnown ? [] : inset(`to do: ${hint}`)),
  ];
}

function inset(text: string): readonly string[] {
  return stripControls(text)
    .trim()
    .split("\n")
    .flatMap((line) => wrap(`    ${line.trim()}`, WIDTH, ""));
}

function failures({ checked }: PolicyReport, { colours }: TerminalContext): readonly string[] {
  const failed = checked.filter(({ state, errors }) => state === "failed" && errors.length > 0);
  if (failed.length === 0) return [];
  return [
    colours.red(colours.bold("Not looked at as a whole")),
    ...failed.flatMap(({ stack, errors }) =>
      errors.flatMap((text) => wrap(`  ${oneLine(stack)}: ${stripControls(text).trim()}`, WIDTH, "  ")),
    ),
  ];
}

function packLine(pack: PackSummary, { checked }: PolicyReport): readonly string[] {
  const counts = statusCounts(pack, checked);
  const parts = [
    [counts.passed, "passed"],
    [counts.violated, "violated"],
    [counts.advised, "with advice"],
    [counts.unasked, "not asked of all"],
    [counts.disabled, "disabled"],
  ] as const;
  const told = parts.flatMap(([number, what]) => (number > 0 ? [`${number} ${what}`] : []));
  const policies = formatCount(pack.policies.length, "policy", "policies");
  return wrap(`${oneLine(pack.name)} ${oneLine(pack.version)}: ${policies}, ${told.join(", ")}`, WIDTH, "  ");
}

function verdict(
  { environment, exitCode, interrupted, checked, failOnAdvisory, durationMs }: PolicyReport,
  { colours }: TerminalContext,
): readonly string[] {
  const findings = checked.flatMap((one) => one.findings);
  const word =
    exitCode === 8 ? "ended at once" : interrupted ? "ended early" : exitCode === 0 ? "passed" : "failed";
  const why = failOnAdvisory && findings.length > 0 ? " (advice counts)" : "";
  const line = `policy ${environment}: ${word} in ${formatDuration(durationMs)}; ${describeFindings(findings)}${why}`;
  return wrap(line, WIDTH, "  ").map(exitCode === 0 ? colours.green : colours.red);
}

function advice(
  { environment, source, exitCode, interrupted }: PolicyReport,
  { command, folder }: TerminalContext,
): readonly string[] {
  const reports =
    folder === undefined ? [] : [`Reports: ${folder}/`, "  junit.xml, policy.sarif, summary.md"];
  if (interrupted) return [...reports, "No reports were written, since not all was looked at."];
  if (exitCode !== 0 || source === "state") return reports;
  return [
    ...reports,
    "Next",
    ...wrap(`  ${command} up ${environment}`, WIDTH, "    "),
    ...wrap(`  ${command} policy ${environment} --state`, WIDTH, "    "),
    "      the same once it is up, when every value is known",
  ];
}
