import type { Summary } from "./statistics";

/** Units: seconds, milliseconds, microseconds, 10^6 bytes, bytes, counts, counts per second, ratios. */
export type Unit = "s" | "ms" | "us" | "MB" | "B" | "count" | "per s" | "ratio";

/** A target for the reader; no bench fails because of it. */
export interface Target {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A measured quantity, without its figures. */
export interface Question {
  /** Script, such as `peer`. */
  readonly bench: string;
  /** Measured operation, such as `create`. */
  readonly name: string;
  /** Size, such as `N=10`. */
  readonly of: string;
  /** Quantity, such as `engine CPU`. */
  readonly measure: string;
  readonly unit: Unit;
  /** @default - none */
  readonly target?: Target;
}

/** A measured quantity with its figures, as printed. */
export interface Measurement extends Question, Summary {}
