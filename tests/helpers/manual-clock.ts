import type { Clock } from "../../lab/aws/clock";

/** A clock that only moves when a test advances it. */
export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  /** @param start milliseconds since 1970 */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((wake) => {
      this.#sleepers.push({ until: this.#now + ms, wake });
    });
  }

  /** Advances the time and wakes the sleepers that are due, in the order of their time. */
  advance(ms: number): void {
    this.#now += ms;
    const due = this.#sleepers.filter((sleeper) => sleeper.until <= this.#now);
    for (const sleeper of due.sort((a, b) => a.until - b.until)) {
      this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
      sleeper.wake();
    }
  }
}
