import { oneOf } from "../common/faults";
import { AwsError } from "../errors";
import { at, type ResourceCall } from "../resource-type";
import type { Properties } from "../value";
import type { CloudRecord } from "../world";
import { bucketNamed } from "./bucket-index";
import { configurationOf } from "./configuration";
import { satellite } from "./satellite";

const STATUS = "versioningConfiguration.status";

/** Versioning of a bucket. */
export const bucketVersioning = satellite(
  "bucketVersioning:BucketVersioning",
  {
    check: (inputs) => [
      ...oneOf(STATUS, at(inputs, STATUS), ["Enabled", "Suspended", "Disabled"]),
      ...oneOf("versioningConfiguration.mfaDelete", at(inputs, "versioningConfiguration.mfaDelete"), [
        "Enabled",
        "Disabled",
      ]),
    ],
    delete: (call, record) => {
      const bucket = bucketNamed(call.world, call.partition, String(record.outputs.bucket));
      if (bucket !== undefined && at(record.outputs, STATUS) === "Enabled")
        refuseUnderReplication(call, bucket);
    },
  },
  refuse,
);

function refuse(call: ResourceCall, inputs: Properties, bucket: CloudRecord): void {
  const before = configurationOf(call, call.type, bucket);
  const from = before === undefined ? "Disabled" : at(before.outputs, STATUS);
  const to = at(inputs, STATUS);
  if (to === "Disabled" && from !== "Disabled")
    throw new AwsError(
      "IllegalVersioningConfigurationException",
      "Indicates that the versioning configuration specified in the request is not valid.",
      { source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html" },
    );
  if (to !== "Enabled" && from === "Enabled") refuseUnderReplication(call, bucket);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html */
function refuseUnderReplication(call: ResourceCall, bucket: CloudRecord): void {
  const type = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
  if (configurationOf(call, type, bucket) === undefined) return;
  throw new AwsError(
    "InvalidBucketState",
    "A replication configuration is present on this bucket, so you cannot change the versioning state. To change the versioning state, first delete the replication configuration.",
    {
      httpStatus: 409,
      source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html",
    },
  );
}
