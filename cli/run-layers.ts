import pLimit from "p-limit";

/** Result of the run of one stack. */
export type Outcome<T> =
  | { readonly stack: string; readonly state: "done"; readonly result: T }
  | { readonly stack: string; readonly state: "failed"; readonly result?: T; readonly error?: unknown }
  | { readonly stack: string; readonly state: "skipped"; readonly because: readonly string[] }
  | { readonly stack: string; readonly state: "cancelled" };

/** Options of {@link runLayers}. */
export interface LayerOptions<T> {
  /** Stacks that run at the same time, 1 or more. */
  readonly limit: number;
  /** Returns whether a stack's run succeeded. */
  readonly succeeded: (result: T) => boolean;
  /** Once aborted, no further stack starts. */
  readonly signal?: AbortSignal;
  /** Called when a stack has ended, or will not start. */
  readonly onEnd?: (outcome: Outcome<T>) => void;
}

/**
 * Runs stacks layer by layer, those of one layer at the same time. A failed stack does not stop the others of its layer;
 * the later layers depend on it and are skipped.
 *
 * @returns one outcome per stack, in the order of the layers
 */
export async function runLayers<T>(
  layers: readonly (readonly string[])[],
  run: (stack: string) => Promise<T>,
  options: LayerOptions<T>,
): Promise<readonly Outcome<T>[]> {
  const limit = pLimit(options.limit);
  const outcomes: Outcome<T>[] = [];
  for (const layer of layers) {
    const failed = outcomes.flatMap(({ state, stack }) => (state === "failed" ? [stack] : []));
    const ended = await limit.map(layer, async (stack) => {
      const outcome = await runStack(stack, failed, run, options);
      options.onEnd?.(outcome);
      return outcome;
    });
    outcomes.push(...ended);
  }
  return outcomes;
}

async function runStack<T>(
  stack: string,
  because: readonly string[],
  run: (stack: string) => Promise<T>,
  { signal, succeeded }: LayerOptions<T>,
): Promise<Outcome<T>> {
  if (signal?.aborted) return { stack, state: "cancelled" };
  if (because.length > 0) return { stack, state: "skipped", because };
  try {
    const result = await run(stack);
    return { stack, state: succeeded(result) ? "done" : "failed", result };
  } catch (error) {
    return { stack, state: "failed", error };
  }
}
