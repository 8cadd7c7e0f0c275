import { mustBeSet, resourceRule, TOPIC } from "../../kit";

/** SNS always encrypts its storage; a KMS key also controls and logs access to the messages. */
export const snsEncrypted = resourceRule({
  name: "sns-encrypted",
  title: "Topics have a KMS key",
  description: "Every SNS topic is encrypted with a KMS key.",
  level: "advisory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "SNS.1",
    specification: "SNS topics should be encrypted at-rest using AWS KMS",
  },
  tags: ["billing", "checkov:CKV_AWS_26", "trivy:AWS-0095"],
  remediationSteps:
    "Set kmsMasterKeyId to a customer managed key of the topic's region. Its policy must allow kms:Decrypt and kms:GenerateDataKey* to the publishing services, such as cloudwatch.amazonaws.com; alarms cannot publish with alias/aws/sns.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
  types: TOPIC,
  checks: {
    encryption: (topic) =>
      mustBeSet(
        topic,
        "kmsMasterKeyId",
        "a KMS key",
        "use a customer managed key whose policy allows the publishing services to decrypt and generate data keys",
      ),
  },
});
