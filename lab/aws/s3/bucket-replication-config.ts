import type { CloudRecord } from "../cloud-store";
import { checkOneOf } from "../common/checks";
import { firstObject, isGiven, listObjects } from "../common/inputs";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { asString, type Properties, valueAt } from "../property-values";
import type { ResourceCall } from "../resource-type";
import { isVersioned } from "./bucket-configuration";
import { bucketConfigurationType } from "./bucket-configuration-type";
import { findBucket } from "./bucket-index";

const REQUIREMENTS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html";
const RULE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html";
const TIME = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html";
const GUIDE = "Please refer to S3 Developer Guide for more information.";

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
  for (const rule of listObjects(inputs.rules)) {
    refuse(findRuleError(rule));
    const name = /^arn:[^:]+:s3:::(.+)$/.exec(asString(valueAt(rule, "destination.bucket")) ?? "")?.[1];
    const target = name === undefined ? undefined : findBucket(call.store, call.partition, name);
    if (target === undefined) throw requestError("Destination bucket must exist.", REQUIREMENTS);
    if (!isVersioned(call, target))
      throw requestError("Destination bucket must have versioning enabled.", REQUIREMENTS);
  }
}

/** Returns the error of a rule's own settings, or undefined when S3 accepts them. */
function findRuleError(rule: Properties): AwsError | undefined {
  const markers = valueAt(rule, "deleteMarkerReplication.status");
  if (firstObject(rule.filter) !== undefined) {
    if (!isGiven(markers))
      return requestError(
        `DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. ${GUIDE}`,
        RULE,
      );
    if (markers === "Enabled" && filtersTags(rule))
      return requestError(
        `Delete marker replication is not supported if any Tag filter is specified. ${GUIDE}`,
        RULE,
      );
  }
  if (valueAt(rule, "destination.replicationTime.status") !== "Enabled") return undefined;
  if (valueAt(rule, "destination.replicationTime.time.minutes") !== 15)
    return requestError("ReplicationTime minutes must be 15.", TIME);
  if (valueAt(rule, "destination.metrics.status") !== "Enabled")
    return requestError(
      "Replication destination must contain Metrics when ReplicationTime is specified.",
      TIME,
    );
  return undefined;
}

function filtersTags(rule: Properties): boolean {
  const filter = firstObject(rule.filter);
  return isGiven(filter?.tag) || isGiven(firstObject(filter?.and)?.tags);
}

function requestError(words: string, source: string): AwsError {
  return new AwsError("InvalidRequest", words, { source });
}
