import type * as aws from "@pulumi/aws";
import {
  ARCHIVE_CLASSES,
  COLDER_STORAGE_CLASSES,
  type ColderStorageClass,
  colderThan,
  INFREQUENT_ACCESS_CLASSES,
  INFREQUENT_ACCESS_DAYS,
} from "../../common/storage-classes";
import { expectOneOf, expectWhole } from "../shared/checks";
import type { Faults } from "../shared/errors";

/** A move to a colder class at an age. */
export interface ColdTransition {
  /** Age in days, since creation or since a newer version took over; 0 to 36500, and 30 or more for the IA classes. */
  readonly days: number;
  /** Class to move to. */
  readonly storageClass: ColderStorageClass;
}

/** Most days that a rule counts: a hundred years, long enough for all and short of the API's own overflow. */
const MOST_DAYS = 36_500;

/**
 * Checks a list of transitions as S3 does when a rule is laid: classes down the waterfall and each once, days rising,
 * IA after 30 days, an archive 30 days after IA.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export function expectTransitions(
  faults: Faults,
  argument: string,
  transitions: readonly ColdTransition[],
): void {
  for (const [index, { days, storageClass }] of transitions.entries()) {
    const at = `${argument}[${index}]`;
    const known = expectOneOf(faults, `${at}.storageClass`, storageClass, COLDER_STORAGE_CLASSES);
    const whole = expectWhole(faults, `${at}.days`, days, 0, MOST_DAYS);
    if (!known || !whole) continue;
    if (INFREQUENT_ACCESS_CLASSES.includes(storageClass)) {
      faults.expect(
        days >= INFREQUENT_ACCESS_DAYS,
        `${at}.days`,
        days,
        `at least ${INFREQUENT_ACCESS_DAYS} for ${storageClass}`,
      );
    }
    const before = transitions[index - 1];
    if (before) expectNext(faults, at, before, { days, storageClass });
  }
}

function expectNext(faults: Faults, at: string, before: ColdTransition, next: ColdTransition): void {
  const reachable = colderThan(before.storageClass);
  const down = faults.expect(
    reachable.includes(next.storageClass),
    `${at}.storageClass`,
    next.storageClass,
    reachable.length > 0
      ? `one of ${reachable.join(", ")} after ${before.storageClass}`
      : `nothing after ${before.storageClass}`,
  );
  if (!down) return;
  const restsInIa = INFREQUENT_ACCESS_CLASSES.includes(before.storageClass);
  const thirtyMore =
    restsInIa && (ARCHIVE_CLASSES.includes(next.storageClass) || next.storageClass === "ONEZONE_IA");
  const least = before.days + (thirtyMore ? INFREQUENT_ACCESS_DAYS : 1);
  faults.expect(
    next.days >= least,
    `${at}.days`,
    next.days,
    `at least ${least}, after ${before.storageClass}`,
  );
}

/** Checks that what expires has had its last transition before. */
export function expectExpiry(
  faults: Faults,
  argument: string,
  days: number | undefined,
  transitions: readonly ColdTransition[],
): void {
  const last = Math.max(0, ...transitions.map((transition) => transition.days || 0));
  expectWhole(faults, argument, days, last + 1, MOST_DAYS);
}

/** What becomes of a bucket's objects as they age. */
export interface LifecyclePlan {
  /** Moves of current versions, youngest first. */
  readonly transitions: readonly ColdTransition[];
  /** Age at which current versions expire, in days; undefined keeps them. */
  readonly expireAfterDays?: number | undefined;
  /** Moves of noncurrent versions, youngest first. */
  readonly noncurrentTransitions: readonly ColdTransition[];
  /** Days after which a noncurrent version is deleted for good; false keeps it. */
  readonly noncurrentExpireAfterDays: number | false;
  /** Newest noncurrent versions that are kept whatever their age. */
  readonly newerNoncurrentVersions?: number | undefined;
  /** Days after which the parts of an upload that was never completed are deleted. */
  readonly abortUploadsAfterDays: number;
}

/**
 * The rules of one bucket's lifecycle configuration, each with one purpose and over the whole bucket: S3 does not take
 * the clean-up of delete markers together with an expiry in days.
 */
export function lifecycleRules(plan: LifecyclePlan): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  const { transitions, expireAfterDays, noncurrentTransitions, noncurrentExpireAfterDays } = plan;
  const rules: (Omit<aws.types.input.s3.BucketLifecycleConfigurationRule, "status"> | undefined)[] = [
    transitions.length > 0 || expireAfterDays !== undefined
      ? {
          id: "current-versions",
          ...(transitions.length > 0 ? { transitions: [...transitions] } : {}),
          ...(expireAfterDays === undefined ? {} : { expiration: { days: expireAfterDays } }),
        }
      : undefined,
    noncurrentTransitions.length > 0 || noncurrentExpireAfterDays !== false
      ? {
          id: "noncurrent-versions",
          ...(noncurrentTransitions.length > 0
            ? {
                noncurrentVersionTransitions: noncurrentTransitions.map(({ days, storageClass }) => ({
                  noncurrentDays: days,
                  storageClass,
                })),
              }
            : {}),
          ...(noncurrentExpireAfterDays === false
            ? {}
            : {
                noncurrentVersionExpiration: {
                  noncurrentDays: noncurrentExpireAfterDays,
                  ...(plan.newerNoncurrentVersions
                    ? { newerNoncurrentVersions: plan.newerNoncurrentVersions }
                    : {}),
                },
              }),
        }
      : undefined,
    { id: "lone-delete-markers", expiration: { expiredObjectDeleteMarker: true } },
    {
      id: "incomplete-uploads",
      abortIncompleteMultipartUpload: { daysAfterInitiation: plan.abortUploadsAfterDays },
    },
  ];
  return rules.flatMap((rule) => (rule ? [{ ...rule, status: "Enabled", filter: {} }] : []));
}
