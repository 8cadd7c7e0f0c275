import type { Op } from "../../lab/engine";
import { messageOf } from "../messages";
import type { Operated } from "../operate";
import { type Failure, label, type PolicyNote, type Skip, type Tally } from "../tally";
import { type Colours, clean, count, duration, oneLine, shortType, WIDTH, wrap } from "../text";
import { outcomeWord } from "../words";
import type { Inventory } from "./inventory";
import { inventoryTable } from "./inventory";
import { outputLines } from "./outputs";
import { stepLines } from "./steps";

/** What the end of an operation is told with. */
export interface SummaryContext {
  readonly colours: Colours;
  /** How the command is called. */
  readonly command: string;
  readonly inventory: readonly Inventory[];
  /** Clusters of the environment that are there, by stack. */
  readonly clusters: readonly string[];
  /** Shows every step and every outcome. */
  readonly verbose: boolean;
  /** Whether messages were shown while it ran, so that they need not be repeated. */
  readonly told: boolean;
}

/** All that is told when an operation has ended, line by line, each at most {@link WIDTH} columns. */
export function summaryLines(operated: Operated, context: SummaryContext): readonly string[] {
  const { colours } = context;
  const parts = [
    notesOf(operated, context),
    operated.operation === "preview"
      ? stepLines(operated.tally.steps, operated.environment.places, colours)
      : [],
    driftOf(operated),
    inventoryOf(operated, context),
    outputsOf(operated, context),
    policiesOf(operated, context),
    failuresOf(operated, context),
    skippedOf(operated, context),
    [verdictOf(operated, colours)],
    adviceOf(operated, context),
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]);
}

function notesOf({ outcomes, tally }: Operated, { told }: SummaryContext): readonly string[] {
  const notices = outcomes.flatMap((outcome) => ("result" in outcome ? (outcome.result?.notices ?? []) : []));
  const texts = [
    ...notices.map(clean),
    ...(told ? [] : tally.notes).map(
      ({ text, urn }) => (urn === undefined || text.includes(urn) ? "" : `${label(urn)}: `) + clean(text),
    ),
  ];
  return [...new Set(texts)].flatMap((text) => wrap(text, WIDTH, "  "));
}

function driftOf({ outcomes, operation }: Operated): readonly string[] {
  const drifts = outcomes.flatMap((outcome) => ("result" in outcome ? (outcome.result?.drift ?? []) : []));
  if (drifts.length === 0) {
    return operation === "refresh" ? ["No drift: everything is as the state says."] : [];
  }
  const lines = drifts.map(({ urn, found }) => `  ${found}: ${oneLine(label(urn))}`);
  return [
    "Drift: found different from what the state said",
    ...lines.flatMap((line) => wrap(line, WIDTH, "  ")),
  ];
}

function inventoryOf({ operation }: Operated, { inventory, colours }: SummaryContext): readonly string[] {
  if (operation === "preview" || inventory.length === 0) return [];
  return inventoryTable(inventory, colours);
}

function outputsOf({ operation, outcomes }: Operated, { colours }: SummaryContext): readonly string[] {
  if (operation !== "up") return [];
  const lines = outcomes.flatMap((outcome) => {
    const result = "result" in outcome ? outcome.result : undefined;
    const own = result ? outputLines(result.outputs) : [];
    if (own.length === 0) return [];
    return [colours.bold(`Outputs of ${outcome.stack}`), ...own];
  });
  return lines;
}

function policiesOf({ outcomes, tally }: Operated, { colours, verbose }: SummaryContext): readonly string[] {
  const reviews = outcomes.flatMap((outcome) =>
    "result" in outcome && outcome.result?.policies ? [outcome.result.policies] : [],
  );
  const packs = new Map(reviews.flatMap((review) => review.packs.map((pack) => [pack.dir, pack] as const)));
  if (packs.size === 0) return [];
  const names = [...packs.values()].map(
    ({ name, version, policies }) => `${oneLine(name)} ${oneLine(version)} (${policies.filter(isOn).length})`,
  );
  const mandatory = reviews.reduce((sum, review) => sum + review.violations, 0);
  const advice = tally.policies.filter(({ level }) => level === "advisory");
  const remedies = remediesIn(tally.policies);
  const isWhole = reviews.every(({ complete }) => complete);
  const found = [
    ...(mandatory > 0 ? [count(mandatory, "mandatory violation")] : []),
    ...(advice.length > 0 ? [`${advice.length} advisory`] : []),
    ...(isWhole ? [] : ["not all was looked at"]),
  ].join(", ");
  const colour = mandatory > 0 ? colours.red : found === "" ? colours.green : colours.yellow;
  const lines = firstOf(
    advice.map((note) => `  ${describeAdvice(note)}`),
    verbose,
  );
  return [
    ...wrap(`Policies of ${names.join(", ")}: ${colour(found || "nothing is violated")}`, WIDTH, "  "),
    ...remedies.flatMap((text) => wrap(`  ${text}`, WIDTH, "    ")),
    ...lines.flatMap((line) => wrap(line, WIDTH, "    ")),
  ];
}

