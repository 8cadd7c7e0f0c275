import { BUCKET_VERSIONING, mustBeOneOf, resourceRule } from "../../kit";

/** A BucketVersioning that suspends versioning is stopped before S3 is told. */
export const s3VersioningStatus = resourceRule({
  name: "s3-versioning-status",
  title: "Versioning is not suspended",
  description: "A BucketVersioning turns versioning on.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Security Hub",
    version: "1.0.0",
    reference: "S3.14",
    specification: "S3 general purpose buckets should have versioning enabled",
  },
  tags: ["storage", "checkov:CKV_AWS_21", "trivy:AWS-0090", "config:S3_BUCKET_VERSIONING_ENABLED"],
  steps: 'Set versioningConfiguration.status to "Enabled".',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
  types: BUCKET_VERSIONING,
  checks: {
    status: (versioning) => mustBeOneOf(versioning, "versioningConfiguration.status", ["Enabled"]),
  },
  remedy: (inputs, versioning) => {
    if (versioning.string("versioningConfiguration.status") === "Enabled") return false;
    const given = inputs["versioningConfiguration"];
    inputs["versioningConfiguration"] = { ...(typeof given === "object" ? given : {}), status: "Enabled" };
    return true;
  },
});
