/** How the run of one stack ended. */
export type Outcome<T> =
  | { readonly stack: string; readonly state: "done"; readonly result: T }
  | { readonly stack: string; readonly state: "failed"; readonly result?: T; readonly error?: unknown }
  | { readonly stack: string; readonly state: "skipped"; readonly because: readonly string[] }
  | { readonly stack: string; readonly state: "cancelled" };

/** How stacks are run. */
export interface LayerOptions<T> {
  /** Stacks at a time, 1 or more. */
  readonly limit: number;
  /** Whether a stack's run went well. */
  readonly succeeded: (result: T) => boolean;
  /** Begins no further stack once it is aborted. */
  readonly signal?: AbortSignal;
  /** Told of every stack as soon as it has ended, or will not be begun. */
  readonly onEnd?: (outcome: Outcome<T>) => void;
}

/**
 * Runs stacks layer by layer, those of one layer at the same time. A stack that fails leaves the others of its layer
 * alone; the layers after it, which need it, are skipped because of it.
 *
 * @returns one outcome for each stack, in the order of the layers
 */
export async function runLayers<T>(
  layers: readonly (readonly string[])[],
  run: (stack: string) => Promise<T>,
  options: LayerOptions<T>,
): Promise<readonly Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  const failed: string[] = [];
  for (const layer of layers) {
    const because = [...failed];
    const ended = await runLayer(layer, because, run, options);
    outcomes.push(...ended);
    failed.push(...ended.flatMap(({ state, stack }) => (state === "failed" ? [stack] : [])));
  }
  return outcomes;
}

async function runLayer<T>(
  layer: readonly string[],
  because: readonly string[],
  run: (stack: string) => Promise<T>,
  options: LayerOptions<T>,
): Promise<readonly Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  const queue = layer.map((stack, index) => ({ stack, index }));
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const outcome = await runOne(next.stack, because, run, options);
      outcomes[next.index] = outcome;
      options.onEnd?.(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.limit, layer.length) }, worker));
  return outcomes;
}

async function runOne<T>(
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
