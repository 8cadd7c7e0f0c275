import { resourceRule } from "../../kit";

/** Why a type gives a person or a program more than it should have, by type. */
const ADVICE: Readonly<Record<string, string>> = {
  "aws:iam/accessKey:AccessKey":
    "it is a credential without an end, expected a role; use IAM Identity Center for people, and roles for programs",
  "aws:iam/userLoginProfile:UserLoginProfile":
    "it is a password of one account, expected IAM Identity Center with multi-factor authentication",
  "aws:iam/userPolicy:UserPolicy": "it gives permissions to one user, expected a policy of a group or role",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment":
    "it gives permissions to one user, expected a policy of a group or role",
};

/** Credentials of users leak, and permissions of single users are forgotten. */
export const iamUsers = resourceRule({
  name: "iam-users",
  title: "People and programs use roles",
  description:
    "No program creates access keys or passwords of IAM users, or gives permissions to single users.",
  level: "advisory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "IAM.2",
    specification: "IAM users should not have IAM policies attached",
  },
  tags: [
    "iam",
    "cis-5.0:1.14",
    "cis-3.0:1.15",
    "security-hub:IAM.3",
    "security-hub:IAM.5",
    "checkov:CKV_AWS_40",
    "checkov:CKV_AWS_273",
    "checkov:CKV2_AWS_22",
    "trivy:AWS-0143",
  ],
  remediationSteps:
    "Let people sign in through IAM Identity Center, and programs take a role of their host or of an identity provider; attach policies to groups and roles.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  types: [...Object.keys(ADVICE), "aws:iam/policyAttachment:PolicyAttachment"],
  checks: {
    user: (resource) => {
      if (resource.type !== "aws:iam/policyAttachment:PolicyAttachment") return ADVICE[resource.type];
      if (!resource.hasItems("users")) return undefined;
      return "users gives permissions to single users, expected groups or roles";
    },
  },
});
