import Table from "cli-table3";
import type { Measurement, Target, Unit } from "./question";

/** A table of measurements; all cells are strings. */
export interface AnswerTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const UNITS: Readonly<Record<Unit, string>> = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  MB: "10^6 bytes",
  B: "bytes",
  count: "counts",
  "per s": "per second",
  ratio: "ratios",
};

/** Limit of columns with figures. */
const MOST_COLUMNS = 5;
/** Widths with their gap of one: 13 + 15 + 5 * 10 = 78 characters. */
const WIDTHS = [13, 15, ...Array<number>(MOST_COLUMNS).fill(10)];
const NO_LINES = Object.fromEntries(
  "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle"
    .split(" ")
    .map((part) => [part, ""]),
);

/** Creates tables by bench and unit, with a row per operation and a column per measure, and a table of targets. */
export function tablesOf(measurements: readonly Measurement[]): readonly AnswerTable[] {
  const groups = groupBy(measurements, ({ bench, unit }) => `${bench}: ${UNITS[unit]}`);
  const tables = [...groups].flatMap(([title, group]) => pivots(title, group));
  const withTarget = measurements.filter(({ target }) => target !== undefined);
  return withTarget.length === 0 ? tables : [...tables, targetTable(withTarget)];
}

/** Formats a table as lines of at most 80 columns. */
export function textOf({ title, head, rows }: AnswerTable): readonly string[] {
  const table = new Table({
    head: [...head],
    colWidths: WIDTHS.slice(0, head.length),
    wordWrap: true,
    chars: NO_LINES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 1 },
  });
  for (const row of rows) table.push([...row]);
  return [
    title,
    ...table
      .toString()
      .split("\n")
      .map((line) => line.trimEnd()),
  ];
}

/** Formats a table as lines of Markdown. */
export function markdownOf({ title, head, rows }: AnswerTable): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [`**${title}**`, "", line(head), line(head.map(() => "---")), ...rows.map(line)];
}

/** Formats a number with three significant digits, without an exponent. */
export function formatNumber(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

function pivots(title: string, group: readonly Measurement[]): readonly AnswerTable[] {
  const measures = [...groupBy(group, ({ measure }) => measure).keys()];
  const lines = [...groupBy(group, ({ name, of }) => JSON.stringify([name, of])).values()];
  const tables: AnswerTable[] = [];
  for (let from = 0; from < measures.length; from += MOST_COLUMNS) {
    const columns = measures.slice(from, from + MOST_COLUMNS);
    const rows = lines.flatMap((line) => {
      const cells = columns.map((measure) => cellOf(line.find((one) => one.measure === measure)));
      const [first] = line;
      return first === undefined || cells.every((cell) => cell === "")
        ? []
        : [[first.name, first.of, ...cells]];
    });
    tables.push({ title, head: ["what", "of", ...columns], rows });
  }
  return tables;
}

function targetTable(aimed: readonly Measurement[]): AnswerTable {
  const rows = aimed.map(({ bench, name, of, measure, unit, target, median }) => {
    const isBare = unit === "count" || unit === "ratio";
    return [
      `${bench}: ${name}`,
      of,
      measure,
      boundOf(target),
      `${formatNumber(median)}${isBare ? "" : ` ${unit}`}`,
    ];
  });
  return { title: "targets", head: ["what", "of", "measure", "target", "measured"], rows };
}

/** The median, and with several runs the minimum and maximum. */
function cellOf(measurement: Measurement | undefined): string {
  if (measurement === undefined) return "";
  const { n, median, min, max } = measurement;
  const isSame = formatNumber(min) === formatNumber(max);
  return n === 1 || isSame
    ? formatNumber(median)
    : `${formatNumber(median)} ${formatNumber(min)}-${formatNumber(max)}`;
}

function boundOf({ atMost, atLeast }: Target = {}): string {
  if (atMost !== undefined) return `<= ${formatNumber(atMost)}`;
  return atLeast === undefined ? "" : `>= ${formatNumber(atLeast)}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
