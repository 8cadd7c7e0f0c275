import type { CloudRecord } from "../cloud-store";
import { checkOneOf } from "../common/checks";
import { listObjects } from "../common/inputs";
import { refuse } from "../common/refuse";
import { asString, type Properties, valueAt } from "../property-values";
import type { ResourceCall } from "../resource-type";
import { isVersioned } from "./bucket-configuration";
import { bucketConfigurationType } from "./bucket-configuration-type";
import { findBucket } from "./bucket-index";
import { findReplicationError, requestError } from "./replication-rules";

const REQUIREMENTS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html";

/** Replication of a bucket's objects into other buckets. */
export const bucketReplicationConfig = bucketConfigurationType(
  "bucketReplicationConfig:BucketReplicationConfig",
  {
    immutable: ["bucket", "region"],
    check: (inputs) =>
      listObjects(inputs.rules).flatMap((rule, index) =>
        checkOneOf(`rules[${index}].status`, rule.status, ["Enabled", "Disabled"]),
      ),
  },
  validate,
);

function validate(call: ResourceCall, inputs: Properties, bucket: CloudRecord): void {
  if (!isVersioned(call, bucket))
    throw requestError(
      "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
      REQUIREMENTS,
    );
  const rules = listObjects(inputs.rules);
  refuse(findReplicationError(rules));
  for (const rule of rules) {
    const name = /^arn:[^:]+:s3:::(.+)$/.exec(asString(valueAt(rule, "destination.bucket")) ?? "")?.[1];
    if (name === bucket.id)
      throw requestError("Destination bucket cannot be the same as the source bucket.", REQUIREMENTS);
    // S3 accepts a destination without object lock, even of a source with it, and fails at the replication of each object.
    const target = name === undefined ? undefined : findBucket(call.store, call.partition, name);
    if (target === undefined) throw requestError("Destination bucket must exist.", REQUIREMENTS);
    if (!isVersioned(call, target))
      throw requestError("Destination bucket must have versioning enabled.", REQUIREMENTS);
  }
}
