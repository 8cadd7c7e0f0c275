import { NAME_LIMITS } from "../../../common/name-limits";
import type { CloudRecord } from "../cloud-store";
import { unscopedArn } from "../common/arn";
import { checkLength } from "../common/checks";
import { assignedName } from "../common/inputs";
import { AwsError } from "../errors";
import { dnsSuffix } from "../partition";
import type { Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { findBucket, releaseBucketName, reserveBucketName } from "./bucket-index";
import { isBucketName, NAMING_RULES } from "./bucket-name";
import { objectKeys, removeObject } from "./objects";
import { websiteZoneOf } from "./website-zones";

/** A general-purpose bucket. */
export const bucket: ResourceType = {
  type: "aws:s3/bucket:Bucket",
  service: "s3",
  api: { create: "CreateBucket", read: "DescribeBucket", update: "UpdateBucket", delete: "DeleteBucket" },
  name: { property: "bucket", transform: (logical) => logical.toLowerCase() },
  immutable: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled", "region"],
  check: (inputs) => checkLength("bucket", inputs.bucket, 0, NAME_LIMITS["aws:s3/bucket:Bucket"]),
  create,
  update: (_call, inputs, change) => ({ ...change.draft, forceDestroy: inputs.forceDestroy ?? false }),
  delete: removeObjects,
  durations: { create: 2, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = assignedName(draft, "bucket");
  if (!isBucketName(name))
    throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", { source: NAMING_RULES });
  refuseTaken(call, findBucket(call.store, call.partition, name));
  reserveBucketName(call, call.type, name);
  const suffix = dnsSuffix(call.partition);
  return {
    id: name,
    outputs: {
      ...draft.outputs,
      bucket: name,
      arn: unscopedArn(call, "s3", name),
      bucketDomainName: `${name}.s3.${suffix}`,
      bucketRegionalDomainName: `${name}.s3.${call.region}.${suffix}`,
      bucketRegion: call.region,
      hostedZoneId: websiteZoneOf(call.region),
      forceDestroy: inputs.forceDestroy ?? false,
      objectLockEnabled: inputs.objectLockEnabled ?? false,
      region: call.region,
    },
  };
}

/**
 * S3 itself accepts a repeated request in us-east-1; the provider checks before and refuses.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html#API_CreateBucket_Errors
 */
function refuseTaken(call: ResourceCall, taken: CloudRecord | undefined): void {
  if (taken === undefined) return;
  const source = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html";
  const own = taken.account === call.account;
  const again = own && taken.region === call.region && call.region === "us-east-1";
  if (own && !again)
    throw new AwsError(
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      { httpStatus: 409, source },
    );
  throw new AwsError(
    "BucketAlreadyExists",
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    { httpStatus: 409, source },
  );
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
function removeObjects(call: ResourceCall, record: CloudRecord): void {
  const keys = objectKeys(call, record.id);
  if (keys.length > 0 && record.outputs.forceDestroy !== true)
    throw new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", {
      httpStatus: 409,
      source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html",
    });
  for (const key of keys) removeObject(call, record.id, key);
  releaseBucketName(call, record.id);
}
