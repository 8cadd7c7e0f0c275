import { PluginDiedError } from "../plugin/provider";
import type { StackState } from "./stack-state";

/** Runs a pending operation. One that fails is ended; one whose end is not known, because the plugin died, stays pending. */
export async function endIfFailed<T>(
  stack: StackState,
  operation: number,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof PluginDiedError)) await stack.endOperation(operation);
    throw error;
  }
}
