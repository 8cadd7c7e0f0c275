import { type Requirement, type Resource, requirementRule } from "../../kit";

/** Settings of keys. Keys with own material and asymmetric keys cannot rotate by themselves. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:kms/key:Key"],
    path: "enableKeyRotation",
    expected: true,
    unless: cannotRotate,
    controls: [
      "security-hub:KMS.4",
      "cis-5.0:3.6",
      "cis-3.0:3.6",
      "checkov:CKV_AWS_7",
      "cdk-nag:AwsSolutions-KMS5",
      "trivy:AWS-0065",
      "config:CMK_BACKING_KEY_ROTATION_ENABLED",
    ],
  },
  {
    types: ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/externalKey:ExternalKey"],
    path: "bypassPolicyLockoutSafetyCheck",
    expected: false,
    absent: false,
    advice: "otherwise a mistake in the policy makes the key unmanageable",
    controls: [],
  },
];

/** Rotation limits the data that one version of a key protects. */
export const kmsKeyRotation = requirementRule({
  name: "kms-key-rotation",
  title: "Keys rotate",
  description: "Symmetric encryption keys rotate every year, and no key bypasses the check of its policy.",
  level: "mandatory",
  severity: "medium",
  topic: "iam",
  remediationSteps:
    "Set enableKeyRotation to true: KMS keeps the older versions of the key, so that existing data stays readable.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  requirements: REQUIREMENTS,
});

function cannotRotate(key: Resource): boolean {
  const spec = key.string("customerMasterKeySpec") ?? key.string("keySpec") ?? "SYMMETRIC_DEFAULT";
  return spec !== "SYMMETRIC_DEFAULT" || key.isSet("customKeyStoreId") || key.isSet("xksKeyId");
}
