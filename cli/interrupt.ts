/** What ends an operation early. */
export interface Interrupt {
  /** Aborted at the first signal: nothing new is begun. */
  readonly signal: AbortSignal;
  /** Aborted at the second one: what runs is left as it is. */
  readonly kill: AbortSignal;
  /** Stops listening. */
  readonly stop: () => void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Turns the first signal to this process into a gentle end, and the second into one at once. */
export function listenForSignals(say: (text: string) => void): Interrupt {
  const gentle = new AbortController();
  const hard = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (!gentle.signal.aborted) {
      say(`${name}: ending, what runs is waited for; once more ends at once`);
      gentle.abort();
    } else if (!hard.signal.aborted) {
      say(`${name} again: ended at once; the next up finds out what became of the rest`);
      hard.abort();
    }
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: gentle.signal,
    kill: hard.signal,
    stop: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
