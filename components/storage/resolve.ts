import { checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import {
  DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS,
  type ResolvedStorageArgs,
  type StorageArgs,
  type StorageClassTransition,
} from "./args";
import { checkBucketName } from "./bucket-name";
import { checkExpiry, checkTransitions } from "./lifecycle";
import { checkLogSources } from "./log-delivery";

const DEFAULT_TRANSITIONS: readonly StorageClassTransition[] = [
  { days: 30, storageClass: "STANDARD_IA" },
  { days: 90, storageClass: "GLACIER_IR" },
  { days: 180, storageClass: "DEEP_ARCHIVE" },
];

const DEFAULT_NONCURRENT_TRANSITIONS: readonly StorageClassTransition[] = [
  { days: 30, storageClass: "STANDARD_IA" },
];

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: a name, a number of days or a storage class that S3 would reject
 */
export function resolveArgs(name: string, args: StorageArgs): ResolvedStorageArgs {
  const resolvedArgs: ResolvedStorageArgs = {
    ...args,
    transitions: args.transitions ?? DEFAULT_TRANSITIONS,
    noncurrentTransitions: args.noncurrentTransitions ?? DEFAULT_NONCURRENT_TRANSITIONS,
    noncurrentExpireAfterDays: args.noncurrentExpireAfterDays ?? DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS,
    abortUploadsAfterDays: args.abortUploadsAfterDays ?? 7,
    minimumTls: args.minimumTls ?? "1.2",
    accessLogs: args.accessLogs && { ...args.accessLogs, prefix: args.accessLogs.prefix ?? `${name}/` },
    logSources: args.logSources ?? [],
    forceDestroy: args.forceDestroy ?? false,
  };
  const faults = new Faults(name);
  checkBucketName(faults, "bucketName", resolvedArgs.bucketName);
  checkTransitions(faults, "transitions", resolvedArgs.transitions);
  checkExpiry(faults, "expireAfterDays", resolvedArgs.expireAfterDays, resolvedArgs.transitions);
  checkNoncurrentVersions(faults, resolvedArgs);
  checkWholeNumber(faults, "abortUploadsAfterDays", resolvedArgs.abortUploadsAfterDays, 1, 365);
  checkOneOf(faults, "minimumTls", resolvedArgs.minimumTls, ["1.2", "1.3"]);
  checkLength(faults, "accessLogs.prefix", resolvedArgs.accessLogs?.prefix, 0, 512);
  checkOneOf(faults, "lock.mode", resolvedArgs.lock?.mode, ["GOVERNANCE", "COMPLIANCE"]);
  checkWholeNumber(faults, "lock.days", resolvedArgs.lock?.days, 1, 36_500);
  checkLogSources(faults, name, resolvedArgs);
  faults.raise();
  return resolvedArgs;
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
