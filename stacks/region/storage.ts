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

/** Creates the data bucket of a region. */
export function createStorage(
  code: string,
  settings: Settings,
  options: pulumi.ComponentResourceOptions,
  logBucket: Storage | undefined,
): Storage {
  const { infrequentAfterDays, archiveAfterDays, noncurrentDays, emptyOnDestroy } = settings.storage;
  return new Storage(
    `storage-${code}`,
    {
      transitions: [
        { days: infrequentAfterDays, storageClass: "STANDARD_IA" },
        { days: archiveAfterDays, storageClass: "GLACIER_IR" },
      ],
      noncurrentTransitions: [],
      noncurrentExpireAfterDays: noncurrentDays,
      accessLogs: accessLogsTo(logBucket),
      forceDestroy: emptyOnDestroy,
    },
    options,
  );
}
