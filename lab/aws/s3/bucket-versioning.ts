import type { CloudRecord } from "../cloud-store";
import { checkOneOf } from "../common/checks";
import { AwsError } from "../errors";
import type { Properties } from "../property-values";
import { valueAt } from "../property-values";
import type { ResourceCall } from "../resource-type";
import { findBucketConfiguration, hasObjectLock } from "./bucket-configuration";
import { bucketConfigurationType } from "./bucket-configuration-type";
import { findBucket } from "./bucket-index";

const STATUS = "versioningConfiguration.status";

/** Versioning of a bucket. */
export const bucketVersioning = bucketConfigurationType(
  "bucketVersioning:BucketVersioning",
  {
    check: (inputs) => [
      ...checkOneOf(STATUS, valueAt(inputs, STATUS), ["Enabled", "Suspended", "Disabled"]),
      ...checkOneOf(
        "versioningConfiguration.mfaDelete",
        valueAt(inputs, "versioningConfiguration.mfaDelete"),
        ["Enabled", "Disabled"],
      ),
    ],
    delete: (call, record) => {
      const bucket = findBucket(call.store, call.partition, String(record.outputs.bucket));
      if (bucket !== undefined && valueAt(record.outputs, STATUS) === "Enabled")
        refuseUnderReplication(call, bucket);
    },
  },
  validate,
);

function validate(call: ResourceCall, inputs: Properties, bucket: CloudRecord): void {
  const before = findBucketConfiguration(call, call.type, bucket);
  const from = before === undefined ? "Disabled" : valueAt(before.outputs, STATUS);
  const to = valueAt(inputs, STATUS);
  if (to === "Disabled" && from !== "Disabled")
    throw new AwsError(
      "IllegalVersioningConfigurationException",
      "Indicates that the versioning configuration specified in the request is not valid.",
      { source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html" },
    );
  if (to === "Suspended") refuseUnderLock(call, bucket);
  if (to !== "Enabled" && from === "Enabled") refuseUnderReplication(call, bucket);
}

/**
 * Enabling versioning again changes nothing and is accepted; the provider ignores the refusal at a delete.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
function refuseUnderLock(call: ResourceCall, bucket: CloudRecord): void {
  if (!hasObjectLock(call, bucket)) return;
  throw new AwsError(
    "InvalidBucketState",
    "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    {
      httpStatus: 409,
      source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html",
    },
  );
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html */
function refuseUnderReplication(call: ResourceCall, bucket: CloudRecord): void {
  const type = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
  if (findBucketConfiguration(call, type, bucket) === undefined) return;
  throw new AwsError(
    "InvalidBucketState",
    "A replication configuration is present on this bucket, so you cannot change the versioning state. To change the versioning state, first delete the replication configuration.",
    {
      httpStatus: 409,
      source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html",
    },
  );
}
