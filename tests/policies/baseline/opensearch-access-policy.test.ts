import { opensearchAccessPolicy } from "../../../policies/baseline/rules/opensearch-access-policy";
import { derivedFrom, type Fixtures, prove, ref, resource, setInput, unsetInput } from "../../helpers/policy";

const DOMAIN = "aws:opensearch/domain:Domain";
const allow = (more: Readonly<Record<string, unknown>> = {}) => ({
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: "es:*",
  Resource: "*",
  ...more,
});
const document = (...statements: readonly unknown[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const ROLE = { AWS: "arn:aws:iam::123456789012:role/clients" };
const OFFICE = { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } };

const compliant: Fixtures = [
  resource(DOMAIN, "search", {
    accessPolicies: document(allow({ Principal: ROLE }), allow({ Condition: OFFICE })),
  }),
  resource("aws:elasticsearch/domain:Domain", "inner", {
    accessPolicies: document(allow()),
    advancedSecurityOptions: { enabled: true },
    vpcOptions: { subnetIds: ["subnet-1"] },
  }),
  resource(DOMAIN, "other", {}),
  resource("aws:opensearch/domainPolicy:DomainPolicy", "policy", {
    domainName: ref("other", "domainName"),
    accessPolicies: document(allow({ Principal: ROLE })),
  }),
];
const describeOpen = (path: string) =>
  `${path} allows every principal, expected named principals or a condition on aws:SourceIp; everyone who reaches the domain can read it`;
const OPEN = describeOpen("accessPolicies.Statement.0");
const open = (statement: unknown) => (all: Fixtures) =>
  setInput(all, "search", "accessPolicies", document(statement));

prove(opensearchAccessPolicy, {
  compliant,
  alsoCompliant: {
    "a denial of everyone": [
      resource(DOMAIN, "search", { accessPolicies: document(allow({ Effect: "Deny" })) }),
    ],
    "a policy for everyone of a domain in a VPC that authenticates": [
      resource(DOMAIN, "inner", {
        advancedSecurityOptions: { enabled: true },
        vpcOptions: { subnetIds: [ref("subnet")] },
      }),
      resource("aws:ec2/subnet:Subnet", "subnet", {}),
      resource("aws:opensearch/domainPolicy:DomainPolicy", "policy", {
        domainName: ref("inner", "domainName"),
        accessPolicies: document(allow()),
      }),
    ],
  },
  mutants: [
    ...[
      { title: "a policy for every AWS principal", statement: allow() },
      { title: "a policy for everyone", statement: allow({ Principal: "*", Action: "es:ESHttpGet" }) },
      {
        title: "a policy for everyone but one",
        statement: allow({ Principal: undefined, NotPrincipal: ROLE }),
      },
      {
        title: "a condition that every address meets",
        statement: allow({ Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"] } } }),
      },
      {
        title: "a condition that excludes some addresses",
        statement: allow({ Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
      },
      {
        title: "a condition that restricts no caller",
        statement: allow({ Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } }),
      },
    ].map(({ title, statement }) => ({ title, change: open(statement), messages: { search: OPEN } })),
    {
      title: "a domain of Elasticsearch in a VPC that authenticates no one",
      change: (all) => unsetInput(all, "inner", "advancedSecurityOptions"),
      messages: { inner: OPEN },
    },
    {
      title: "a domain that authenticates, outside of a VPC",
      change: (all) => unsetInput(all, "inner", "vpcOptions"),
      messages: { inner: OPEN },
    },
    {
      title: "a policy for everyone as a separate resource",
      change: (all) =>
        setInput(all, "policy", "accessPolicies", { Statement: [allow({ Principal: ROLE }), allow()] }),
      messages: { policy: describeOpen("accessPolicies.Statement.1") },
    },
    {
      title: "a policy for everyone of a domain of another stack",
      change: () => [
        resource("aws:elasticsearch/domainPolicy:DomainPolicy", "policy", {
          domainName: "search",
          accessPolicies: document(allow()),
        }),
      ],
      messages: { policy: OPEN },
    },
  ],
  deferred: {
    "a policy for everyone with the domain's ARN": {
      change: (all) => setInput(all, "policy", "accessPolicies", derivedFrom(document(allow()), "other")),
      preview: {
        policy:
          "access policy cannot be decided before the update, because accessPolicies comes from other and",
      },
      up: { policy: OPEN },
    },
  },
});
