import type { Op } from "../../lab/engine";
import { messageOf } from "../errors";
import {
  type Colours,
  formatCount,
  formatDuration,
  oneLine,
  pad,
  shortType,
  stripControls,
  WIDTH,
  wrap,
} from "../formatting";
import { outcomeLabel } from "../operation-labels";
import {
  type Failure,
  formatResource,
  type OperationLog,
  type PolicyNote,
  type Skip,
} from "../operation-log";
import type { OperationReport } from "../run-operation";
import { type Inventory, inventoryTable } from "./inventory";
import { outputLines } from "./outputs";
import { stepLines } from "./steps";

/** Context of a summary. */
export interface SummaryContext {
  readonly colours: Colours;
  /** The command as the user ran it. */
  readonly command: string;
  readonly inventory: readonly Inventory[];
  /** Deployed cluster stacks of the environment. */
  readonly clusters: readonly string[];
  /** Lists every entry of long lists. */
  readonly verbose: boolean;
  /** Whether the progress has already shown all messages. */
  readonly messagesShown: boolean;
}

/** Formats the result of an operation as lines of at most {@link WIDTH} columns. */
export function summaryLines(report: OperationReport, context: SummaryContext): readonly string[] {
  const { colours } = context;
  const parts = [
    notesOf(report, context),
    report.operation === "preview" ? stepLines(report.log.steps, report.environment.locations, colours) : [],
    driftOf(report),
    inventoryOf(report, context),
    outputsOf(report, context),
    policiesOf(report, context),
    failuresOf(report, context),
    skippedOf(report, context),
    [verdictOf(report, colours)],
    hintsOf(report, context),
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]);
}

function notesOf({ outcomes, log }: OperationReport, { messagesShown }: SummaryContext): readonly string[] {
  const notices = outcomes.flatMap((outcome) => ("result" in outcome ? (outcome.result?.notices ?? []) : []));
  const notes = [
    ...notices.map(stripControls),
    ...(messagesShown ? [] : log.notes).map(
      ({ text, urn }) =>
        (urn === undefined || text.includes(urn) ? "" : `${formatResource(urn)}: `) + stripControls(text),
    ),
  ];
  return [...new Set(notes)].flatMap((text) => wrap(text, WIDTH, "  "));
}

function driftOf({ outcomes, operation }: OperationReport): readonly string[] {
  const drifts = outcomes.flatMap((outcome) => ("result" in outcome ? (outcome.result?.drift ?? []) : []));
  if (drifts.length === 0) {
    return operation === "refresh" ? ["No drift: the cloud matches the state."] : [];
  }
  const lines = drifts.map(({ urn, found }) => `  ${found}: ${oneLine(formatResource(urn))}`);
  return [
    "Drift: these resources differed from the state",
    ...lines.flatMap((line) => wrap(line, WIDTH, "  ")),
  ];
}

function inventoryOf(
  { operation }: OperationReport,
  { inventory, colours }: SummaryContext,
): readonly string[] {
  if (operation === "preview" || inventory.length === 0) return [];
  return inventoryTable(inventory, colours);
}

function outputsOf({ operation, outcomes }: OperationReport, { colours }: SummaryContext): readonly string[] {
  if (operation !== "up") return [];
  const lines = outcomes.flatMap((outcome) => {
    const result = "result" in outcome ? outcome.result : undefined;
    const own = result ? outputLines(result.outputs) : [];
    if (own.length === 0) return [];
    return [colours.bold(`Outputs of ${outcome.stack}`), ...own];
  });
  return lines;
}

function policiesOf(
  { outcomes, log }: OperationReport,
  { colours, verbose }: SummaryContext,
): readonly string[] {
  const reviews = outcomes.flatMap((outcome) =>
    "result" in outcome && outcome.result?.policies ? [outcome.result.policies] : [],
  );
  const packs = new Map(reviews.flatMap((review) => review.packs.map((pack) => [pack.dir, pack] as const)));
  if (packs.size === 0) return [];
  const names = [...packs.values()].map(
    ({ name, version, policies }) => `${oneLine(name)} ${oneLine(version)} (${policies.filter(isOn).length})`,
  );
  const mandatory = reviews.reduce((sum, review) => sum + review.violations, 0);
  const advice = log.policies.filter(({ level }) => level === "advisory");
  const remediations = listRemediations(log.policies);
  const isWhole = reviews.every(({ complete }) => complete);
  const findings = [
    ...(mandatory > 0 ? [formatCount(mandatory, "mandatory violation")] : []),
    ...(advice.length > 0 ? [`${advice.length} advisory`] : []),
    ...(isWhole ? [] : ["some resources not evaluated"]),
  ].join(", ");
  const colour = mandatory > 0 ? colours.red : findings === "" ? colours.green : colours.yellow;
  const lines = firstOf(
    advice.map((note) => `  ${describeAdvice(note)}`),
    verbose,
  );
  return [
    ...wrap(`Policies of ${names.join(", ")}: ${colour(findings || "no violations")}`, WIDTH, "  "),
    ...remediations.flatMap((text) => wrap(`  ${text}`, WIDTH, "    ")),
    ...lines.flatMap((line) => wrap(line, WIDTH, "    ")),
  ];
}

