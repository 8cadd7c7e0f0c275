import { checkOneOf } from "../common/checks";
import { AwsError } from "../errors";
import { valueAt } from "../property-values";
import { isVersioned } from "./bucket-configuration";
import { bucketConfigurationType } from "./bucket-configuration-type";

const MODE = "rule.defaultRetention.mode";

/** Object lock of a bucket, with the default retention of new versions. */
export const bucketObjectLockConfiguration = bucketConfigurationType(
  "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  {
    immutable: ["bucket", "expectedBucketOwner", "objectLockEnabled", "region"],
    check: (inputs) => checkOneOf(MODE, valueAt(inputs, MODE), ["GOVERNANCE", "COMPLIANCE"]),
    defaults: (inputs) => ({ objectLockEnabled: "Enabled", ...inputs }),
  },
  (call, _inputs, bucket) => {
    if (isVersioned(call, bucket)) return;
    throw new AwsError(
      "InvalidBucketState",
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
      {
        httpStatus: 409,
        source:
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html#object-lock-configure-existing-bucket",
      },
    );
  },
);
