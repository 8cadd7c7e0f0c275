import { Undecided } from "./props";
import type { Resource } from "./resource";

/**
 * The first thing that some looks find. What one of them cannot decide matters only when no other finds anything.
 *
 * @throws {Undecided} when none finds anything, and one cannot decide
 */
export function findFirst<T>(...looks: readonly (() => T | undefined)[]): T | undefined {
  let undecided: Undecided | undefined;
  for (const look of looks) {
    try {
      const found = look();
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      undecided ??= error;
    }
  }
  if (undecided) throw undecided;
  return undefined;
}

/**
 * Whether one of some items passes a test.
 *
 * @throws {Undecided} when none is known to pass, and one may
 */
export function isAnyPassing<T>(items: readonly T[], passes: (item: T) => boolean): boolean {
  return findFirst(...items.map((item) => () => passes(item) || undefined)) ?? false;
}

/**
 * Whether one of several ways to decide says yes.
 *
 * @throws {Undecided} when none says yes, and one may
 */
export function isAnyTrue(...ways: readonly (() => boolean)[]): boolean {
  return isAnyPassing(ways, (way) => way());
}

/**
 * What is wrong with each of some items, of which one has to be right: undefined when one is. A flaw without text is
 * left out.
 *
 * @throws {Undecided} when none is known to be right, and one may be
 */
export function findFlawsUnlessOnePasses<T>(
  items: readonly T[],
  flawOf: (item: T) => string | undefined,
): readonly string[] | undefined {
  const flaws: string[] = [];
  const right = isAnyPassing(items, (item) => {
    const flaw = flawOf(item);
    if (flaw) flaws.push(flaw);
    return flaw === undefined;
  });
  return right ? undefined : flaws;
}

/** What a look at another resource finds; when it cannot decide, it says of which resource. */
export function evaluateWithin<T>(resource: Resource, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof Undecided) throw new Undecided(`${error.path} of ${resource.name}`);
    throw error;
  }
}

/** What a look finds; nothing where it cannot know, which is then told by who asks for that itself, or does not matter. */
export function emptyIfUndecided<T>(look: () => readonly T[]): readonly T[] {
  try {
    return look();
  } catch (error) {
    if (error instanceof Undecided) return [];
    throw error;
  }
}

/**
 * What is wrong with each of some items. What cannot be known of one matters only when nothing is wrong with the others.
 *
 * @throws {Undecided} when nothing is known to be wrong, but may be
 */
export function findFlaws<T>(
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
