import type * as aws from "@pulumi/aws";
import { expectOneOf, expectWhole } from "../shared/checks";
import type { Faults } from "../shared/errors";

/**
 * Storage classes that objects can move to, in the order of the waterfall: an object only ever moves on.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export const COLD_CLASSES = [
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
] as const;

/** A storage class that objects can move to. */
export type ColdClass = (typeof COLD_CLASSES)[number];

/** A move to a colder class at an age. */
export interface ColdTransition {
  /** Age in days, since creation or since a newer version took over; 0 to 36500, and 30 or more for the IA classes. */
  readonly days: number;
  /** Class to move to. */
  readonly storageClass: ColdClass;
}

const IA_CLASSES: readonly ColdClass[] = ["STANDARD_IA", "ONEZONE_IA"];

const ARCHIVES: readonly ColdClass[] = ["GLACIER", "DEEP_ARCHIVE"];

/** Days that an object stays at least in STANDARD, or in an IA class, before IA, ONEZONE_IA or an archive. */
const IA_DAYS = 30;

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
    const known = expectOneOf(faults, `${at}.storageClass`, storageClass, COLD_CLASSES);
    const whole = expectWhole(faults, `${at}.days`, days, 0, MOST_DAYS);
    if (!known || !whole) continue;
    if (IA_CLASSES.includes(storageClass)) {
      faults.expect(days >= IA_DAYS, `${at}.days`, days, `at least ${IA_DAYS} for ${storageClass}`);
    }
    const before = transitions[index - 1];
    if (before) expectNext(faults, at, before, { days, storageClass });
  }
}

function expectNext(faults: Faults, at: string, before: ColdTransition, next: ColdTransition): void {
  const later = COLD_CLASSES.slice(COLD_CLASSES.indexOf(before.storageClass) + 1);
  const reachable = before.storageClass === "ONEZONE_IA" ? ARCHIVES : later;
  const down = faults.expect(
    reachable.includes(next.storageClass),
    `${at}.storageClass`,
    next.storageClass,
    reachable.length > 0
      ? `one of ${reachable.join(", ")} after ${before.storageClass}`
      : `nothing after ${before.storageClass}`,
  );
  if (!down) return;
  const restsInIa = IA_CLASSES.includes(before.storageClass);
  const thirtyMore =
    restsInIa && (ARCHIVES.includes(next.storageClass) || next.storageClass === "ONEZONE_IA");
  const least = before.days + (thirtyMore ? IA_DAYS : 1);
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
