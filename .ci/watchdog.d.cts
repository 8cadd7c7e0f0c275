/**
 * Runs a command that loads test-hooks.cjs, passes each line of its output to `onLine`, and resolves with its exit code.
 * After a long silence it stops the command with all its processes and reports the tests that were running.
 */
export declare function runWatched(
  command: string,
  args: readonly string[],
  options: {
    readonly onLine: (line: string) => unknown;
    /** Starts the timer of the silence, which every output refreshes. @default - 20 minutes */
    readonly startTimer?: (onSilence: () => void) => NodeJS.Timeout;
    /** @default - lines on standard error */
    readonly report?: (text: string) => void;
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly shell?: boolean;
  },
): Promise<number>;
