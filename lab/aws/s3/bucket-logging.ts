import type { CloudRecord } from "../cloud-store";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { ResourceCall } from "../resource-type";
import { bucketConfigurationType } from "./bucket-configuration-type";
import { findBucket } from "./bucket-index";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html";

/** Delivery of a bucket's access logs into another bucket of its region and account. */
export const bucketLogging = bucketConfigurationType("bucketLogging:BucketLogging", {}, validate);

function validate(call: ResourceCall, inputs: Properties, bucket: CloudRecord): void {
  const target = findBucket(call.store, call.partition, asString(inputs.targetBucket) ?? "");
  if (target === undefined)
    throw new AwsError("InvalidTargetBucketForLogging", "The target bucket for logging does not exist", {
      source: SOURCE,
    });
  if (target.region !== bucket.region)
    throw new AwsError("CrossLocationLoggingProhibited", "Cross S3 location logging not allowed.", {
      httpStatus: 403,
      source: SOURCE,
    });
  if (target.account !== bucket.account)
    throw new AwsError(
      "InvalidTargetBucketForLogging",
      "The owner for the bucket to be logged and the target bucket must be the same.",
      { source: SOURCE },
    );
}
