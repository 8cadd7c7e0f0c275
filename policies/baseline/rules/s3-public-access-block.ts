import {
  ACCOUNT_PUBLIC_ACCESS_BLOCK,
  BUCKET,
  BUCKET_PUBLIC_ACCESS_BLOCK,
  checkSetOnce,
  describeMismatch,
  findBucketSettings,
  findUnblockedAccess,
  isPublicAccessBlocked,
  PUBLIC_ACCESS_FLAGS,
  type Resource,
  type Stack,
  stackRule,
} from "../../kit";

const isBlock = ({ type }: Resource): boolean =>
  (BUCKET_PUBLIC_ACCESS_BLOCK as readonly string[]).includes(type);

/** Every bucket blocks public access in all four ways, by its own block or the account's block. */
export const s3PublicAccessBlock = stackRule({
  name: "s3-public-access-block",
  title: "Buckets block public access",
  description: "Every S3 bucket, or its whole account, blocks public access in all four ways.",
  level: "mandatory",
  severity: "critical",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "S3.8",
    specification: "S3 general purpose buckets should block public access",
  },
  tags: [
    "storage",
    "cis-5.0:2.1.4",
    "cis-3.0:2.1.4",
    "checkov:CKV2_AWS_6",
    "checkov:CKV_AWS_53",
    "checkov:CKV_AWS_54",
    "checkov:CKV_AWS_55",
    "checkov:CKV_AWS_56",
    "trivy:AWS-0094",
    "cdk-nag:AwsSolutions-S2",
  ],
  remediationSteps:
    "Add one aws.s3.BucketPublicAccessBlock whose bucket is the bucket's id, with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets true.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  types: [...BUCKET, ...BUCKET_PUBLIC_ACCESS_BLOCK],
  checks: {
    "public access block": (bucket, { stack }) => {
      if (isBlock(bucket)) return undefined;
      const blocks = findBucketSettings(stack, bucket, BUCKET_PUBLIC_ACCESS_BLOCK);
      if (blocks.length > 0) return checkSetOnce(blocks, "public access block");
      const open = findUnblockedAccess(stack, bucket);
      if (open.length === 0) return undefined;
      const account =
        stack.ofTypes(ACCOUNT_PUBLIC_ACCESS_BLOCK).length > 0 ? ", nor does the account's block" : "";
      return `no public access block of the bucket sets ${open.join(", ")}${account}; add aws.s3.BucketPublicAccessBlock with all four true`;
    },
    ...Object.fromEntries(
      PUBLIC_ACCESS_FLAGS.map((flag) => [
        flag,
        (block: Resource, { stack }: { readonly stack: Stack }) =>
          !isBlock(block) || isPublicAccessBlocked(stack, block, flag)
            ? undefined
            : describeMismatch(block, flag, "true"),
      ]),
    ),
  },
  remediation: (inputs, block) => {
    if (!isBlock(block)) return false;
    const open = PUBLIC_ACCESS_FLAGS.filter((flag) => block.boolean(flag) !== true);
    for (const flag of open) inputs[flag] = true;
    return open.length > 0;
  },
});
