import * as pulumi from "@pulumi/pulumi";
import { checkWhenKnown } from "../shared/deferred-checks";
import type { Faults } from "../shared/errors";

/** ARN of a KMS key. Policies of roles do not match aliases. @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html */
const KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;

const KEY_FORM = "the ARN of a KMS key, not of an alias, since the role's policy names the key";

/** Checks the ARN of a key; undefined and values that are not known yet are valid. */
export function checkKeyArn(faults: Faults, argument: string, got: pulumi.Input<string> | undefined): void {
  if (typeof got === "string") faults.expect(KEY_ARN.test(got), argument, got, KEY_FORM);
}

/**
 * Returns the ARN of a key, checked once it is known.
 *
 * @throws {ArgumentError} inside the output, when it is not the ARN of a key
 */
export function keyArn(name: string, argument: string, input: pulumi.Input<string>): pulumi.Output<string> {
  return checkWhenKnown(name, argument, input, (text) => KEY_ARN.test(text), KEY_FORM);
}

/**
 * Returns the conditions under which S3 uses a key for objects of these buckets. With a bucket key, which `Storage` has, the
 * encryption context is the bucket, otherwise the object.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function throughS3(
  keys: readonly pulumi.Output<string>[],
  bucketArns: readonly pulumi.Input<string>[],
) {
  return [
    {
      test: "StringLike",
      key: "kms:ViaService",
      // The suffix of the domain differs by partition.
      values: keys.map((key) => key.apply((text) => `s3.${text.split(":")[3]}.amazonaws.com*`)),
    },
    {
      test: "StringLike",
      key: "kms:EncryptionContext:aws:s3:arn",
      values: bucketArns.flatMap((bucketArn) => [bucketArn, pulumi.interpolate`${bucketArn}/*`]),
    },
  ];
}
