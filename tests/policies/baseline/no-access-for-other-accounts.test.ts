import { noAccessForOtherAccounts } from "../../../policies/baseline/rules/no-access-for-other-accounts";
import { type Fixtures, prove, resource, setInput } from "../../helpers/policy";

const documentOf = (account: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "*",
        Resource: "*",
        ...more,
      },
    ],
  });
const OTHER = "111111111111";
const DOCUMENT_MESSAGE =
  "policy lets account 111111111111 in, expected only known accounts; add it to the policy's setting trustedAccounts, or a condition on the organization";
const fixtures: Fixtures = [
  resource("aws:sqs/queuePolicy:QueuePolicy", "queue", { policy: documentOf("123456789012") }),
  resource("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "image", { accountId: "123456789012" }),
];
const withOther = setInput(fixtures, "queue", "policy", documentOf(OTHER));

prove(noAccessForOtherAccounts, {
  compliant: fixtures,
  alsoCompliant: {
    "another account with an external id": setInput(
      fixtures,
      "queue",
      "policy",
      documentOf(OTHER, { Condition: { StringEquals: { "sts:ExternalId": "vendor-7" } } }),
    ),
    "another account of the organization": setInput(
      fixtures,
      "queue",
      "policy",
      documentOf(OTHER, { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } } }),
    ),
    "an account of AWS that delivers logs": setInput(
      fixtures,
      "queue",
      "policy",
      documentOf(OTHER, { Action: "s3:PutObject" }),
    ),
    "a service": setInput(
      fixtures,
      "queue",
      "policy",
      documentOf(OTHER, { Principal: { Service: "sns.amazonaws.com" } }),
    ),
  },
  mutants: [
    {
      title: "another account in a document",
      when: "up",
      change: () => withOther,
      messages: { queue: DOCUMENT_MESSAGE },
    },
    {
      title: "an image for another account",
      when: "up",
      change: (all) => setInput(all, "image", "accountId", OTHER),
      messages: {
        image:
          'accountId is "111111111111", expected known accounts; add them to the policy\'s setting trustedAccounts',
      },
    },
    {
      title: "another account than the trusted one",
      when: "up",
      settings: { trustedAccounts: ["222222222222"] },
      change: () => withOther,
      messages: { queue: DOCUMENT_MESSAGE },
    },
  ],
});
