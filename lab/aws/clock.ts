/** Lab time. Simulated services read it instead of the machine's clock. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
  /** Resolves after `ms` milliseconds of lab time. */
  sleep(ms: number): Promise<void>;
}
