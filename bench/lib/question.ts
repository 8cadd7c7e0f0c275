import type { Summary } from "./statistics";

/** Units of measurements: seconds, milliseconds, microseconds, 10^6 bytes, bytes, things, things a second, a quotient. */
export type Unit = "s" | "ms" | "us" | "MB" | "B" | "count" | "per s" | "ratio";

/** A bound that is judged by whoever reads it: no bench fails because of one. */
export interface Target {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** What is measured of something, without the figures. */
export interface Question {
  /** Script that asks, such as `peer`. */
  readonly bench: string;
  /** What was done, such as `create`. */
  readonly name: string;
  /** Of what, such as `N=10`. */
  readonly of: string;
  /** What was measured of it, such as `engine CPU`. */
  readonly measure: string;
  readonly unit: Unit;
  /** @default - none */
  readonly target?: Target;
}

/** An answered question, as it is printed. */
export interface Measurement extends Question, Summary {}
