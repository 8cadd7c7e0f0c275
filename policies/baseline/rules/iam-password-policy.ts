import { type Requirement, requirementRule } from "../../kit";

const TYPES = ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"];

/** The password policy of an account. What it leaves out is off. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: TYPES,
    path: "minimumPasswordLength",
    expected: { min: 14, unit: "characters" },
    absent: 6,
    controls: ["security-hub:IAM.15", "cis-5.0:1.7", "cis-3.0:1.8", "checkov:CKV_AWS_10", "trivy:AWS-0063"],
  },
  {
    types: TYPES,
    path: "passwordReusePrevention",
    expected: { min: 24, unit: "passwords" },
    controls: ["security-hub:IAM.16", "cis-5.0:1.8", "cis-3.0:1.9", "checkov:CKV_AWS_13", "trivy:AWS-0056"],
  },
  ...(
    [
      ["requireLowercaseCharacters", 11, 12],
      ["requireNumbers", 12, 14],
      ["requireSymbols", 14, 13],
      ["requireUppercaseCharacters", 15, 11],
    ] as const
  ).map(([path, checkov, securityHub]) => ({
    types: TYPES,
    path,
    expected: true,
    controls: ["security-hub:IAM.7", `security-hub:IAM.${securityHub}`, `checkov:CKV_AWS_${checkov}`],
  })),
];

/** A short password is guessed, and a reused one is already known. */
export const iamPasswordPolicy = requirementRule({
  name: "iam-password-policy",
  title: "Passwords are strong",
  description:
    "The password policy of an account requires 14 characters of four kinds and rejects the last 24 passwords.",
  level: "advisory",
  severity: "medium",
  topic: "iam",
  remediationSteps:
    "Set the property of the message; better, let people sign in through IAM Identity Center.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
  requirements: REQUIREMENTS,
});
