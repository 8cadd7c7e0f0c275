import type { Stack } from "./graph";
import { Undecided } from "./props";

/**
 * The whole stack, for a check of a rule about one resource: the check is put off until the program has registered all.
 *
 * @param what what the stack is needed for, as it is named when even the stack does not tell
 * @throws {Undecided} as long as there is no stack
 */
export function wholeStack({ stack }: { readonly stack?: Stack }, what: string): Stack {
  if (!stack) throw new Undecided(what);
  return stack;
}