/** Policies that have put something right, with how many resources: `remedied: versioned (test-pack), 2 resources`. */
function remediesIn(notes: readonly PolicyNote[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { level, pack, policy } of notes) {
    if (level !== "remediate") continue;
    const key = `remedied: ${oneLine(policy)} (${oneLine(pack)})`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([what, number]) => `${what}, ${count(number, "resource")}`);
}

function describeAdvice({ pack, policy, severity, text, urn }: PolicyNote): string {
  const about = isStack(urn) ? "" : `${oneLine(label(urn))}: `;
  const level = severity === undefined ? "advisory" : `advisory, ${severity}`;
  return `${level}: ${about}${oneLine(policy)} (${oneLine(pack)}): ${clean(text).trim()}`;
}

function isOn({ enforcementLevel }: { readonly enforcementLevel: string }): boolean {
  return enforcementLevel !== "disabled";
}

function failuresOf({ outcomes, tally }: Operated, { colours, verbose }: SummaryContext): readonly string[] {
  const thrown = outcomes.flatMap((outcome): Failure[] =>
    outcome.state === "failed" && outcome.error !== undefined
      ? [{ stack: outcome.stack, place: outcome.stack, text: messageOf(outcome.error, verbose) }]
      : [],
  );
  const failures = [...tally.failures, ...thrown];
  if (failures.length === 0) return [];
  return [
    colours.red(colours.bold(`Failed: ${count(failures.length, "error")}`)),
    ...failures.flatMap(({ place, urn, text }) => {
      const about = urn === undefined || isStack(urn) ? "" : `${oneLine(label(urn))}: `;
      return wrap(`  ${oneLine(place)}  ${about}${clean(text).trim()}`, WIDTH, "  ");
    }),
  ];
}

function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}

/** Lists longer than this are cut, unless all is asked for. */
const FEW = 12;

function firstOf(lines: readonly string[], verbose: boolean): readonly string[] {
  if (verbose || lines.length <= FEW) return lines;
  return [...lines.slice(0, FEW), `  and ${lines.length - FEW} more; --verbose lists them`];
}

function skippedOf({ outcomes, tally }: Operated, { colours, verbose }: SummaryContext): readonly string[] {
  const stacks = outcomes.flatMap((outcome) => {
    if (outcome.state === "cancelled") return [`  ${outcome.stack}: the operation was ended before`];
    return outcome.state === "skipped"
      ? [`  ${outcome.stack}: it needs ${outcome.because.join(", ")}, which failed`]
      : [];
  });
  const resources = tally.skips.map((skip) => `  ${describeSkip(skip, tally)}`);
  const lines = [...stacks, ...firstOf(resources, verbose)];
  if (lines.length === 0) return [];
  const what = [
    ...(stacks.length > 0 ? [count(stacks.length, "stack")] : []),
    ...(resources.length > 0 ? [count(resources.length, "resource")] : []),
  ].join(", ");
  return [colours.yellow(`Skipped: ${what}`), ...lines.flatMap((line) => wrap(line, WIDTH, "  "))];
}

function describeSkip({ type, name, because }: Skip, { failures }: Tally): string {
  const about = `${oneLine(name)} (${shortType(type)})`;
  const [only] = failures;
  const cause = because ?? (failures.length === 1 ? only?.urn : undefined);
  return cause === undefined ? about : `${about}, because of ${oneLine(label(cause))}`;
}

