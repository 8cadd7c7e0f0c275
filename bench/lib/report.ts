import type { Measurement, Question } from "./question";
import { summarize } from "./statistics";
import { markdownOf, tablesOf, textOf } from "./table";

/** How a report is written. */
export interface ReportOptions {
  /** Writes one line. */
  readonly write: (line: string) => void;
  /** Writes the tables at the end as Markdown. @default false */
  readonly markdown?: boolean;
}

/** Prints each answer as a line of JSON as soon as it is known, and all of them in tables at the end. */
export class Report {
  readonly #options: ReportOptions;
  readonly #measurements: Measurement[] = [];

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  /** Adds an answer: the figures of each run. @throws {RangeError} when there is none */
  add(question: Question, values: readonly number[]): void {
    const { n, median, min, max } = summarize(values);
    const measurement = { ...question, n, median: tidy(median), min: tidy(min), max: tidy(max) };
    this.#measurements.push(measurement);
    this.note({ ...measurement });
  }

  /** Writes a fact that the figures are read by, such as the machine. */
  note(fact: Readonly<Record<string, unknown>>): void {
    this.#options.write(JSON.stringify(fact));
  }

  /** Writes the tables of all answers. */
  end(): void {
    const { write, markdown } = this.#options;
    for (const table of tablesOf(this.#measurements)) {
      for (const line of ["", ...(markdown ? markdownOf(table) : textOf(table))]) write(line);
    }
  }
}

/** Five digits are more than any run repeats. */
function tidy(value: number): number {
  return Number(value.toPrecision(5));
}
