import { Undecided } from "./props";

/**
 * What is wrong with each of some items. What cannot be known of one matters only when nothing is wrong with the others.
 *
 * @throws {Undecided} when nothing is known to be wrong, but may be
 */
export function flawsOfEach<T>(
  items: readonly T[],
  flawOf: (item: T) => string | undefined,
): readonly string[] {
  const flaws: string[] = [];
  let open: Undecided | undefined;
  for (const item of items) {
    try {
      const flaw = flawOf(item);
      if (flaw !== undefined) flaws.push(flaw);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      open ??= error;
    }
  }
  if (open && flaws.length === 0) throw open;
  return flaws;
}
