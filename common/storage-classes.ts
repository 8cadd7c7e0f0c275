/**
 * Storage classes that S3 objects can transition to, in the order of the waterfall.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export const COLDER_STORAGE_CLASSES = [
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
] as const;

/** Storage class that S3 objects can transition to. */
export type ColderStorageClass = (typeof COLDER_STORAGE_CLASSES)[number];

/** Classes of infrequent access, which need 30 days in STANDARD before and 30 days of their own. */
export const INFREQUENT_ACCESS_CLASSES: readonly ColderStorageClass[] = ["STANDARD_IA", "ONEZONE_IA"];

/** Archives: classes whose objects must be restored before they can be read. */
export const ARCHIVE_CLASSES: readonly ColderStorageClass[] = ["GLACIER", "DEEP_ARCHIVE"];

/** Days that an object stays in STANDARD before, and in an infrequent-access class after, a transition. */
export const INFREQUENT_ACCESS_DAYS = 30;

/** Classes that objects of a class can transition to; each class leads to the later ones, ONEZONE_IA to archives only. */
export function colderThan(storageClass: ColderStorageClass): readonly ColderStorageClass[] {
  if (storageClass === "ONEZONE_IA") return ARCHIVE_CLASSES;
  return COLDER_STORAGE_CLASSES.slice(COLDER_STORAGE_CLASSES.indexOf(storageClass) + 1);
}
