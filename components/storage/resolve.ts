import { INFREQUENT_ACCESS_DAYS } from "../../common/storage-classes";
import { checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import { checkArchiveTiers } from "./archive-tiers";
import {
  DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS,
  type ResolvedStorageArgs,
  type StorageArgs,
  type StorageClassTransition,
} from "./args";
import { checkBucketName } from "./bucket-name";
import { checkCors } from "./cors";
import { checkExpiry, checkReadable, checkTransitions } from "./lifecycle";
import { checkLifecycleRules } from "./lifecycle-rules";
import { checkLogSources } from "./log-delivery";
import { checkNotifications } from "./notifications";

const DEFAULT_TRANSITION: StorageClassTransition = { days: 30, storageClass: "INTELLIGENT_TIERING" };

const DEFAULT_NONCURRENT_TRANSITION: StorageClassTransition = { days: 30, storageClass: "STANDARD_IA" };

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: a name, a number of days or a storage class that S3 would reject
 */
export function resolveArgs(name: string, args: StorageArgs): ResolvedStorageArgs {
  const { noncurrentExpireAfterDays = DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS } = args;
  const resolvedArgs: ResolvedStorageArgs = {
    ...args,
    transitions: args.transitions ?? defaultTransitions(args.expireAfterDays),
    noncurrentTransitions:
      args.noncurrentTransitions ?? defaultNoncurrentTransitions(noncurrentExpireAfterDays),
    noncurrentExpireAfterDays,
    abortUploadsAfterDays: args.abortUploadsAfterDays ?? 7,
    lifecycleRules: args.lifecycleRules ?? {},
    enforceEncryption: args.enforceEncryption ?? false,
    minimumTls: args.minimumTls ?? "1.2",
    cors: args.cors ?? [],
    eventBridge: args.eventBridge ?? false,
    notifications: args.notifications ?? {},
    accessLogs: args.accessLogs && { ...args.accessLogs, prefix: args.accessLogs.prefix ?? `${name}/` },
    logSources: args.logSources ?? [],
    forceDestroy: args.forceDestroy ?? false,
  };
  const faults = new Faults(name);
  checkBucketName(faults, "bucketName", resolvedArgs.bucketName);
  checkTransitions(faults, "transitions", resolvedArgs.transitions);
  if (resolvedArgs.cloudFrontRead) checkReadable(faults, "transitions", resolvedArgs.transitions);
  checkExpiry(faults, "expireAfterDays", resolvedArgs.expireAfterDays, resolvedArgs.transitions);
  checkNoncurrentVersions(faults, resolvedArgs);
  checkWholeNumber(faults, "abortUploadsAfterDays", resolvedArgs.abortUploadsAfterDays, 1, 365);
  checkLifecycleRules(faults, resolvedArgs);
  checkArchiveTiers(faults, resolvedArgs);
  checkOneOf(faults, "minimumTls", resolvedArgs.minimumTls, ["1.2", "1.3"]);
  checkCors(faults, resolvedArgs.cors);
  checkNotifications(faults, resolvedArgs);
  checkLength(faults, "accessLogs.prefix", resolvedArgs.accessLogs?.prefix, 0, 512);
  checkLock(faults, resolvedArgs);
  checkLogSources(faults, name, resolvedArgs);
  faults.raise();
  return resolvedArgs;
}

function checkLock(faults: Faults, { lock }: ResolvedStorageArgs): void {
  if (lock === undefined) return;
  checkOneOf(faults, "lock.mode", lock.mode, ["GOVERNANCE", "COMPLIANCE"]);
  const hasOne = (lock.days === undefined) !== (lock.years === undefined);
  faults.expect(hasOne, "lock", lock, "either days or years");
  checkWholeNumber(faults, "lock.days", lock.days, 1, 36_500);
  checkWholeNumber(faults, "lock.years", lock.years, 1, 100);
}

function defaultTransitions(expireAfterDays = Number.POSITIVE_INFINITY): StorageClassTransition[] {
  return expireAfterDays > DEFAULT_TRANSITION.days ? [DEFAULT_TRANSITION] : [];
}

function defaultNoncurrentTransitions(expireAfterDays: number | false): StorageClassTransition[] {
  const retainedDays = expireAfterDays === false ? Number.POSITIVE_INFINITY : expireAfterDays;
  const pays = retainedDays >= DEFAULT_NONCURRENT_TRANSITION.days + INFREQUENT_ACCESS_DAYS;
  return pays ? [DEFAULT_NONCURRENT_TRANSITION] : [];
}

function checkNoncurrentVersions(
  faults: Faults,
  { noncurrentTransitions, noncurrentExpireAfterDays, newerNoncurrentVersions }: ResolvedStorageArgs,
): void {
  checkTransitions(faults, "noncurrentTransitions", noncurrentTransitions);
  const valid = checkWholeNumber(faults, "newerNoncurrentVersions", newerNoncurrentVersions, 1, 100);
  if (noncurrentExpireAfterDays !== false) {
    checkExpiry(faults, "noncurrentExpireAfterDays", noncurrentExpireAfterDays, noncurrentTransitions);
  } else if (valid) {
    faults.expect(
      newerNoncurrentVersions === undefined,
      "newerNoncurrentVersions",
      newerNoncurrentVersions,
      "nothing when noncurrentExpireAfterDays is false",
    );
  }
}
