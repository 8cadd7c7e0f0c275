import { LOG_GROUP, mustBeSet, resourceRule } from "../../kit";

/** A customer managed key encrypts logs. */
export const logGroupKms = resourceRule({
  name: "log-group-kms",
  title: "Log groups have a KMS key",
  description: "A KMS key encrypts every log group.",
  level: "advisory",
  severity: "low",
  tags: ["logs", "checkov:CKV_AWS_158", "trivy:AWS-0017"],
  remediationSteps:
    "Set kmsKeyId to the ARN of a key in the same region whose policy allows CloudWatch Logs.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  types: LOG_GROUP,
  checks: {
    "KMS key": (group) => mustBeSet(group, "kmsKeyId", "the ARN of a KMS key that CloudWatch Logs may use"),
  },
});
