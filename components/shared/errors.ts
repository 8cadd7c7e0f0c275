import { Output, RunError } from "@pulumi/pulumi";

/** One invalid argument: its path, its value, and the values that are valid. */
export interface Fault {
  /** Path of the argument in the caller's terms: `alarms.cpu.period`. */
  readonly argument: string;
  /** Rejected value. */
  readonly got: unknown;
  /** Range or form of a valid value; advice follows after a semicolon. */
  readonly expected: string;
}

/**
 * Invalid arguments of a component, one line for each fault, in the form
 * `<name>: <argument> is <JSON of the value>, expected <range or form>`.
 * The engine prints a RunError without its stack trace.
 */
export class ArgumentError extends RunError {
  constructor(name: string, argument: string, got: unknown, expected: string, ...more: readonly Fault[]) {
    super([{ argument, got, expected }, ...more].map((fault) => formatFault(name, fault)).join("\n"));
  }
}

/** Collects the faults of one component's arguments, so that one error reports all of them. */
export class Faults {
  readonly #name: string;
  readonly #faults: Fault[] = [];

  /** Creates an empty list for the component called `name`. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Adds a fault unless the argument is valid. Returns `valid`, so that a caller can skip checks that build on it. */
  expect(valid: boolean, argument: string, got: unknown, expected: string): boolean {
    if (!valid) this.#faults.push({ argument, got, expected });
    return valid;
  }

  /**
   * Throws if there is a fault.
   *
   * @throws {ArgumentError} with every fault so far
   */
  raise(): void {
    const [first, ...more] = this.#faults;
    if (first) throw new ArgumentError(this.#name, first.argument, first.got, first.expected, ...more);
  }
}

/** Longest part of a rejected value that a message repeats, in characters. */
const MAX_VALUE_LENGTH = 200;

function formatFault(name: string, { argument, got, expected }: Fault): string {
  return `${name}: ${argument} is ${formatValue(got)}, expected ${expected}`;
}

function formatValue(value: unknown): string {
  if (Output.isInstance(value)) return "an output";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}
