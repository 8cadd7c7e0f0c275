/** Signals that end an operation early. */
export interface Interrupt {
  /** Aborted at the first signal: nothing new starts. */
  readonly signal: AbortSignal;
  /** Aborted at the second signal: running work is abandoned. */
  readonly kill: AbortSignal;
  /** Stops listening. */
  readonly stop: () => void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Listens for signals to this process: the first ends the operation gracefully, the second immediately. */
export function listenForSignals(notify: (text: string) => void): Interrupt {
  const graceful = new AbortController();
  const immediate = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (!graceful.signal.aborted) {
      notify(`${name}: finishing what is running, starting nothing new; repeat to stop immediately`);
      graceful.abort();
    } else if (!immediate.signal.aborted) {
      notify(`${name} again: stopped immediately; the next up checks the unfinished operations`);
      immediate.abort();
    }
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: graceful.signal,
    kill: immediate.signal,
    stop: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
