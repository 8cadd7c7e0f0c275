import { mustBe, mustBeSet, resourceRule, TRAIL } from "../../kit";

/** Changes to a trail's log files are detectable, and a KMS key encrypts the files where that is required. */
export const cloudtrailValidatedEncrypted = resourceRule<{ readonly requireKms: boolean }>({
  name: "cloudtrail-validated-encrypted",
  title: "Trails are validated and encrypted",
  description:
    "A trail validates its log files, so that changes are detectable; a KMS key encrypts them where that is required.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "CloudTrail.4",
    specification: "CloudTrail log file validation should be enabled",
  },
  tags: [
    "logs",
    "security-hub:CloudTrail.2",
    "cis-5.0:3.2",
    "cis-5.0:3.5",
    "checkov:CKV_AWS_36",
    "checkov:CKV_AWS_35",
    "trivy:AWS-0016",
  ],
  remediationSteps:
    "Set enableLogFileValidation to true, and kmsKeyId to the ARN of a KMS key that CloudTrail may use.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
  settings: {
    requireKms: {
      type: "boolean",
      default: false,
      description: "Whether a KMS key is required instead of S3-managed encryption.",
    },
  },
  types: TRAIL,
  checks: {
    "file validation": (trail) => mustBe(trail, "enableLogFileValidation", true),
    "KMS key": (trail, { settings }) =>
      settings.requireKms
        ? mustBeSet(trail, "kmsKeyId", "the ARN of a KMS key that CloudTrail may use")
        : undefined,
  },
  remediation: (inputs, trail) => {
    if (trail.boolean("enableLogFileValidation") === true) return false;
    inputs["enableLogFileValidation"] = true;
    return true;
  },
});
