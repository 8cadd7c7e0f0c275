import type { Value } from "../property-values";
import type { Call } from "../resource-type";

/** Kind of the notes for the objects in buckets; their keys are `bucket/key`. */
const OBJECT = "s3/object";

/** Lists the keys of the objects in a bucket, sorted. */
export function objectKeys(call: Call, bucket: string): readonly string[] {
  return call.store.notes(OBJECT, `${bucket}/`).map(([key]) => key.slice(bucket.length + 1));
}

/** Puts an object, or a new version of it, into a bucket. */
export function putObject(call: Call, bucket: string, key: string, about: Value): void {
  call.store.setNote(OBJECT, `${bucket}/${key}`, about);
}

/** Removes an object with all its versions. */
export function removeObject(call: Call, bucket: string, key: string): void {
  call.store.setNote(OBJECT, `${bucket}/${key}`, undefined);
}
