import { noConflictingSettings } from "../../../policies/baseline/rules/no-conflicting-settings";
import { type Fixtures, prove, ref, resource, setInput } from "../../helpers/policy";

const END = "expected one of both; each update of one removes the other";

const fixtures: Fixtures = [
  resource("aws:ec2/securityGroup:SecurityGroup", "web", { egress: [{ protocol: "-1" }], ingress: [] }),
  resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "https", {
    securityGroupId: ref("web"),
  }),
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", "health", {
    type: "ingress",
    securityGroupId: ref("web"),
  }),
  resource("aws:ec2/routeTable:RouteTable", "routes", { routes: [] }),
  resource("aws:ec2/route:Route", "out", { routeTableId: ref("routes") }),
  resource("aws:iam/role:Role", "worker", { inlinePolicies: [{ name: "read", policy: "{}" }] }),
  resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "logs", { role: ref("worker", "name") }),
  resource("aws:sqs/queue:Queue", "orders", {}),
  resource("aws:sqs/queuePolicy:QueuePolicy", "orders-policy", { queueUrl: ref("orders", "url") }),
];

prove(noConflictingSettings, {
  compliant: fixtures,
  alsoCompliant: {
    "inline rules alone": [
      resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress: [{ protocol: "tcp" }] }),
    ],
    "inline ingress of a network ACL with separate egress": [
      resource("aws:ec2/networkAcl:NetworkAcl", "acl", { ingress: [{ protocol: "tcp" }] }),
      resource("aws:ec2/networkAclRule:NetworkAclRule", "out", { networkAclId: ref("acl"), egress: true }),
    ],
  },
  mutants: [
    {
      title: "ingress rules in both places",
      change: (all) => setInput(all, "web", "ingress", [{ protocol: "tcp" }]),
      messages: { web: `ingress sets its ingress rules, and so does health, https, ${END}` },
    },
    {
      title: "routes in both places",
      change: (all) => setInput(all, "routes", "routes", [{ cidrBlock: "0.0.0.0/0" }]),
      messages: { routes: `routes sets its routes, and so does out, ${END}` },
    },
    {
      title: "attached policies in both places",
      change: (all) =>
        setInput(all, "worker", "managedPolicyArns", ["arn:aws:iam::aws:policy/ReadOnlyAccess"]),
      messages: { worker: `managedPolicyArns sets its attached policies, and so does logs, ${END}` },
    },
    {
      title: "a policy in both places",
      change: (all) => setInput(all, "orders", "policy", "{}"),
      messages: { orders: `policy sets its policy, and so does orders-policy, ${END}` },
    },
  ],
});
