import type { CloudRecord, CloudStore } from "../cloud-store";
import { AwsError } from "../errors";
import { type Partition, partitionOf } from "../partition";
import { isObject } from "../property-values";
import type { Call } from "../resource-type";

// Names are unique in a partition, across accounts and regions, so the index has no other key.
const INDEX = "s3/bucket";

/** Finds a bucket by name in the partition, in any account and region. */
export function findBucket(store: CloudStore, partition: Partition, name: string): CloudRecord | undefined {
  const place = store.note(INDEX, `${partition}/${name}`);
  if (!isObject(place)) return undefined;
  const { account, region, type } = place;
  if (typeof account !== "string" || typeof region !== "string" || typeof type !== "string") return undefined;
  return store.get({ account, region, type, id: name });
}

/** Reserves the name of a new bucket. */
export function reserveBucketName(call: Call, type: string, name: string): void {
  const { account, region } = call;
  call.store.setNote(INDEX, `${call.partition}/${name}`, { account, region, type });
}

/** Releases the name of a deleted bucket. */
export function releaseBucketName(call: Call, name: string): void {
  call.store.setNote(INDEX, `${call.partition}/${name}`, undefined);
}

/**
 * Finds a bucket by name, which must be in the region of the request.
 *
 * @throws {AwsError} NoSuchBucket; PermanentRedirect when it is in another region
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
export function requireBucket(call: Call, name: string): CloudRecord {
  const bucket = findBucket(call.store, partitionOf(call.region), name);
  if (bucket === undefined)
    throw new AwsError("NoSuchBucket", "The specified bucket does not exist", { httpStatus: 404 });
  if (bucket.region !== call.region)
    throw new AwsError(
      "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
      { httpStatus: 301 },
    );
  return bucket;
}
