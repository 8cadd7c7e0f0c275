import { oneOf } from "../common/faults";
import { isGiven, several, single } from "../common/inputs";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { at, type ResourceCall } from "../resource-type";
import { type Properties, text } from "../value";
import type { CloudRecord } from "../world";
import { bucketNamed } from "./bucket-index";
import { isVersioned } from "./configuration";
import { satellite } from "./satellite";

const REQUIREMENTS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html";
const RULE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html";
const TIME = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html";
const GUIDE = "Please refer to S3 Developer Guide for more information.";

/** Replication of a bucket's objects into other buckets. */
export const bucketReplicationConfig = satellite(
  "bucketReplicationConfig:BucketReplicationConfig",
  {
    immutable: ["bucket", "region"],
    check: (inputs) =>
      several(inputs.rules).flatMap((rule, index) =>
        oneOf(`rules[${index}].status`, rule.status, ["Enabled", "Disabled"]),
      ),
  },
  judge,
);

function judge(call: ResourceCall, inputs: Properties, bucket: CloudRecord): void {
  if (!isVersioned(call, bucket))
    throw invalid(
      "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
      REQUIREMENTS,
    );
  for (const rule of several(inputs.rules)) {
    refuse(ruleFault(rule));
    const name = /^arn:[^:]+:s3:::(.+)$/.exec(text(at(rule, "destination.bucket")) ?? "")?.[1];
    const target = name === undefined ? undefined : bucketNamed(call.world, call.partition, name);
    if (target === undefined) throw invalid("Destination bucket must exist.", REQUIREMENTS);
    if (!isVersioned(call, target))
      throw invalid("Destination bucket must have versioning enabled.", REQUIREMENTS);
  }
}

/** What S3 refuses in one rule whatever the buckets are; undefined when it takes it. */
function ruleFault(rule: Properties): AwsError | undefined {
  const markers = at(rule, "deleteMarkerReplication.status");
  if (single(rule.filter) !== undefined) {
    if (!isGiven(markers))
      return invalid(
        `DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. ${GUIDE}`,
        RULE,
      );
    if (markers === "Enabled" && filtersTags(rule))
      return invalid(
        `Delete marker replication is not supported if any Tag filter is specified. ${GUIDE}`,
        RULE,
      );
  }
  if (at(rule, "destination.replicationTime.status") !== "Enabled") return undefined;
  if (at(rule, "destination.replicationTime.time.minutes") !== 15)
    return invalid("ReplicationTime minutes must be 15.", TIME);
  if (at(rule, "destination.metrics.status") !== "Enabled")
    return invalid("Replication destination must contain Metrics when ReplicationTime is specified.", TIME);
  return undefined;
}

function filtersTags(rule: Properties): boolean {
  const filter = single(rule.filter);
  return isGiven(filter?.tag) || isGiven(single(filter?.and)?.tags);
}

function invalid(words: string, source: string): AwsError {
  return new AwsError("InvalidRequest", words, { source });
}
