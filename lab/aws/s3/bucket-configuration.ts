import type { CloudRecord } from "../cloud-store";
import { valueAt } from "../property-values";
import type { Call } from "../resource-type";

/** Finds the setting of a bucket that is a resource of a type. */
export function findBucketConfiguration(
  call: Call,
  type: string,
  bucket: CloudRecord,
): CloudRecord | undefined {
  const { account, region } = bucket;
  const record = call.store.get({ account, region, type, id: bucket.id });
  return record ?? call.store.get({ account, region, type, id: `${bucket.id},${account}` });
}

/** Whether a bucket has object lock, since its creation or later. */
export function hasObjectLock(call: Call, bucket: CloudRecord): boolean {
  const type = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
  return (
    bucket.outputs.objectLockEnabled === true || findBucketConfiguration(call, type, bucket) !== undefined
  );
}

/** Whether versioning is enabled; a bucket that is created with object lock has it. */
export function isVersioned(call: Call, bucket: CloudRecord): boolean {
  if (bucket.outputs.objectLockEnabled === true) return true;
  const record = findBucketConfiguration(call, "aws:s3/bucketVersioning:BucketVersioning", bucket);
  if (record !== undefined) return valueAt(record.outputs, "versioningConfiguration.status") === "Enabled";
  return valueAt(bucket.outputs, "versioning.enabled") === true;
}

/**
 * Whether access control lists are disabled, as in every new bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function isOwnerEnforced(call: Call, bucket: CloudRecord): boolean {
  const record = findBucketConfiguration(
    call,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    bucket,
  );
  const ownership = record === undefined ? undefined : valueAt(record.outputs, "rule.objectOwnership");
  return (ownership ?? "BucketOwnerEnforced") === "BucketOwnerEnforced";
}
