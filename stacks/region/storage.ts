import type * as pulumi from "@pulumi/pulumi";
import { Storage } from "../../components";
import type { Settings } from "../settings";

/**
 * Creates the bucket that receives the access logs of a region's other buckets; undefined without storage.accessLogs. Its
 * objects have SSE-S3, the only encryption that S3 delivers access logs with.
 */
export function createLogBucket(
  code: string,
  { storage }: Settings,
  options: pulumi.ComponentResourceOptions,
): Storage | undefined {
  if (!storage.accessLogs) return undefined;
  return new Storage(
    `access-logs-${code}`,
    {
      logSources: ["s3-access"],
      transitions: [],
      expireAfterDays: storage.accessLogDays,
      noncurrentTransitions: [],
      // S3 never writes a log twice: a noncurrent version is an expired one.
      noncurrentExpireAfterDays: 1,
      forceDestroy: storage.emptyOnDestroy,
    },
    options,
  );
}

/** Returns the argument by which a bucket sends its access logs to the log bucket of its region, if there is one. */
export function accessLogsTo(logBucket: Storage | undefined) {
  return logBucket && { bucketName: logBucket.bucketName };
}

/** Storage classes of noncurrent versions, and the days that S3 charges for a version in them at least. */
const NONCURRENT_CLASSES = [
  { setting: "noncurrentInfrequentAfterDays", storageClass: "STANDARD_IA", chargedDays: 30 },
  { setting: "noncurrentArchiveAfterDays", storageClass: "GLACIER_IR", chargedDays: 90 },
] as const;

/**
 * Returns the arguments that decide about noncurrent versions: each transition that costs less than the class before.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html#sc-compare
 */
export function noncurrentVersionsOf({ storage }: Settings) {
  return {
    noncurrentTransitions: NONCURRENT_CLASSES.filter(
      ({ setting, chargedDays }) => storage.noncurrentDays >= storage[setting] + chargedDays,
    ).map(({ setting, storageClass }) => ({ days: storage[setting], storageClass })),
    noncurrentExpireAfterDays: storage.noncurrentDays,
  };
}

/** Creates the data bucket of a region. */
export function createStorage(
  code: string,
  settings: Settings,
  options: pulumi.ComponentResourceOptions,
  logBucket: Storage | undefined,
): Storage {
  const { infrequentAfterDays, archiveAfterDays, emptyOnDestroy } = settings.storage;
  return new Storage(
    `storage-${code}`,
    {
      transitions: [
        { days: infrequentAfterDays, storageClass: "STANDARD_IA" },
        { days: archiveAfterDays, storageClass: "GLACIER_IR" },
      ],
      ...noncurrentVersionsOf(settings),
      accessLogs: accessLogsTo(logBucket),
      forceDestroy: emptyOnDestroy,
    },
    options,
  );
}
