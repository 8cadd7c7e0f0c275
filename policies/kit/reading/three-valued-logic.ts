import { Undecided } from "./props";
import type { Resource } from "./resource";

/**
 * Returns the first result of some searches. An undecided search matters only when no other has a result.
 *
 * @throws {Undecided} when no search has a result and one is undecided
 */
export function findFirst<T>(...searches: readonly (() => T | undefined)[]): T | undefined {
  let firstUndecided: Undecided | undefined;
  for (const search of searches) {
    try {
      const result = search();
      if (result !== undefined) return result;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      firstUndecided ??= error;
    }
  }
  if (firstUndecided) throw firstUndecided;
  return undefined;
}

/**
 * Whether any item passes a test.
 *
 * @throws {Undecided} when none is known to pass and one is undecided
 */
export function isAnyPassing<T>(items: readonly T[], passes: (item: T) => boolean): boolean {
  return findFirst(...items.map((item) => () => passes(item) || undefined)) ?? false;
}

/**
 * Whether any condition is true.
 *
 * @throws {Undecided} when none is known to be true and one is undecided
 */
export function isAnyTrue(...conditions: readonly (() => boolean)[]): boolean {
  return isAnyPassing(conditions, (condition) => condition());
}

/**
 * Returns the flaws of items when each has one; undefined when an item has no flaw. Empty flaws are left out.
 *
 * @throws {Undecided} when no item is known to have no flaw and one is undecided
 */
export function findFlawsUnlessOnePasses<T>(
  items: readonly T[],
  flawOf: (item: T) => string | undefined,
): readonly string[] | undefined {
  const flaws: string[] = [];
  const passes = isAnyPassing(items, (item) => {
    const flaw = flawOf(item);
    if (flaw) flaws.push(flaw);
    return flaw === undefined;
  });
  return passes ? undefined : flaws;
}

/** Evaluates a condition of another resource, and names that resource when the condition is undecided. */
export function evaluateWithin<T>(resource: Resource, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof Undecided) throw error.of(resource);
    throw error;
  }
}

/** Returns the result of a search, or an empty list when it is undecided because another check reports that. */
export function emptyIfUndecided<T>(search: () => readonly T[]): readonly T[] {
  try {
    return search();
  } catch (error) {
    if (error instanceof Undecided) return [];
    throw error;
  }
}

/**
 * Returns the flaws of items. An undecided item matters only when no other has a flaw.
 *
 * @throws {Undecided} when no item is known to have a flaw and one is undecided
 */
export function findFlaws<T>(
  items: readonly T[],
  flawOf: (item: T) => string | undefined,
): readonly string[] {
  const flaws: string[] = [];
  let firstUndecided: Undecided | undefined;
  for (const item of items) {
    try {
      const flaw = flawOf(item);
      if (flaw !== undefined) flaws.push(flaw);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      firstUndecided ??= error;
    }
  }
  if (firstUndecided && flaws.length === 0) throw firstUndecided;
  return flaws;
}
