import { exactlyOne } from "../common/faults";
import { AwsError } from "../errors";
import { text } from "../value";
import { bucketHere } from "./bucket-index";
import { isOwnerEnforced } from "./configuration";
import { satellite } from "./satellite";

/** The access control list of a bucket, for buckets that still have one. */
export const bucketAcl = satellite(
  "bucketAcl:BucketAcl",
  {
    check: (inputs) => exactlyOne(inputs, ["acl", "accessControlPolicy"]),
    create: (call, inputs, draft) => {
      const bucket = text(inputs.bucket) ?? "";
      refuseDisabled(isOwnerEnforced(call, bucketHere(call, bucket)));
      const id = [bucket, text(inputs.expectedBucketOwner), text(inputs.acl)]
        .filter((part) => part)
        .join(",");
      return { id, outputs: { ...draft.outputs, bucket, region: call.region } };
    },
  },
  (call, _inputs, bucket) => refuseDisabled(isOwnerEnforced(call, bucket)),
);

/**
 * Refuses access control lists where the bucket's owner owns every object.
 *
 * @throws {AwsError} AccessControlListNotSupported
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function refuseDisabled(disabled: boolean): void {
  if (!disabled) return;
  throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs", {
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  });
}
