import { iamNoStar } from "../../../policies/baseline/rules/iam-no-star";
import { prove, resource, set, type World } from "../../helpers/policy";

const all = { Effect: "Allow", Action: "*", Resource: "*" };
const compliant: World = [
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
      given: "everything in a policy",
      change: (world) => set(world, "read", "policy", JSON.stringify({ Statement: [{}, all] })),
      told: { read: told("policy.Statement.1") },
    },
    {
      given: "everything, among others, in a policy that is given as an object",
      change: (world) =>
        set(world, "read", "policy", { Statement: { ...all, Action: ["s3:*", "*:*"], Resource: ["*"] } }),
      told: { read: told("policy.Statement") },
    },
    {
      given: "everything in a role's own policy",
      change: (world) =>
        set(world, "worker", "inlinePolicies.0.policy", JSON.stringify({ Statement: [all] })),
      told: { worker: told("inlinePolicies.0.policy.Statement.0") },
    },
    ...["**", "arn:*", "arn:aws:*", "arn:aws-cn:*:*:*:*"].map((every) => ({
      given: `everything as ${every}`,
      change: (world: World) =>
        set(world, "read", "policy", JSON.stringify({ Statement: [{ ...all, Resource: [every] }] })),
      told: { read: told("policy.Statement.0") },
    })),
    ...["rolePolicy:RolePolicy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy"].map((type) => ({
      given: `everything in a ${type}`,
      change: () => [resource(`aws:iam/${type}`, "own", { policy: JSON.stringify({ Statement: [all] }) })],
      told: { own: told("policy.Statement.0") },
    })),
  ],
});
