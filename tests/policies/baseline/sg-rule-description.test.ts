import { sgRuleDescription } from "../../../policies/baseline/rules/sg-rule-description";
import { prove, ref, resource, setInput, unsetInput } from "../../helpers/policy";

const rule = { protocol: "tcp", fromPort: 443, toPort: 443, description: "HTTPS of the load balancer" };

prove(sgRuleDescription, {
  compliant: [
    resource("aws:ec2/securityGroup:SecurityGroup", "web", {
      description: "web servers",
      ingress: [rule],
      egress: [rule],
    }),
    resource("aws:ec2/securityGroupRule:SecurityGroupRule", "older", {
      securityGroupId: ref("web"),
      description: "health checks",
    }),
    resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in", {
      securityGroupId: ref("web"),
      description: "health checks",
    }),
    resource("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
      securityGroupId: ref("web"),
      description: "package repositories",
    }),
  ],
  alsoCompliant: {
    "a default group without rules": [
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", { ingress: [], egress: [] }),
    ],
    "a description that another resource gives": [
      resource("aws:ec2/vpc:Vpc", "net", {}),
      resource("aws:ec2/securityGroup:SecurityGroup", "web", { description: ref("net") }),
    ],
  },
  mutants: [
    {
      title: "a group without a description",
      change: (world) => unsetInput(world, "web", "description"),
      messages: { web: "description is missing, expected what the group is for" },
    },
    {
      title: "a group with the provider's description",
      change: (world) => setInput(world, "web", "description", "Managed by Pulumi"),
      messages: { web: 'description is "Managed by Pulumi", expected what the group is for' },
    },
    {
      title: "a rule in the group without a description",
      change: (world) => unsetInput(world, "web", "ingress.0.description"),
      messages: { web: "ingress.0.description is missing, expected what the rule is for" },
    },
    {
      title: "a rule in the group with an empty description",
      change: (world) => setInput(world, "web", "egress.0.description", " "),
      messages: { web: 'egress.0.description is "", expected what the rule is for' },
    },
    {
      title: "rules of their own without descriptions",
      change: (world) =>
        ["older", "in", "out"].reduce((all, name) => unsetInput(all, name, "description"), world),
      messages: {
        older: "description is missing, expected what the rule is for",
        in: "description is missing, expected what the rule is for",
        out: "description is missing, expected what the rule is for",
      },
    },
    {
      title: "a default group with a rule that has no description",
      change: () => [
        resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
          ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }],
        }),
      ],
      messages: { default: "ingress.0.description is missing, expected what the rule is for" },
    },
  ],
});
