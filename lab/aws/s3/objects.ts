import type { Value } from "../property-values";
import type { Call } from "../resource-type";

/** Kind of the notes that stand for the objects in a bucket; keys are `bucket/key`. */
const OBJECT = "s3/object";

/** Keys of the objects in a bucket, in their order. */
export function objectKeys(call: Call, bucket: string): readonly string[] {
  return call.store.notes(OBJECT, `${bucket}/`).map(([key]) => key.slice(bucket.length + 1));
}

/** Lays an object into a bucket, or another version over it. */
export function putObject(call: Call, bucket: string, key: string, about: Value): void {
  call.store.setNote(OBJECT, `${bucket}/${key}`, about);
}

/** Takes an object away, with all its versions. */
export function removeObject(call: Call, bucket: string, key: string): void {
  call.store.setNote(OBJECT, `${bucket}/${key}`, undefined);
}
