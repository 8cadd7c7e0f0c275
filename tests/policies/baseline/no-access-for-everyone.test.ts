import { noAccessForEveryone } from "../../../policies/baseline/rules/no-access-for-everyone";
import { derivedFrom, type Fixtures, prove, resource, setInput } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

const TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:orders";

function documentOf(...statements: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", Action: "*", Resource: "*", ...statement })),
  });
}

const own = documentOf({ Principal: { AWS: "arn:aws:iam::123456789012:root" } });
const open = documentOf({ Principal: "*" });
const OPEN =
  "without a condition that narrows it, expected accounts, roles or services; or a condition on callers or networks, such as aws:PrincipalOrgID";
const OPEN_MESSAGE = `policy.Statement.0.Principal is "*" ${OPEN}`;

const fixtures: Fixtures = [
  resource("aws:sns/topicPolicy:TopicPolicy", "topic", { arn: TOPIC_ARN, policy: own }),
  resource("aws:sqs/queuePolicy:QueuePolicy", "queue", { policy: own }),
  resource("aws:kms/key:Key", "key", { policy: own }),
  resource("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "logs", { policyDocument: own }),
  resource("aws:iam/role:Role", "role", { assumeRolePolicy: own }),
  resource("aws:lambda/permission:Permission", "permission", {
    principal: "s3.amazonaws.com",
    sourceArn: "arn:aws:s3:::uploads",
  }),
  resource("aws:lambda/functionUrl:FunctionUrl", "url", { authorizationType: "AWS_IAM" }),
  resource("aws:lambda/layerVersionPermission:LayerVersionPermission", "layer", {
    principal: "123456789012",
  }),
  resource("aws:cloudwatch/eventPermission:EventPermission", "bus", { principal: "123456789012" }),
  resource("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "image", { accountId: "123456789012" }),
  resource("aws:ec2/vpcEndpointService:VpcEndpointService", "service", {
    allowedPrincipals: ["arn:aws:iam::123456789012:root"],
  }),
  resource("aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple", "principal", {
    principalArn: "arn:aws:iam::123456789012:root",
  }),
  resource("aws:rds/snapshot:Snapshot", "snapshot", { sharedAccounts: ["123456789012"] }),
  resource("aws:ssm/document:Document", "document", {
    permissions: { type: "Share", accountIds: "123456789012" },
  }),
  resource("aws:s3/bucket:Bucket", "bucket", { acl: "private", policy: own, grants: [{ uri: "x" }] }),
  resource("aws:s3/bucketAcl:BucketAcl", "acl", {
    accessControlPolicy: {
      grants: [{ grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" } }],
    },
  }),
];

/** Conditions that let only known callers in. */
const narrow: Readonly<Record<string, unknown>> = {
  "an organization": { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
  "a source account": { StringEquals: { "AWS:SourceAccount": ["123456789012"] } },
  "a source ARN": { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:123456789012:uploads" } },
  "a network": { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.7/32"] } },
  "a VPC endpoint": { "ForAnyValue:StringEquals": { "aws:SourceVpce": "vpce-0a1b2c3d" } },
  "a mount target": { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
};
const wide: Readonly<Record<string, unknown>> = {
  TLS: { Bool: { "aws:SecureTransport": "true" } },
  "the whole internet": { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
  "any ARN": { ArnLike: { "aws:SourceArn": "arn:aws:*:*:*:*" } },
  "an account if there is one": { StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } },
  "other accounts": { StringNotEquals: { "aws:SourceAccount": "111111111111" } },
};

const GITHUB = { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" };
const trust = (condition: unknown): string =>
  documentOf({ Principal: GITHUB, Action: "sts:AssumeRoleWithWebIdentity", Condition: condition });
const audience = { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" };

prove(noAccessForEveryone, {
  compliant: fixtures,
  // A permission for one source may have any principal.
  indifferent: ["permission: principal"],
  alsoCompliant: {
    ...Object.fromEntries(
      Object.entries(narrow).map(([name, Condition]) => [
        `everyone with a condition on ${name}`,
        setInput(fixtures, "topic", "policy", documentOf({ Principal: { AWS: "*" }, Condition })),
      ]),
    ),
    "everyone whom another statement denies outside of an organization": setInput(
      fixtures,
      "queue",
      "policy",
      documentOf(
        { Principal: "*" },
        {
          Effect: "Deny",
          Principal: "*",
          Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
        },
      ),
    ),
    "a statement that denies everyone": setInput(
      fixtures,
      "queue",
      "policy",
      documentOf({ Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    ),
    "workflows of one repository": setInput(
      fixtures,
      "role",
      "assumeRolePolicy",
      trust({
        StringEquals: audience,
        StringLike: { "token.actions.githubusercontent.com:sub": "repo:example/site:*" },
      }),
    ),
    "a permission for everyone in an organization": setInput(fixtures, "permission", "principal", "*"),
  },
  mutants: [
    ...Object.entries(wide).map(([name, Condition]) => ({
      title: `everyone with a condition on ${name}`,
      change: (all: Fixtures) => setInput(all, "topic", "policy", documentOf({ Principal: "*", Condition })),
      messages: { topic: OPEN_MESSAGE },
    })),
    ...mutantsOf([
      ["queue", "policy", open, OPEN_MESSAGE],
      [
        "key",
        "policy",
        documentOf({ Principal: { AWS: ["*"] } }),
        `policy.Statement.0.Principal is {"AWS":["*"]} ${OPEN}`,
      ],
      [
        "queue",
        "policy",
        documentOf({ NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }),
        `policy.Statement.0.NotPrincipal is {"AWS":"arn:aws:iam::123456789012:root"} ${OPEN}`,
      ],
      ["logs", "policyDocument", open, `policyDocument.Statement.0.Principal is "*" ${OPEN}`],
      ["role", "assumeRolePolicy", open, `assumeRolePolicy.Statement.0.Principal is "*" ${OPEN}`],
      [
        "role",
        "assumeRolePolicy",
        trust({ StringEquals: audience }),
        `assumeRolePolicy.Statement.0.Principal is ${JSON.stringify(GITHUB)} ${OPEN}`,
      ],
      [
        "role",
        "assumeRolePolicy",
        trust({ StringLike: { ...audience, "token.actions.githubusercontent.com:sub": "repo:*" } }),
        `assumeRolePolicy.Statement.0.Principal is ${JSON.stringify(GITHUB)} ${OPEN}`,
      ],
      [
        "url",
        "authorizationType",
        "NONE",
        'authorizationType is "NONE", expected "AWS_IAM"; otherwise everyone can call the function',
      ],
      ["layer", "principal", "*", 'principal is "*", expected an account; or set organizationId'],
      ["bus", "principal", "*", 'principal is "*", expected an account, or a condition on an organization'],
      [
        "image",
        "group",
        "all",
        'group is "all", expected no group; set accountId, organizationArn or organizationalUnitArn',
      ],
      [
        "service",
        "allowedPrincipals",
        ["*"],
        'allowedPrincipals is ["*"], expected ARNs of accounts or roles',
      ],
      ["principal", "principalArn", "*", 'principalArn is "*", expected the ARN of an account or role'],
      ["snapshot", "sharedAccounts", ["all"], 'sharedAccounts is ["all"], expected ids of accounts'],
      [
        "document",
        "permissions.accountIds",
        "All",
        'permissions.accountIds is "All", expected ids of accounts',
      ],
      ["bucket", "acl", "public-read", 'acl is "public-read", expected "private"; grant access by a policy'],
      ["bucket", "policy", open, OPEN_MESSAGE],
      [
        "bucket",
        "grants.0.uri",
        "http://acs.amazonaws.com/groups/global/AllUsers",
        'grants.0.uri is "http://acs.amazonaws.com/groups/global/AllUsers", expected a grantee other than a group of all users',
      ],
      [
        "acl",
        "accessControlPolicy.grants.0.grantee.uri",
        "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
        'accessControlPolicy.grants.0.grantee.uri is "http://acs.amazonaws.com/groups/global/AuthenticatedUsers", expected a grantee other than a group of all users',
      ],
    ]),
    {
      title: "a permission for everyone",
      change: (all) =>
        setInput(setInput(all, "permission", "sourceArn", undefined), "permission", "principal", "*"),
      messages: {
        permission:
          'principal is "*", expected a service, an account or a role; or set principalOrgId, sourceArn or sourceAccount',
      },
    },
  ],
  deferred: {
    "a document with the ARN of a new topic": {
      change: (all) => [
        ...setInput(all, "topic", "policy", derivedFrom(open, "orders")),
        resource("aws:sns/topic:Topic", "orders", {}),
      ],
      preview: {},
      up: { topic: OPEN_MESSAGE },
    },
  },
});
