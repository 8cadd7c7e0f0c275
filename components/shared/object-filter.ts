import { checkLength } from "./checks";
import type { Faults } from "./errors";

/** Part of a bucket's objects that a rule selects. */
export interface ObjectFilter {
  /** Beginning of the keys. */
  readonly prefix?: string | undefined;
  /** Tags that an object must have, all of them. */
  readonly objectTags?: Readonly<Record<string, string>> | undefined;
}

/**
 * Checks a filter as S3 does: the length of the prefix, and 1 to 10 tags, the most that an object has.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
 */
export function checkObjectFilter(faults: Faults, path: string, { prefix, objectTags }: ObjectFilter): void {
  checkLength(faults, `${path}prefix`, prefix, 0, 1024);
  if (objectTags === undefined) return;
  const keys = Object.keys(objectTags);
  faults.expect(keys.length >= 1 && keys.length <= 10, `${path}objectTags`, keys, "1 to 10 tags");
  for (const [key, value] of Object.entries(objectTags)) {
    const valid = key.length >= 1 && key.length <= 128 && !/^aws:/i.test(key);
    faults.expect(valid, `a key of ${path}objectTags`, key, "1 to 128 characters, not beginning with aws:");
    checkLength(faults, `${path}objectTags.${key}`, value, 0, 256);
  }
}

/** Inputs of a rule's filter: at most one of the members, `and` for several conditions. */
export interface FilterInputs {
  prefix?: string;
  tag?: { key: string; value: string };
  and?: { prefix?: string; tags?: Record<string, string> };
}

/** Returns the inputs of a rule's filter; an empty object selects the whole bucket. */
export function filterInputs({ prefix, objectTags = {} }: ObjectFilter): FilterInputs {
  const [first, ...more] = Object.entries(objectTags);
  if (!first) return prefix ? { prefix } : {};
  if (!prefix && more.length === 0) return { tag: { key: first[0], value: first[1] } };
  return { and: { ...(prefix ? { prefix } : {}), tags: { ...objectTags } } };
}
