import type { Measurement, Question } from "./question";
import { summarize } from "./statistics";
import { markdownOf, tablesOf, textOf } from "./table";

/** Options of a report. */
export interface ReportOptions {
  /** Writes one line. */
  readonly write: (line: string) => void;
  /** Writes the tables at the end as Markdown. @default false */
  readonly markdown?: boolean;
}

/** Prints each measurement as a line of JSON immediately, and all of them as tables at the end. */
export class Report {
  readonly #options: ReportOptions;
  readonly #measurements: Measurement[] = [];

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  /** Adds a measurement with the figures of each run. @throws {RangeError} without figures */
  add(question: Question, values: readonly number[]): void {
    const { n, median, min, max } = summarize(values);
    const measurement = { ...question, n, median: tidy(median), min: tidy(min), max: tidy(max) };
    this.#measurements.push(measurement);
    this.note({ ...measurement });
  }

  /** Writes a fact about the measurements, such as the machine. */
  note(fact: Readonly<Record<string, unknown>>): void {
    this.#options.write(JSON.stringify(fact));
  }

  /** Writes the tables of all measurements. */
  end(): void {
    const { write, markdown } = this.#options;
    for (const table of tablesOf(this.#measurements)) {
      for (const line of ["", ...(markdown ? markdownOf(table) : textOf(table))]) write(line);
    }
  }
}

/** Rounds to five digits, more than any run repeats. */
function tidy(value: number): number {
  return Number(value.toPrecision(5));
}
