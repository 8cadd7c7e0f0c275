import { defaultSgClosed } from "../../../policies/baseline/rules/default-sg-closed";
import { prove, ref, resource, setInput, withOptions, withoutResources } from "../../helpers/policy";

const vpc = resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
const group = resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", {
  vpcId: ref("net"),
  ingress: [],
  egress: [],
});
const inner = { protocol: "-1", fromPort: 0, toPort: 0, self: true };
const opening = resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "opening", {
  securityGroupId: ref("closed"),
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
  cidrIpv4: "10.0.0.0/8",
});

prove(defaultSgClosed, {
  compliant: [vpc, group],
  alsoCompliant: {
    "a group without ingress and egress": [
      vpc,
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", { vpcId: ref("net") }),
    ],
    "rules of other groups": [
      vpc,
      group,
      resource("aws:ec2/securityGroup:SecurityGroup", "own", { vpcId: ref("net"), ingress: [inner] }),
      { ...opening, inputs: { ...opening.inputs, securityGroupId: ref("own") } },
    ],
    "the default group of another stack's VPC": [
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", { vpcId: "vpc-0a1b" }),
    ],
  },
  mutants: [
    {
      title: "an unmanaged default group",
      change: (fixtures) => withoutResources(fixtures, "closed"),
      messages: {
        net: "its default security group has the rules that AWS creates; add aws.ec2.DefaultSecurityGroup without ingress and egress",
      },
    },
    {
      title: "an inline ingress rule",
      change: (fixtures) => setInput(fixtures, "closed", "ingress", [inner]),
      messages: { closed: "ingress has rules, expected none; move them to another group" },
    },
    {
      title: "an inline egress rule",
      change: (fixtures) => setInput(fixtures, "closed", "egress", [{ ...inner, cidrBlocks: ["0.0.0.0/0"] }]),
      messages: { closed: "egress has rules, expected none; move them to another group" },
    },
    {
      title: "a separate rule",
      change: (fixtures) => [...fixtures, opening],
      messages: { closed: "it is opened by opening, expected no rules; move that rule to another group" },
    },
    {
      title: "a SecurityGroupRule that uses the VPC's output",
      change: (fixtures) => [
        ...withOptions(fixtures, "net", { outputs: { defaultSecurityGroupId: "sg-0a1b" } }),
        resource("aws:ec2/securityGroupRule:SecurityGroupRule", "opening", {
          type: "egress",
          securityGroupId: ref("net", "defaultSecurityGroupId"),
        }),
      ],
      messages: {
        net: "its default security group is opened by opening, expected no rules; move that rule to another group",
      },
    },
  ],
});
