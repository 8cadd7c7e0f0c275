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
    "a description from another resource": [
      resource("aws:ec2/vpc:Vpc", "net", {}),
      resource("aws:ec2/securityGroup:SecurityGroup", "web", { description: ref("net") }),
    ],
  },
  mutants: [
    {
      title: "a group without a description",
      change: (fixtures) => unsetInput(fixtures, "web", "description"),
      messages: { web: "description is missing, expected the purpose of the group" },
    },
    {
      title: "a group with the default description of the provider",
      change: (fixtures) => setInput(fixtures, "web", "description", "Managed by Pulumi"),
      messages: { web: 'description is "Managed by Pulumi", expected the purpose of the group' },
    },
    {
      title: "an inline rule without a description",
      change: (fixtures) => unsetInput(fixtures, "web", "ingress.0.description"),
      messages: { web: "ingress.0.description is missing, expected the purpose of the rule" },
    },
    {
      title: "an inline rule with an empty description",
      change: (fixtures) => setInput(fixtures, "web", "egress.0.description", " "),
      messages: { web: 'egress.0.description is "", expected the purpose of the rule' },
    },
    {
      title: "separate rules without descriptions",
      change: (fixtures) =>
        ["older", "in", "out"].reduce((all, name) => unsetInput(all, name, "description"), fixtures),
      messages: {
        older: "description is missing, expected the purpose of the rule",
        in: "description is missing, expected the purpose of the rule",
        out: "description is missing, expected the purpose of the rule",
      },
    },
    {
      title: "a default group with a rule without a description",
      change: () => [
        resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
          ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }],
        }),
      ],
      messages: { default: "ingress.0.description is missing, expected the purpose of the rule" },
    },
  ],
});
