import { checkLength, checkWholeNumber } from "./checks";
import type { Faults } from "./errors";

/** Part of a bucket's objects that a rule selects. */
export interface ObjectFilter {
  /** Beginning of the keys. */
  readonly prefix?: string | undefined;
  /** Tags that an object must have, all of them. */
  readonly objectTags?: Readonly<Record<string, string>> | undefined;
  /** Size in bytes above which objects are selected. */
  readonly objectSizeGreaterThan?: number | undefined;
  /** Size in bytes below which objects are selected. */
  readonly objectSizeLessThan?: number | undefined;
}

/** Size of the largest object, 50 TB. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_SIZE = 50 * 1024 ** 4;

/**
 * Checks a filter as S3 does: the length of the prefix, 1 to 10 tags, the most that an object has, and the sizes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
 */
export function checkObjectFilter(
  faults: Faults,
  path: string,
  { prefix, objectTags, objectSizeGreaterThan, objectSizeLessThan }: ObjectFilter,
): void {
  checkLength(faults, `${path}prefix`, prefix, 0, 1024);
  checkWholeNumber(faults, `${path}objectSizeGreaterThan`, objectSizeGreaterThan, 0, MAX_SIZE);
  const least = (objectSizeGreaterThan ?? 0) + 1;
  checkWholeNumber(faults, `${path}objectSizeLessThan`, objectSizeLessThan, least, MAX_SIZE);
  if (objectTags === undefined) return;
  const keys = Object.keys(objectTags);
  faults.expect(keys.length >= 1 && keys.length <= 10, `${path}objectTags`, keys, "1 to 10 tags");
  for (const [key, value] of Object.entries(objectTags)) {
    const valid = key.length >= 1 && key.length <= 128 && !/^aws:/i.test(key);
    faults.expect(valid, `a key of ${path}objectTags`, key, "1 to 128 characters, not beginning with aws:");
    checkLength(faults, `${path}objectTags.${key}`, value, 0, 256);
  }
}

/** Conditions of a rule's filter, except for tags. */
interface Conditions {
  prefix?: string;
  objectSizeGreaterThan?: number;
  objectSizeLessThan?: number;
}

/** Inputs of a rule's filter: at most one condition, or `and` with several. */
export interface FilterInputs extends Conditions {
  tag?: { key: string; value: string };
  and?: Conditions & { tags?: Record<string, string> };
}

/** Returns the inputs of a rule's filter; an empty object selects the whole bucket. */
export function filterInputs({ objectTags = {}, ...filter }: ObjectFilter): FilterInputs {
  const { prefix, objectSizeGreaterThan, objectSizeLessThan } = filter;
  const conditions: Conditions = {
    ...(prefix ? { prefix } : {}),
    ...(objectSizeGreaterThan === undefined ? {} : { objectSizeGreaterThan }),
    ...(objectSizeLessThan === undefined ? {} : { objectSizeLessThan }),
  };
  const tags = Object.entries(objectTags);
  const [first] = tags;
  const count = Object.keys(conditions).length + tags.length;
  if (count > 1) return { and: { ...conditions, ...(first ? { tags: { ...objectTags } } : {}) } };
  return first ? { tag: { key: first[0], value: first[1] } } : conditions;
}
