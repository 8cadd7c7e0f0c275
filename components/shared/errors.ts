import { Output, RunError } from "@pulumi/pulumi";

/** One fault of an input: which argument, what it was given, and what it may be. */
export interface Fault {
  /** Path of the argument, as its caller wrote it: `alarms.cpu.period`. */
  readonly argument: string;
  /** The value that was refused. */
  readonly got: unknown;
  /** Range or form of a good value; what to do goes after a semicolon. */
  readonly expected: string;
}

/**
 * A wrong argument, told to whoever wrote it, in the form
 * `<name>: <argument> is <JSON of the value>, expected <range or form>`, one line for each fault.
 * The engine prints a RunError without its stack.
 */
export class ArgumentError extends RunError {
  constructor(name: string, argument: string, got: unknown, expected: string, ...more: readonly Fault[]) {
    super([{ argument, got, expected }, ...more].map((fault) => sentence(name, fault)).join("\n"));
  }
}

/** Collects every fault of one component's input, so that all of them are told in one throw. */
export class Faults {
  readonly #name: string;
  readonly #found: Fault[] = [];

  /** Starts an empty list for the component called `name`. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Notes a fault unless `holds`; answers `holds`, so that a check that builds on this one can be left out. */
  expect(holds: boolean, argument: string, got: unknown, expected: string): boolean {
    if (!holds) this.#found.push({ argument, got, expected });
    return holds;
  }

  /**
   * Ends the collection.
   *
   * @throws {ArgumentError} telling every fault noted so far
   */
  raise(): void {
    const [first, ...more] = this.#found;
    if (first) throw new ArgumentError(this.#name, first.argument, first.got, first.expected, ...more);
  }
}

/** Longest part of a refused value that is repeated in its message, in characters. */
const SHOWN_LENGTH = 200;

function sentence(name: string, { argument, got, expected }: Fault): string {
  return `${name}: ${argument} is ${shown(got)}, expected ${expected}`;
}

function shown(value: unknown): string {
  if (Output.isInstance(value)) return "an output";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
}
