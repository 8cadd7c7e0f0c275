import type * as aws from "@pulumi/aws";
import {
  ARCHIVE_CLASSES,
  COLDER_STORAGE_CLASSES,
  colderThan,
  INFREQUENT_ACCESS_CLASSES,
  INFREQUENT_ACCESS_DAYS,
} from "../../common/storage-classes";
import { checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { ResolvedStorageArgs, StorageClassTransition, StorageLifecycleRule } from "./args";

/** Largest number of days accepted: a hundred years, below the overflow of S3's API. */
const MAX_DAYS = 36_500;

/**
 * Checks a list of transitions as S3 does: storage classes down the waterfall and each once, days increasing, an IA class
 * after 30 days, an archive 30 days after an IA class.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export function checkTransitions(
  faults: Faults,
  argument: string,
  transitions: readonly StorageClassTransition[],
): void {
  for (const [index, transition] of transitions.entries()) {
    const { days, storageClass } = transition;
    const path = `${argument}[${index}]`;
    const validClass = checkOneOf(faults, `${path}.storageClass`, storageClass, COLDER_STORAGE_CLASSES);
    const validDays = checkWholeNumber(faults, `${path}.days`, days, 0, MAX_DAYS);
    if (!validClass || !validDays) continue;
    if (INFREQUENT_ACCESS_CLASSES.includes(storageClass)) {
      faults.expect(
        days >= INFREQUENT_ACCESS_DAYS,
        `${path}.days`,
        days,
        `at least ${INFREQUENT_ACCESS_DAYS} for ${storageClass}`,
      );
    }
    const previous = transitions[index - 1];
    if (previous) checkOrder(faults, path, previous, transition);
  }
}

function checkOrder(
  faults: Faults,
  path: string,
  previous: StorageClassTransition,
  next: StorageClassTransition,
): void {
  const nextClasses = colderThan(previous.storageClass);
  const validClass = faults.expect(
    nextClasses.includes(next.storageClass),
    `${path}.storageClass`,
    next.storageClass,
    nextClasses.length > 0
      ? `one of ${nextClasses.join(", ")} after ${previous.storageClass}`
      : `nothing after ${previous.storageClass}`,
  );
  if (!validClass) return;
  const needsDays =
    INFREQUENT_ACCESS_CLASSES.includes(previous.storageClass) &&
    (ARCHIVE_CLASSES.includes(next.storageClass) || next.storageClass === "ONEZONE_IA");
  const minimum = previous.days + (needsDays ? INFREQUENT_ACCESS_DAYS : 1);
  faults.expect(
    next.days >= minimum,
    `${path}.days`,
    next.days,
    `at least ${minimum}, after ${previous.storageClass}`,
  );
}

/**
 * Checks that objects can be read immediately in every storage class.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html#sc-glacier
 */
export function checkReadable(
  faults: Faults,
  argument: string,
  transitions: readonly StorageClassTransition[],
): void {
  for (const [index, { storageClass }] of transitions.entries()) {
    faults.expect(
      !ARCHIVE_CLASSES.includes(storageClass),
      `${argument}[${index}].storageClass`,
      storageClass,
      "a class that is read immediately, since cloudFrontRead is true",
    );
  }
}

/** Checks that objects expire after their last transition. */
export function checkExpiry(
  faults: Faults,
  argument: string,
  days: number | undefined,
  transitions: readonly StorageClassTransition[],
): void {
  const lastTransition = Math.max(0, ...transitions.map((transition) => transition.days || 0));
  checkWholeNumber(faults, argument, days, lastTransition + 1, MAX_DAYS);
}

/** Arguments that decide about the lifecycle rules. */
export type LifecycleArgs = Pick<
  ResolvedStorageArgs,
  | "transitions"
  | "expireAfterDays"
  | "noncurrentTransitions"
  | "noncurrentExpireAfterDays"
  | "newerNoncurrentVersions"
  | "abortUploadsAfterDays"
>;

type LifecycleRule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/**
 * Returns the rules of a bucket's lifecycle configuration. Each rule has one purpose and covers the whole bucket, because
 * S3 rejects a rule that combines the clean-up of delete markers with an expiry in days.
 */
export function lifecycleRules(args: LifecycleArgs): LifecycleRule[] {
  const { transitions, expireAfterDays, noncurrentTransitions, newerNoncurrentVersions } = args;
  const noncurrentExpireAfterDays = args.noncurrentExpireAfterDays || undefined;
  const rules = {
    "current-versions": actionInputs({ transitions, expireAfterDays }),
    "noncurrent-versions": actionInputs({
      noncurrentTransitions,
      noncurrentExpireAfterDays,
      newerNoncurrentVersions,
    }),
    "lone-delete-markers": { expiration: { expiredObjectDeleteMarker: true } },
    "incomplete-uploads": actionInputs({ abortUploadsAfterDays: args.abortUploadsAfterDays }),
  };
  return Object.entries(rules)
    .filter(([, actions]) => Object.keys(actions).length > 0)
    .map(([id, actions]) => ({ id, ...actions, status: "Enabled", filter: {} }));
}

/** Returns the inputs of a rule's actions: transitions, expiry, and the clean-up of uploads. */
export function actionInputs(rule: StorageLifecycleRule): Omit<LifecycleRule, "id" | "status" | "filter"> {
  const { transitions = [], noncurrentTransitions = [] } = rule;
  const { expireAfterDays, noncurrentExpireAfterDays, newerNoncurrentVersions, abortUploadsAfterDays } = rule;
  return {
    ...(transitions.length > 0 ? { transitions: [...transitions] } : {}),
    ...(expireAfterDays === undefined ? {} : { expiration: { days: expireAfterDays } }),
    ...(noncurrentTransitions.length > 0
      ? {
          noncurrentVersionTransitions: noncurrentTransitions.map(({ days, storageClass }) => ({
            noncurrentDays: days,
            storageClass,
          })),
        }
      : {}),
    ...(noncurrentExpireAfterDays === undefined
      ? {}
      : {
          noncurrentVersionExpiration: {
            noncurrentDays: noncurrentExpireAfterDays,
            ...(newerNoncurrentVersions ? { newerNoncurrentVersions } : {}),
          },
        }),
    ...(abortUploadsAfterDays === undefined
      ? {}
      : { abortIncompleteMultipartUpload: { daysAfterInitiation: abortUploadsAfterDays } }),
  };
}
