import { COLDER_STORAGE_CLASSES } from "../../../common/storage-classes";
import type { CloudRecord } from "../cloud-store";
import { checkAtLeast, checkBetween, checkLength, checkOneOf } from "../common/checks";
import { firstObject, listObjects } from "../common/inputs";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import type { Properties } from "../property-values";
import { valueAt } from "../property-values";
import type { CheckFailure, ResourceCall } from "../resource-type";
import { findBucketConfiguration } from "./bucket-configuration";
import { bucketConfigurationType } from "./bucket-configuration-type";
import { findLifecycleError } from "./lifecycle-rules";

/** Lifecycle rules of a bucket; a put replaces all earlier rules. */
export const bucketLifecycleConfiguration = bucketConfigurationType(
  "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  {
    check: (inputs) => [
      ...listObjects(inputs.rules).flatMap((rule, index) => checkRule(`rules[${index}]`, rule)),
      ...checkOneOf("transitionDefaultMinimumObjectSize", inputs.transitionDefaultMinimumObjectSize, [
        "all_storage_classes_128K",
        "varies_by_storage_class",
      ]),
    ],
    defaults: (inputs) => ({ transitionDefaultMinimumObjectSize: "all_storage_classes_128K", ...inputs }),
  },
  (call, inputs, bucket) => {
    refuseUnderMfa(call, bucket);
    refuse(findLifecycleError(listObjects(inputs.rules)));
  },
);

function checkRule(path: string, rule: Properties): readonly CheckFailure[] {
  const expiration = firstObject(rule.noncurrentVersionExpiration);
  return [
    ...checkLength(`${path}.id`, rule.id, 1, 255),
    ...checkOneOf(`${path}.status`, rule.status, ["Enabled", "Disabled"]),
    ...listObjects(rule.transitions).flatMap((move, index) => [
      ...checkOneOf(`${path}.transitions[${index}].storageClass`, move.storageClass, COLDER_STORAGE_CLASSES),
      ...checkAtLeast(`${path}.transitions[${index}].days`, move.days, 0),
    ]),
    ...listObjects(rule.noncurrentVersionTransitions).flatMap((move, index) => [
      ...checkOneOf(
        `${path}.noncurrentVersionTransitions[${index}].storageClass`,
        move.storageClass,
        COLDER_STORAGE_CLASSES,
      ),
      ...checkBetween(
        `${path}.noncurrentVersionTransitions[${index}].newerNoncurrentVersions`,
        move.newerNoncurrentVersions,
        1,
        100,
      ),
    ]),
    ...checkBetween(
      `${path}.noncurrentVersionExpiration.newerNoncurrentVersions`,
      expiration?.newerNoncurrentVersions,
      1,
      100,
    ),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html */
function refuseUnderMfa(call: ResourceCall, bucket: CloudRecord): void {
  const versioning = findBucketConfiguration(call, "aws:s3/bucketVersioning:BucketVersioning", bucket);
  if (
    versioning === undefined ||
    valueAt(versioning.outputs, "versioningConfiguration.mfaDelete") !== "Enabled"
  )
    return;
  throw new AwsError(
    "InvalidBucketState",
    "Lifecycle configuration on MFA-enabled buckets is not supported",
    {
      httpStatus: 409,
      source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html",
    },
  );
}
