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
  countLevel,
  countStatuses,
  describeFindings,
  type Finding,
  isStackUrn,
  type PolicyReport,
  policyOf,
  type StackReport,
} from "./findings";

/** Number of resources with violations that are shown without `--verbose`. */
const MAX_GROUPS = 40;

/** Options of a report on the terminal. */
export interface TerminalContext {
  readonly colours: Colours;
  /** The command as the user calls it. */
  readonly command: string;
  /** Shows every finding and every note. */
  readonly verbose: boolean;
  /** Folder of the reports. @default - none were written */
  readonly folder?: string;
}

/** Renders the line of a checked stack: `prod-edge  24 resources, no violations, 2.1 s`. */
export function renderStackLine(report: StackReport, width: number, colours: Colours): string {
  const { stack, across, state, resources, findings, remediations, durationMs, errors } = report;
  const name = oneLine(across ? `${stack}, all together` : stack).padEnd(width);
  if (state === "cancelled") return `${name}  ${colours.yellow("the run ended before its check")}`;
  if (state === "skipped") {
    const why = truncate(`skipped: ${oneLine(errors.join("; "))}`, WIDTH - name.length - 2);
    return `${name}  ${colours.yellow(why)}`;
  }
  const parts = [
    formatCount(resources, "resource"),
    across && findings.length === 0 ? "no further violations" : describeFindings(findings),
    ...(remediations.length > 0 ? [`${remediations.length} remediated`] : []),
    ...(state === "failed" ? ["failed"] : []),
    formatDuration(durationMs),
  ];
  const isBad = state === "failed" || findings.some(({ level }) => level === "mandatory");
  const colour = isBad ? colours.red : findings.length > 0 ? colours.yellow : colours.green;
  return `${name}  ${colour(parts.join(", "))}`;
}

/** Renders the report at the end of a run as lines of at most {@link WIDTH} columns. */
export function renderReport(report: PolicyReport, context: TerminalContext): readonly string[] {
  const parts = [
    renderNotes(report, context),
    renderViolations(report, context),
    renderFailures(report, context),
    report.packs.flatMap((pack) => renderPack(pack, report)),
    renderVerdict(report, context),
    renderNextSteps(report, context),
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]);
}

function renderNotes({ stacks }: PolicyReport, { verbose }: TerminalContext): readonly string[] {
  const notes = verbose ? stacks.flatMap((one) => one.notes) : [];
  return [...new Set(notes)].flatMap((text) => wrap(stripControls(text), WIDTH, "  "));
}

function renderViolations(report: PolicyReport, { colours, verbose }: TerminalContext): readonly string[] {
  const findings = allFindings(report);
  if (findings.length === 0) return [];
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.stack} ${finding.urn}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const all = [...groups.values()];
  const visible = verbose ? all : all.slice(0, MAX_GROUPS);
  const hints = new Set<string>();
  const lines = visible.flatMap((group) => ["", ...renderGroup(group, report.packs, hints, colours)]);
  const more = all.length - visible.length;
  return [
    colours.bold(
      `Violations: ${countLevel(findings, "mandatory")} mandatory, ${countLevel(findings, "advisory")} advisory`,
    ),
    ...lines,
    ...(more > 0 ? ["", `and ${formatCount(more, "resource")} more; --verbose lists all of them`] : []),
  ];
}

function renderGroup(
  group: readonly Finding[],
  packs: readonly PackSummary[],
  hints: Set<string>,
  colours: Colours,
): readonly string[] {
  const [{ stack, urn } = { stack: "", urn: "" }] = group;
  const { name, type } = parseUrn(urn);
  const subject = isStackUrn(urn) ? "as a whole" : `${oneLine(name)} (${shortType(type)})`;
  return [
    ...wrap(`${oneLine(stack)}: ${subject}`, WIDTH, "  ").map(colours.bold),
    ...group.flatMap((finding) => renderFinding(finding, packs, hints, colours)),
  ];
}

/** @param hints remediation steps of earlier findings, which are not repeated */
function renderFinding(
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
    ...indent(text),
    ...(isKnown ? [] : indent(`to do: ${hint}`)),
  ];
}

function indent(text: string): readonly string[] {
  return stripControls(text)
    .trim()
    .split("\n")
    .flatMap((line) => wrap(`    ${line.trim()}`, WIDTH, ""));
}

function renderFailures({ stacks }: PolicyReport, { colours }: TerminalContext): readonly string[] {
  const failed = stacks.filter(({ state, errors }) => state === "failed" && errors.length > 0);
  if (failed.length === 0) return [];
  return [
    colours.red(colours.bold("Not checked completely")),
    ...failed.flatMap(({ stack, errors }) =>
      errors.flatMap((text) => wrap(`  ${oneLine(stack)}: ${stripControls(text).trim()}`, WIDTH, "  ")),
    ),
  ];
}

function renderPack(pack: PackSummary, { stacks }: PolicyReport): readonly string[] {
  const counts = countStatuses(pack, stacks);
  const parts = [
    [counts.passed, "passed"],
    [counts.violated, "violated"],
    [counts.advised, "advisory"],
    [counts.unasked, "not evaluated everywhere"],
    [counts.disabled, "disabled"],
  ] as const;
  const nonZero = parts.flatMap(([number, what]) => (number > 0 ? [`${number} ${what}`] : []));
  const policies = formatCount(pack.policies.length, "policy", "policies");
  return wrap(
    `${oneLine(pack.name)} ${oneLine(pack.version)}: ${policies}, ${nonZero.join(", ")}`,
    WIDTH,
    "  ",
  );
}

function renderVerdict(
  { environment, exitCode, interrupted, stacks, failOnAdvisory, durationMs }: PolicyReport,
  { colours }: TerminalContext,
): readonly string[] {
  const findings = stacks.flatMap((one) => one.findings);
  const word = exitCode === 8 ? "killed" : interrupted ? "interrupted" : exitCode === 0 ? "passed" : "failed";
  const why = failOnAdvisory && findings.length > 0 ? " (--fail-on-advisory)" : "";
  const line = `policy ${environment}: ${word} in ${formatDuration(durationMs)}; ${describeFindings(findings)}${why}`;
  return wrap(line, WIDTH, "  ").map(exitCode === 0 ? colours.green : colours.red);
}

function renderNextSteps(
  { environment, source, exitCode, interrupted }: PolicyReport,
  { command, folder }: TerminalContext,
): readonly string[] {
  const reports =
    folder === undefined ? [] : [`Reports: ${folder}/`, "  junit.xml, policy.sarif, summary.md"];
  if (interrupted) return [...reports, "No reports were written because the check is incomplete."];
  if (exitCode !== 0 || source === "state") return reports;
  return [
    ...reports,
    "Next",
    ...wrap(`  ${command} up ${environment}`, WIDTH, "    "),
    ...wrap(`  ${command} policy ${environment} --state`, WIDTH, "    "),
    "      checks it again after the up, when every value is known",
  ];
}
