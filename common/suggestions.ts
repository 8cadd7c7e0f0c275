import { distance } from "fastest-levenshtein";

/** Longest word to compare, in characters: longer ones are no slip of a name. */
const MAX_LENGTH = 100;

/**
 * Returns the candidates that a mistyped word may stand for, nearest first: at most `limit`, each at most a third of the
 * word's letters or a swap of two neighbours away, and at most one edit farther than the nearest.
 */
export function suggest(word: string, candidates: Iterable<string>, limit = 3): readonly string[] {
  if (word.length > MAX_LENGTH) return [];
  const tolerance = Math.max(1, Math.floor(word.length / 3));
  const near = [...candidates]
    .filter((candidate) => Math.abs(candidate.length - word.length) <= tolerance)
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= tolerance || (edits === 2 && hasSameLetters(word, candidate)))
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return near
    .filter(({ edits }) => edits <= (near[0]?.edits ?? 0) + 1)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

function hasSameLetters(one: string, other: string): boolean {
  const sortLetters = (text: string) => [...text.toLowerCase()].sort().join("");
  return sortLetters(one) === sortLetters(other);
}

/** Formats {@link suggest}'s result for the end of a message: `; did you mean a or b?`, or an empty string. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const suggestions = suggest(word, candidates);
  return suggestions.length === 0 ? "" : `; did you mean ${suggestions.join(" or ")}?`;
}