/** Lists remediations by policy: `remediated: versioned (test-pack), 2 resources`. */
function listRemediations(notes: readonly PolicyNote[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { level, pack, policy } of notes) {
    if (level !== "remediate") continue;
    const key = `remediated: ${oneLine(policy)} (${oneLine(pack)})`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, number]) => `${key}, ${formatCount(number, "resource")}`);
}

function describeAdvice({ pack, policy, severity, text, urn }: PolicyNote): string {
  const about = isStack(urn) ? "" : `${oneLine(formatResource(urn))}: `;
  const level = severity === undefined ? "advisory" : `advisory, ${severity}`;
  return `${level}: ${about}${oneLine(policy)} (${oneLine(pack)}): ${stripControls(text).trim()}`;
}

function isOn({ enforcementLevel }: { readonly enforcementLevel: string }): boolean {
  return enforcementLevel !== "disabled";
}

function failuresOf(
  { outcomes, log }: OperationReport,
  { colours, verbose }: SummaryContext,
): readonly string[] {
  const thrown = outcomes.flatMap((outcome): Failure[] =>
    outcome.state === "failed" && outcome.error !== undefined
      ? [{ stack: outcome.stack, location: outcome.stack, text: messageOf(outcome.error, verbose) }]
      : [],
  );
  const failures = [...log.failures, ...thrown];
  if (failures.length === 0) return [];
  return [
    colours.red(colours.bold(`Failed: ${formatCount(failures.length, "error")}`)),
    ...failures.flatMap(({ location, urn, text }) => {
      const about = urn === undefined || isStack(urn) ? "" : `${oneLine(formatResource(urn))}: `;
      return wrap(`  ${oneLine(location)}  ${about}${stripControls(text).trim()}`, WIDTH, "  ");
    }),
  ];
}

function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}

/** Limit of listed entries without `--verbose`. */
const FEW = 12;

function firstOf(lines: readonly string[], verbose: boolean): readonly string[] {
  if (verbose || lines.length <= FEW) return lines;
  return [...lines.slice(0, FEW), `  and ${lines.length - FEW} more; --verbose lists them`];
}

function skippedOf(
  { outcomes, log }: OperationReport,
  { colours, verbose }: SummaryContext,
): readonly string[] {
  const stacks = outcomes.flatMap((outcome) => {
    if (outcome.state === "cancelled")
      return [`  ${outcome.stack}: not started, the operation was interrupted`];
    return outcome.state === "skipped"
      ? [`  ${outcome.stack}: it depends on ${outcome.because.join(", ")}, which failed`]
      : [];
  });
  const resources = log.skips.map((skip) => `  ${describeSkip(skip, log)}`);
  const lines = [...stacks, ...firstOf(resources, verbose)];
  if (lines.length === 0) return [];
  const counts = [
    ...(stacks.length > 0 ? [formatCount(stacks.length, "stack")] : []),
    ...(resources.length > 0 ? [formatCount(resources.length, "resource")] : []),
  ].join(", ");
  return [colours.yellow(`Skipped: ${counts}`), ...lines.flatMap((line) => wrap(line, WIDTH, "  "))];
}

function describeSkip({ type, name, because }: Skip, { failures }: OperationLog): string {
  const about = `${oneLine(name)} (${shortType(type)})`;
  const [only] = failures;
  const cause = because ?? (failures.length === 1 ? only?.urn : undefined);
  return cause === undefined ? about : `${about}, depends on ${oneLine(formatResource(cause))}`;
}

