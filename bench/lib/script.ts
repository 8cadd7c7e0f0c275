import { Command, InvalidArgumentError } from "commander";
import { busyWarning, machine } from "./machine";
import { Report } from "./report";

/** Creates a command with the options of every bench. */
export function benchCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--markdown", "print the table at the end as Markdown")
    .configureHelp({ helpWidth: 80 });
}

/** Fills a report on stdout and writes its tables, even after a failure, so that no measurement is lost. */
export async function reporting(
  flags: { readonly markdown?: boolean },
  fill: (report: Report) => Promise<void>,
): Promise<void> {
  const report = new Report({ write: (line) => console.log(line), ...flags });
  report.note(machine());
  const warning = busyWarning();
  if (warning !== undefined) progress(warning);
  try {
    await fill(report);
  } finally {
    report.note(machine());
    report.end();
  }
}

/** Logs progress to stderr. */
export function progress(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

/** Parses the command line of this process; a failure is one line on stderr and exit code 1. */
export async function runScript(command: Command): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** Parses a whole number of 1 or more. @throws {InvalidArgumentError} otherwise */
export function parseCount(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1_000_000) return number;
  throw new InvalidArgumentError("expected a whole number from 1 to 1000000");
}

/** Parses comma-separated whole numbers, without duplicates, in ascending order. @throws {InvalidArgumentError} otherwise */
export function parseCounts(text: string): readonly number[] {
  return [...new Set(text.split(",").map((each) => parseCount(each.trim())))].sort((a, b) => a - b);
}
