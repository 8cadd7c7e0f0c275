import { mustBeSet, stackRule, TRAIL } from "../../kit";

/** A trail also writes to CloudWatch Logs, so that alarms can monitor it. */
export const cloudtrailToCloudwatch = stackRule({
  name: "cloudtrail-to-cloudwatch",
  title: "Trails write to CloudWatch Logs",
  description: "A trail also writes to a log group, so that alarms can monitor API calls.",
  level: "advisory",
  severity: "low",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "CloudTrail.5",
    specification: "CloudTrail trails should be integrated with Amazon CloudWatch Logs",
  },
  tags: ["logs", "checkov:CKV2_AWS_10", "trivy:AWS-0162"],
  remediationSteps:
    "Set cloudWatchLogsGroupArn to the log group's ARN followed by :*, and cloudWatchLogsRoleArn to a role that allows CloudTrail to write to it.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
  types: TRAIL,
  checks: {
    "log group": (trail) =>
      mustBeSet(trail, "cloudWatchLogsGroupArn", "the ARN of a log group followed by :*"),
    role: (trail) =>
      mustBeSet(
        trail,
        "cloudWatchLogsRoleArn",
        "the ARN of a role that allows CloudTrail to write to the log group",
      ),
  },
});
