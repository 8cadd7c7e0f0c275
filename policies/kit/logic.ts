import { Undecided } from "./props";
import type { Resource } from "./resource";

/**
 * The first thing that some looks find. What one of them cannot decide matters only when no other finds anything.
 *
 * @throws {Undecided} when none finds anything, and one cannot decide
 */
export function firstFound<T>(...looks: readonly (() => T | undefined)[]): T | undefined {
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
export function some<T>(items: readonly T[], passes: (item: T) => boolean): boolean {
  return firstFound(...items.map((item) => () => passes(item) || undefined)) ?? false;
}

/**
 * Whether one of several ways to decide says yes.
 *
 * @throws {Undecided} when none says yes, and one may
 */
export function either(...ways: readonly (() => boolean)[]): boolean {
  return some(ways, (way) => way());
}

/**
 * What is wrong with each of some items, of which one has to be right: undefined when one is. A flaw without text is
 * left out.
 *
 * @throws {Undecided} when none is known to be right, and one may be
 */
export function flawsOfAll<T>(
  items: readonly T[],
  flawOf: (item: T) => string | undefined,
): readonly string[] | undefined {
  const flaws: string[] = [];
  const right = some(items, (item) => {
    const flaw = flawOf(item);
    if (flaw) flaws.push(flaw);
    return flaw === undefined;
  });
  return right ? undefined : flaws;
}

/** What a look at another resource finds; when it cannot decide, it says of which resource. */
export function within<T>(resource: Resource, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof Undecided) throw new Undecided(`${error.path} of ${resource.name}`);
    throw error;
  }
}

/** What a look finds; nothing where it cannot know, which is then told by who asks for that itself, or does not matter. */
export function asFarAsKnown<T>(look: () => readonly T[]): readonly T[] {
  try {
    return look();
  } catch (error) {
    if (error instanceof Undecided) return [];
    throw error;
  }
}
