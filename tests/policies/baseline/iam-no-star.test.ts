import { iamNoStar } from "../../../policies/baseline/rules/iam-no-star";
import { type Fixtures, prove, resource, setInput } from "../../helpers/policy";

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
  }),
];
const describeStar = (path: string) =>
  `${path} allows every action on every resource, expected specific actions or specific resources; list those that are required`;

prove(iamNoStar, {
  compliant,
  alsoCompliant: {
    "a role without policies": [resource("aws:iam/role:Role", "worker", {})],
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
    ...["rolePolicy:RolePolicy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy"].map((type) => ({
      title: `everything in a ${type}`,
      change: () => [resource(`aws:iam/${type}`, "own", { policy: JSON.stringify({ Statement: [all] }) })],
      messages: { own: describeStar("policy.Statement.0") },
    })),
  ],
});
