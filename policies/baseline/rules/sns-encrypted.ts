import { mustBeSet, resourceRule, TOPIC } from "../../kit";

/** SNS encrypts its own disks; a key of the account also decides who may read, and shows who did. */
export const snsEncrypted = resourceRule({
  name: "sns-encrypted",
  title: "Topics are encrypted with a key",
  description: "Topics have a KMS key for what waits in them.",
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
    "Set kmsMasterKeyId to a customer managed key of the topic's region. Its policy must let the services that publish, such as cloudwatch.amazonaws.com, kms:Decrypt and kms:GenerateDataKey*: alias/aws/sns would silence alarms.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
  types: TOPIC,
  checks: {
    encryption: (topic) =>
      mustBeSet(
        topic,
        "kmsMasterKeyId",
        "a KMS key",
        "use a customer managed key whose policy lets the publishing services decrypt and generate data keys",
      ),
  },
});
