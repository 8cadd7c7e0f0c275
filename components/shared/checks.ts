import type { Faults } from "./errors";

/** Label of an entry, which becomes part of a child's name: lower-case letters, digits and single dashes, at most 40. */
const LABEL = /^(?=.{1,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Checks for a whole number from `min` to `max`; undefined is valid. */
export function checkWholeNumber(
  faults: Faults,
  argument: string,
  got: number | undefined,
  min: number,
  max: number,
): boolean {
  const valid = got === undefined || (Number.isInteger(got) && got >= min && got <= max);
  return faults.expect(valid, argument, got, `a whole number from ${min} to ${max}`);
}

/** Checks for a member of a closed list; undefined is valid. */
export function checkOneOf<T extends string | number>(
  faults: Faults,
  argument: string,
  got: T | undefined,
  allowed: readonly T[],
): boolean {
  const valid = got === undefined || allowed.includes(got);
  return faults.expect(valid, argument, got, `one of ${allowed.join(", ")}`);
}

/** Checks for a string of `min` to `max` characters; undefined is valid. */
export function checkLength(
  faults: Faults,
  argument: string,
  got: string | undefined,
  min: number,
  max: number,
): boolean {
  const valid = got === undefined || (typeof got === "string" && got.length >= min && got.length <= max);
  return faults.expect(valid, argument, got, `a string of ${min} to ${max} characters`);
}

/** Checks the labels of a map whose entries become children. */
export function checkLabels(faults: Faults, argument: string, labels: readonly string[]): boolean {
  const invalid = labels.filter((label) => !LABEL.test(label));
  const form = "lower-case letters, digits and single dashes, 1 to 40 characters";
  for (const label of invalid) faults.expect(false, `a key of ${argument}`, label, form);
  return invalid.length === 0;
}
