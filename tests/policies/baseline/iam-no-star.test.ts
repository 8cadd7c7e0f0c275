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
const told = (place: string) =>
  `${place} allows every action on every resource, expected single actions or single resources; name those that are needed`;

prove(iamNoStar, {
  compliant,
  alsoCompliant: {
    "a role without policies": [resource("aws:iam/role:Role", "worker", {})],
  },
  mutants: [
    {
      title: "everything in a policy",
      change: (world) => setInput(world, "read", "policy", JSON.stringify({ Statement: [{}, all] })),
      messages: { read: told("policy.Statement.1") },
    },
    {
      title: "everything, among others, in a policy that is given as an object",
      change: (world) =>
        setInput(world, "read", "policy", {
          Statement: { ...all, Action: ["s3:*", "*:*"], Resource: ["*"] },
        }),
      messages: { read: told("policy.Statement") },
    },
    {
      title: "everything in a role's own policy",
      change: (world) =>
        setInput(world, "worker", "inlinePolicies.0.policy", JSON.stringify({ Statement: [all] })),
      messages: { worker: told("inlinePolicies.0.policy.Statement.0") },
    },
    ...["**", "arn:*", "arn:aws:*", "arn:aws-cn:*:*:*:*"].map((every) => ({
      title: `everything as ${every}`,
      change: (world: Fixtures) =>
        setInput(world, "read", "policy", JSON.stringify({ Statement: [{ ...all, Resource: [every] }] })),
      messages: { read: told("policy.Statement.0") },
    })),
    ...["rolePolicy:RolePolicy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy"].map((type) => ({
      title: `everything in a ${type}`,
      change: () => [resource(`aws:iam/${type}`, "own", { policy: JSON.stringify({ Statement: [all] }) })],
      messages: { own: told("policy.Statement.0") },
    })),
  ],
});
