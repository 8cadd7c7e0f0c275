import { LOG_GROUP, mustBeSet, resourceRule } from "../../kit";

/** What is logged is encrypted by a key of one's own. */
export const logGroupKms = resourceRule({
  name: "log-group-kms",
  title: "Log groups have a key",
  description: "A key of KMS encrypts what a log group holds.",
  level: "advisory",
  severity: "low",
  tags: ["logs", "checkov:CKV_AWS_158", "trivy:AWS-0017"],
  remediationSteps:
    "Set kmsKeyId to the ARN of a key of the same region whose policy lets CloudWatch Logs use it.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  types: LOG_GROUP,
  checks: {
    key: (group) => mustBeSet(group, "kmsKeyId", "the ARN of a key of KMS that CloudWatch Logs may use"),
  },
});
