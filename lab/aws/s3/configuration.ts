import type { Call } from "../resource-type";
import { at } from "../resource-type";
import type { CloudRecord } from "../world";

/** The part of a bucket's configuration that lives in resources of one type. */
export function configurationOf(call: Call, type: string, bucket: CloudRecord): CloudRecord | undefined {
  const { account, region } = bucket;
  const found = call.world.get({ account, region, type, id: bucket.id });
  return found ?? call.world.get({ account, region, type, id: `${bucket.id},${account}` });
}

/** Whether versioning is on. */
export function isVersioned(call: Call, bucket: CloudRecord): boolean {
  const record = configurationOf(call, "aws:s3/bucketVersioning:BucketVersioning", bucket);
  if (record !== undefined) return at(record.outputs, "versioningConfiguration.status") === "Enabled";
  return at(bucket.outputs, "versioning.enabled") === true;
}

/**
 * Whether access control lists are off, as they are in every new bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function isOwnerEnforced(call: Call, bucket: CloudRecord): boolean {
  const record = configurationOf(call, "aws:s3/bucketOwnershipControls:BucketOwnershipControls", bucket);
  const ownership = record === undefined ? undefined : at(record.outputs, "rule.objectOwnership");
  return (ownership ?? "BucketOwnerEnforced") === "BucketOwnerEnforced";
}
