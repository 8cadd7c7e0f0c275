/** Control of the versioning rules, with its equivalents in other catalogues. */
export const VERSIONING_CONTROL = {
  framework: {
    name: "AWS Security Hub",
    version: "1.0.0",
    reference: "S3.14",
    specification: "S3 general purpose buckets should have versioning enabled",
  },
  tags: ["storage", "checkov:CKV_AWS_21", "trivy:AWS-0090", "config:S3_BUCKET_VERSIONING_ENABLED"],
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
} as const;
