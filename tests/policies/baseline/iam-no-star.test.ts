import { iamNoStar } from "../../../policies/baseline/rules/iam-no-star";
import { type Fixtures, prove, ref, resource, setInput, unknown } from "../../helpers/policy";

const all = { Effect: "Allow", Action: "*", Resource: "*" };
const compliant: Fixtures = [
  resource("aws:iam/policy:Policy", "read", {
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" },
        { Effect: "Deny", Action: "*", Resource: "*" },
        { Effect: "Allow", Action: "*", Resource: ["arn:aws:s3:::data-of-example/*", "arn:aws:s3:::*"] },
      ],
    }),
  }),
  resource("aws:iam/role:Role", "worker", {
    inlinePolicies: [
      {
        name: "own",
        policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } }),
      },
    ],
    managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
  }),
  resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attached", {
    role: "worker",
    policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
  }),
];
const describeStar = (path: string) =>
  `${path} allows every action on every resource, expected specific actions or specific resources; list those that are required`;

const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const describeManaged = (path: string, name: string, partition = "aws") =>
  `${path} is "arn:${partition}:iam::aws:policy/${name}", expected a policy with the required actions alone; create aws.iam.Policy and attach it`;
const withStatement = (statement: object) => (fixtures: Fixtures) =>
  setInput(fixtures, "read", "policy", JSON.stringify({ Statement: [statement] }));

prove(iamNoStar, {
  settings: { onUnknown: "fail" },
  compliant,
  alsoCompliant: {
    "a role without policies": [resource("aws:iam/role:Role", "worker", {})],
    "an attached policy of the stack": [
      resource("aws:iam/policy:Policy", "own", {
        policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] }),
      }),
      resource(ATTACHMENT, "attached", { role: "worker", policyArn: ref("own", "arn") }),
      resource("aws:iam/role:Role", "worker", { managedPolicyArns: [ref("own", "arn")] }),
    ],
    "a policy of the account with the name of an AWS managed one": [
      resource(ATTACHMENT, "attached", {
        policyArn: "arn:aws:iam::123456789012:policy/AdministratorAccess",
      }),
    ],
    "a denial of everything but some actions": [
      resource("aws:iam/policy:Policy", "own", {
        policy: JSON.stringify({
          Statement: [
            { Effect: "Deny", NotAction: ["iam:*"], NotResource: "arn:aws:s3:::data", Resource: "*" },
          ],
        }),
      }),
    ],
  },
  mutants: [
    {
      title: "a policy that allows everything",
      change: (fixtures) => setInput(fixtures, "read", "policy", JSON.stringify({ Statement: [{}, all] })),
      messages: { read: describeStar("policy.Statement.1") },
    },
    {
      title: "a policy object with a statement that allows everything",
      change: (fixtures) =>
        setInput(fixtures, "read", "policy", {
          Statement: { ...all, Action: ["s3:*", "*:*"], Resource: ["*"] },
        }),
      messages: { read: describeStar("policy.Statement") },
    },
    {
      title: "an inline policy of a role that allows everything",
      change: (fixtures) =>
        setInput(fixtures, "worker", "inlinePolicies.0.policy", JSON.stringify({ Statement: [all] })),
      messages: { worker: describeStar("inlinePolicies.0.policy.Statement.0") },
    },
    ...["**", "arn:*", "arn:aws:*", "arn:aws-cn:*:*:*:*"].map((every) => ({
      title: `everything written as ${every}`,
      change: (fixtures: Fixtures) =>
        setInput(fixtures, "read", "policy", JSON.stringify({ Statement: [{ ...all, Resource: [every] }] })),
      messages: { read: describeStar("policy.Statement.0") },
    })),
    {
      title: "an allowance of every action but some",
      change: withStatement({ Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" }),
      messages: {
        read: 'policy.Statement.0.NotAction allows every action but "iam:*", "organizations:*", those that AWS adds later included, expected Action; list the actions that are required',
      },
    },
    {
      title: "an allowance on every resource but one",
      change: withStatement({ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::data/*" }),
      messages: {
        read: 'policy.Statement.0.NotResource allows every resource but "arn:aws:s3:::data/*", those that AWS adds later included, expected Resource; list the resources that are required',
      },
    },
    {
      title: "every action of IAM on every resource",
      change: withStatement({ Effect: "Allow", Action: ["s3:GetObject", "IAM:*"], Resource: "*" }),
      messages: {
        read: "policy.Statement.0 allows every action of IAM on every resource, so that its principal can become an administrator, expected specific actions or specific resources; list those that are required",
      },
    },
    {
      title: "a statement that allows everything beside an unknown one",
      change: (fixtures) =>
        setInput(fixtures, "read", "policy", { Statement: [{ Effect: "Allow", Action: unknown }, all] }),
      when: "preview",
      messages: { read: describeStar("policy.Statement.1") },
    },
    ...["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"].flatMap((policy) => [
      {
        title: `an attachment of ${policy}`,
        change: (fixtures: Fixtures) =>
          setInput(fixtures, "attached", "policyArn", `arn:aws:iam::aws:policy/${policy}`),
        messages: { attached: describeManaged("policyArn", policy) },
      },
      {
        title: `a role with ${policy}`,
        change: (fixtures: Fixtures) =>
          setInput(fixtures, "worker", "managedPolicyArns.0", `arn:aws-cn:iam::aws:policy/${policy}`),
        messages: { worker: describeManaged("managedPolicyArns.0", policy, "aws-cn") },
      },
    ]),
    ...[
      ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn"],
      ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "policyArn"],
      ["aws:iam/policyAttachment:PolicyAttachment", "policyArn"],
      ["aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", "managedPolicyArn"],
      ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns.0"],
      ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "policyArns.0"],
      ["aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", "policyArns.0"],
      [
        "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive",
        "managedPolicyArns.0",
      ],
    ].map(([type = "", path = ""]) => {
      const arn = "arn:aws:iam::aws:policy/AdministratorAccess";
      const [property = ""] = path.split(".");
      return {
        title: `AdministratorAccess in ${type}`,
        change: () => [resource(type, "admin", { [property]: property === path ? arn : [arn] })],
        messages: { admin: describeManaged(path, "AdministratorAccess") },
      };
    }),
    {
      title: "a policy that a setting forbids",
      change: (fixtures) => fixtures,
      settings: { forbiddenPolicies: ["ReadOnlyAccess"] },
      messages: { attached: describeManaged("policyArn", "ReadOnlyAccess") },
    },
    ...["rolePolicy:RolePolicy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy"].map((type) => ({
      title: `everything in a ${type}`,
      change: () => [resource(`aws:iam/${type}`, "own", { policy: JSON.stringify({ Statement: [all] }) })],
      messages: { own: describeStar("policy.Statement.0") },
    })),
  ],
});
