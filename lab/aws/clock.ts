/** The time of the lab, which every simulated service asks instead of the machine's clock. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
  /** Resolves when `ms` milliseconds of lab time are over. */
  sleep(ms: number): Promise<void>;
}
