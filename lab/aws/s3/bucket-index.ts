import { AwsError } from "../errors";
import { type Partition, partitionOf } from "../partition";
import type { Call } from "../resource-type";
import { isObject } from "../value";
import type { CloudRecord, World } from "../world";

// Names are unique in a partition, across accounts and regions: the index is asked by name alone.
const INDEX = "s3/bucket";

/** The bucket of that name in the partition, whoever owns it and wherever it is. */
export function bucketNamed(world: World, partition: Partition, name: string): CloudRecord | undefined {
  const place = world.note(INDEX, `${partition}/${name}`);
  if (!isObject(place)) return undefined;
  const { account, region, type } = place;
  if (typeof account !== "string" || typeof region !== "string" || typeof type !== "string") return undefined;
  return world.get({ account, region, type, id: name });
}

/** Enters the name of a bucket that is being made. */
export function enterBucket(call: Call, type: string, name: string): void {
  const { account, region } = call;
  call.world.setNote(INDEX, `${call.partition}/${name}`, { account, region, type });
}

/** Gives the name of a bucket back. */
export function forgetBucket(call: Call, name: string): void {
  call.world.setNote(INDEX, `${call.partition}/${name}`, undefined);
}

/**
 * The bucket of that name, which must be in the region of the request.
 *
 * @throws {AwsError} NoSuchBucket; PermanentRedirect when it is in another region
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
export function bucketHere(call: Call, name: string): CloudRecord {
  const found = bucketNamed(call.world, partitionOf(call.region), name);
  if (found === undefined)
    throw new AwsError("NoSuchBucket", "The specified bucket does not exist", { httpStatus: 404 });
  if (found.region !== call.region)
    throw new AwsError(
      "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
      { httpStatus: 301 },
    );
  return found;
}
