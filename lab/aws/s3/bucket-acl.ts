import { checkExactlyOne } from "../common/checks";
import { AwsError } from "../errors";
import { asString } from "../property-values";
import { isOwnerEnforced } from "./bucket-configuration";
import { bucketConfigurationType } from "./bucket-configuration-type";
import { requireBucket } from "./bucket-index";

/** The access control list of a bucket, for buckets that still have one. */
export const bucketAcl = bucketConfigurationType(
  "bucketAcl:BucketAcl",
  {
    check: (inputs) => checkExactlyOne(inputs, ["acl", "accessControlPolicy"]),
    create: (call, inputs, draft) => {
      const bucket = asString(inputs.bucket) ?? "";
      refuseDisabledAcl(isOwnerEnforced(call, requireBucket(call, bucket)));
      const id = [bucket, asString(inputs.expectedBucketOwner), asString(inputs.acl)]
        .filter((part) => part)
        .join(",");
      return { id, outputs: { ...draft.outputs, bucket, region: call.region } };
    },
  },
  (call, _inputs, bucket) => refuseDisabledAcl(isOwnerEnforced(call, bucket)),
);

/**
 * Refuses access control lists where the bucket's owner owns every object.
 *
 * @throws {AwsError} AccessControlListNotSupported
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function refuseDisabledAcl(disabled: boolean): void {
  if (!disabled) return;
  throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs", {
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  });
}
