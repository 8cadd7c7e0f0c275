import { COLDER_STORAGE_CLASSES } from "../../../common/storage-classes";
import { atLeast, between, length, oneOf } from "../common/faults";
import { several, single } from "../common/inputs";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import type { CheckFailure, ResourceCall } from "../resource-type";
import { at } from "../resource-type";
import type { Properties } from "../value";
import type { CloudRecord } from "../world";
import { configurationOf } from "./configuration";
import { lifecycleFault } from "./lifecycle-rules";
import { satellite } from "./satellite";

/** Lifecycle rules of a bucket; laying them down replaces all that were there. */
export const bucketLifecycleConfiguration = satellite(
  "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  {
    check: (inputs) => [
      ...several(inputs.rules).flatMap((rule, index) => ruleFaults(`rules[${index}]`, rule)),
      ...oneOf("transitionDefaultMinimumObjectSize", inputs.transitionDefaultMinimumObjectSize, [
        "all_storage_classes_128K",
        "varies_by_storage_class",
      ]),
    ],
    defaults: (inputs) => ({ transitionDefaultMinimumObjectSize: "all_storage_classes_128K", ...inputs }),
  },
  (call, inputs, bucket) => {
    refuseUnderMfa(call, bucket);
    refuse(lifecycleFault(several(inputs.rules)));
  },
);

function ruleFaults(path: string, rule: Properties): readonly CheckFailure[] {
  const expired = single(rule.noncurrentVersionExpiration);
  return [
    ...length(`${path}.id`, rule.id, 1, 255),
    ...oneOf(`${path}.status`, rule.status, ["Enabled", "Disabled"]),
    ...several(rule.transitions).flatMap((move, index) => [
      ...oneOf(`${path}.transitions[${index}].storageClass`, move.storageClass, COLDER_STORAGE_CLASSES),
      ...atLeast(`${path}.transitions[${index}].days`, move.days, 0),
    ]),
    ...several(rule.noncurrentVersionTransitions).flatMap((move, index) => [
      ...oneOf(
        `${path}.noncurrentVersionTransitions[${index}].storageClass`,
        move.storageClass,
        COLDER_STORAGE_CLASSES,
      ),
      ...between(
        `${path}.noncurrentVersionTransitions[${index}].newerNoncurrentVersions`,
        move.newerNoncurrentVersions,
        1,
        100,
      ),
    ]),
    ...between(
      `${path}.noncurrentVersionExpiration.newerNoncurrentVersions`,
      expired?.newerNoncurrentVersions,
      1,
      100,
    ),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html */
function refuseUnderMfa(call: ResourceCall, bucket: CloudRecord): void {
  const versioning = configurationOf(call, "aws:s3/bucketVersioning:BucketVersioning", bucket);
  if (versioning === undefined || at(versioning.outputs, "versioningConfiguration.mfaDelete") !== "Enabled")
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