/** Summarizes an operation in one sentence: its result, duration and counts. */
export function verdictOf(
  {
    operation,
    environment,
    outcomes,
    log,
    absent,
    premature,
    interrupted,
    exitCode,
    durationMs,
  }: OperationReport,
  colours: Colours,
): string {
  const duration = formatDuration(durationMs);
  const head = `${operation} ${environment.name}`;
  const totals = new Map<Op, number>();
  for (const { done } of log.counts.values()) {
    for (const [op, number] of done) totals.set(op, (totals.get(op) ?? 0) + number);
  }
  const counts = [...totals].map(([op, number]) => `${number} ${outcomeLabel(operation, op)}`).join(", ");
  const later = [...premature.keys()].map(
    (stack) => `${stack}: cannot be previewed yet, it reads ${(premature.get(stack) ?? []).join(", ")}`,
  );
  const rest = later.length > 0 ? `\n${later.join("\n")}` : "";
  if (exitCode === 8)
    return verdict(colours.red, `${head}: stopped immediately after ${duration}; ${counts || "no changes"}`);
  if (exitCode === 1) {
    const complete = outcomes.filter(({ state }) => state === "done").length;
    const stacks = outcomes.length > 1 ? `; ${complete} of ${outcomes.length} stacks complete` : "";
    return verdict(
      colours.red,
      `${head}: ${interrupted ? "interrupted" : "failed"} after ${duration}; ${counts || "no changes"}${stacks}`,
    );
  }
  if (outcomes.length === 0 && absent.length > 0) {
    return verdict(colours.green, `${head}: nothing is deployed; no changes`);
  }
  const same = totals.get("same") ?? 0;
  const isSame = outcomes.every((outcome) => outcome.state === "done" && isUnchanged(outcome.result.changes));
  if ((operation === "up" || operation === "preview") && isSame) {
    const matches = formatCount(same, "resource matches", "resources match");
    return verdict(colours.green, `${head}: done in ${duration}; no changes, ${matches} the program${rest}`);
  }
  return verdict(colours.green, `${head}: done in ${duration}; ${counts || "no changes"}${rest}`);
}

function verdict(colour: (text: string) => string, text: string): string {
  return wrap(text, WIDTH, "  ").map(colour).join("\n");
}

function isUnchanged(changes: Readonly<Partial<Record<Op, number>>>): boolean {
  return Object.entries(changes).every(([op, number]) => op === "same" || op === "refresh" || number === 0);
}

function hintsOf(
  { operation, environment, exitCode }: OperationReport,
  context: SummaryContext,
): readonly string[] {
  const { command, clusters, inventory } = context;
  const name = environment.name;
  const lines: (readonly [line: string, purpose: string])[] = [];
  if (operation === "up" && exitCode === 0) {
    lines.push(
      [`${command} status ${name}`, "show the resources of each region"],
      [`${command} preview ${name}`, "show what another up would change"],
      [`${command} lab ls`, "list the simulated cloud"],
      [`${command} destroy ${name}`, "delete everything"],
    );
  } else if (exitCode !== 0) {
    lines.push([`${command} ${operation} ${name}`, "continue where this one ended"]);
    lines.push([`${command} status ${name}`, "show what is deployed now"]);
  } else if (operation === "destroy" && inventory.length === 0) {
    const [stack = name, ...others] = environment.layers.flat();
    if (others.length === 0) lines.push([`${command} stack rm ${stack}`, "remove the empty stack too"]);
    else lines.push([`${command} stack ls`, "list the empty stacks; stack rm removes one"]);
  } else if (operation === "preview") {
    lines.push([`${command} up ${name}`, "apply these changes"]);
  }
  const notes = operation === "destroy" ? listRemains(environment, clusters) : [];
  const width = Math.max(0, ...lines.map(([line]) => line.length));
  const isWide = lines.some(([, purpose]) => width + purpose.length + 4 > WIDTH);
  const list = lines.flatMap(([line, purpose]) =>
    isWide ? [`  ${line}`, `      ${purpose}`] : [`  ${pad(line, width)}  ${purpose}`],
  );
  return [...notes, ...(list.length > 0 ? ["Next", ...list] : [])];
}

/** Lists what a destroy does not delete although users may expect it. */
function listRemains(
  { regions, settings }: OperationReport["environment"],
  clusters: readonly string[],
): readonly string[] {
  const edge =
    regions && settings
      ? [
          `Resources shared by all regions remain and may still point to ${regions.join(", ")}: to remove a region ` +
            `permanently, take it out of Pulumi.${settings.environment}.yaml and run up`,
        ]
      : [];
  const remaining =
    clusters.length > 0 ? [`Clusters are separate stacks and remain: ${clusters.join(", ")}`] : [];
  return [...edge, ...remaining].flatMap((text) => wrap(text, WIDTH, "  "));
}