/** One sentence: what was done, and how long it took. */
export function verdictOf(
  { operation, environment, outcomes, tally, absent, premature, interrupted, exitCode, durationMs }: Operated,
  colours: Colours,
): string {
  const took = `in ${duration(durationMs)}`;
  const head = `${operation} ${environment.name}`;
  const totals = new Map<Op, number>();
  for (const { done } of tally.places.values()) {
    for (const [op, number] of done) totals.set(op, (totals.get(op) ?? 0) + number);
  }
  const counts = [...totals].map(([op, number]) => `${number} ${outcomeWord(operation, op)}`).join(", ");
  const later = [...premature.keys()].map(
    (stack) => `${stack}: nothing can be said yet, it reads ${(premature.get(stack) ?? []).join(", ")}`,
  );
  const rest = later.length > 0 ? `\n${later.join("\n")}` : "";
  if (exitCode === 8)
    return verdict(colours.red, `${head}: ended at once ${took}; ${counts || "nothing was done"}`);
  if (exitCode === 1) {
    const good = outcomes.filter(({ state }) => state === "done").length;
    const stacks = outcomes.length > 1 ? `; ${good} of ${outcomes.length} stacks are complete` : "";
    return verdict(
      colours.red,
      `${head}: ${interrupted ? "ended early" : "failed"} ${took}; ${counts || "nothing was done"}${stacks}`,
    );
  }
  if (outcomes.length === 0 && absent.length > 0) {
    return verdict(colours.green, `${head}: there is nothing of it, so nothing was done`);
  }
  const same = totals.get("same") ?? 0;
  const isSame = outcomes.every((outcome) => outcome.state === "done" && isUnchanged(outcome.result.changes));
  if (operation === "up" && isSame) {
    return verdict(
      colours.green,
      `${head}: nothing changed, ${count(same, "resource is", "resources are")} as the program says; ${took}`,
    );
  }
  if (operation === "preview" && isSame) {
    return verdict(
      colours.green,
      `${head}: up would change nothing, ${count(same, "resource is", "resources are")} as the program says; ${took}${rest}`,
    );
  }
  return verdict(colours.green, `${head}: done ${took}; ${counts || "nothing to do"}${rest}`);
}

function verdict(colour: (text: string) => string, text: string): string {
  return wrap(text, WIDTH, "  ").map(colour).join("\n");
}

function isUnchanged(changes: Readonly<Partial<Record<Op, number>>>): boolean {
  return Object.entries(changes).every(([op, number]) => op === "same" || op === "refresh" || number === 0);
}

function adviceOf(
  { operation, environment, exitCode }: Operated,
  context: SummaryContext,
): readonly string[] {
  const { command, clusters, inventory } = context;
  const name = environment.name;
  const lines: (readonly [line: string, what: string])[] = [];
  if (operation === "up" && exitCode === 0) {
    lines.push(
      [`${command} status ${name}`, "what is deployed where"],
      [`${command} preview ${name}`, "what another up would change"],
      [`${command} lab ls`, "the simulated cloud itself"],
      [`${command} destroy ${name}`, "take it away"],
    );
  } else if (exitCode !== 0) {
    lines.push([`${command} ${operation} ${name}`, "goes on where this one ended"]);
    lines.push([`${command} status ${name}`, "what is there now"]);
  } else if (operation === "destroy" && inventory.length === 0) {
    const [stack = name, ...others] = environment.layers.flat();
    if (others.length === 0) lines.push([`${command} stack rm ${stack}`, "forget the empty stack too"]);
    else lines.push([`${command} stack ls`, "the stacks are empty now; stack rm forgets one"]);
  } else if (operation === "preview") {
    lines.push([`${command} up ${name}`, "do it"]);
  }
  const stay = operation === "destroy" ? remains(environment, clusters) : [];
  const width = Math.max(0, ...lines.map(([line]) => line.length));
  const isWide = lines.some(([, what]) => width + what.length + 4 > WIDTH);
  const list = lines.flatMap(([line, what]) =>
    isWide ? [`  ${line}`, `      ${what}`] : [`  ${line.padEnd(width)}  ${what}`],
  );
  return [...stay, ...(list.length > 0 ? ["Next", ...list] : [])];
}

/** What a destroy leaves although one might think that it goes too. */
function remains(
  { regions, settings }: Operated["environment"],
  clusters: readonly string[],
): readonly string[] {
  const edge =
    regions && settings
      ? [
          `What joins the regions stays, and may still lead to ${regions.join(", ")}: to give a region up for good, ` +
            `take it out of Pulumi.${settings.environment}.yaml and run up`,
        ]
      : [];
  const stay =
    clusters.length > 0 ? [`Clusters are stacks of their own and stay: ${clusters.join(", ")}`] : [];
  return [...edge, ...stay].flatMap((text) => wrap(text, WIDTH, "  "));
}
