import type { CloudRecord } from "../cloud-store";
import { valueAt } from "../property-values";
import type { Call } from "../resource-type";

/** The part of a bucket's configuration that lives in resources of one type. */
export function findBucketConfiguration(
  call: Call,
  type: string,
  bucket: CloudRecord,
): CloudRecord | undefined {
  const { account, region } = bucket;
  const found = call.store.get({ account, region, type, id: bucket.id });
  return found ?? call.store.get({ account, region, type, id: `${bucket.id},${account}` });
}

/** Whether versioning is on. */
export function isVersioned(call: Call, bucket: CloudRecord): boolean {
  const record = findBucketConfiguration(call, "aws:s3/bucketVersioning:BucketVersioning", bucket);
  if (record !== undefined) return valueAt(record.outputs, "versioningConfiguration.status") === "Enabled";
  return valueAt(bucket.outputs, "versioning.enabled") === true;
}

/**
 * Whether access control lists are off, as they are in every new bucket.
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
