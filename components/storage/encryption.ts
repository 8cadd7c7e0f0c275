import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyCondition, PolicyStatement } from "../shared/policy";

type KmsKeyArn = pulumi.Input<string> | undefined;

/** Returns the rule of the default encryption: a KMS key through a bucket key, or SSE-S3. */
export function encryptionRule(
  kmsKeyArn: KmsKeyArn,
): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
  return kmsKeyArn === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
        bucketKeyEnabled: true,
      };
}

const ALGORITHM = "s3:x-amz-server-side-encryption";

/**
 * Returns statements that deny uploads with another encryption than the bucket's; an upload that names none gets the bucket's.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function encryptionStatements(
  bucketArn: pulumi.Output<string>,
  kmsKeyArn: KmsKeyArn,
): PolicyStatement[] {
  const deny = (sid: string, conditions: readonly PolicyCondition[]): PolicyStatement => ({
    sid,
    effect: "Deny",
    principals: "everyone",
    actions: ["s3:PutObject"],
    resources: [pulumi.interpolate`${bucketArn}/*`],
    conditions,
  });
  const algorithm = kmsKeyArn === undefined ? "AES256" : "aws:kms";
  return [
    deny("DenyCustomerKeys", [{ test: "Null", key: `${ALGORITHM}-customer-algorithm`, values: ["false"] }]),
    deny("DenyOtherEncryption", [{ test: "StringNotEqualsIfExists", key: ALGORITHM, values: [algorithm] }]),
    // An upload with aws:kms and no key would get the AWS managed key, so a missing key is denied too.
    ...(kmsKeyArn === undefined
      ? []
      : [
          deny("DenyOtherKeys", [
            { test: "StringEquals", key: ALGORITHM, values: ["aws:kms"] },
            { test: "StringNotEquals", key: `${ALGORITHM}-aws-kms-key-id`, values: [kmsKeyArn] },
          ]),
        ]),
  ];
}
