import { defaultSgClosed } from "../../../policies/baseline/rules/default-sg-closed";
import { prove, ref, resource, set, withOptions, without } from "../../helpers/policy";

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
    "a group without either list": [
      vpc,
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", { vpcId: ref("net") }),
    ],
    "rules of groups of their own": [
      vpc,
      group,
      resource("aws:ec2/securityGroup:SecurityGroup", "own", { vpcId: ref("net"), ingress: [inner] }),
      { ...opening, inputs: { ...opening.inputs, securityGroupId: ref("own") } },
    ],
    "the group of a network of another stack": [
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "closed", { vpcId: "vpc-0a1b" }),
    ],
  },
  mutants: [
    {
      given: "a group that nobody has taken over",
      change: (world) => without(world, "closed"),
      told: {
        net: "its default security group is open, as AWS makes it; add aws.ec2.DefaultSecurityGroup without ingress and egress",
      },
    },
    {
      given: "a rule that lets in",
      change: (world) => set(world, "closed", "ingress", [inner]),
      told: { closed: "ingress has rules, expected none; give what they are for a group of its own" },
    },
    {
      given: "a rule that lets out",
      change: (world) => set(world, "closed", "egress", [{ ...inner, cidrBlocks: ["0.0.0.0/0"] }]),
      told: { closed: "egress has rules, expected none; give what they are for a group of its own" },
    },
    {
      given: "a rule of its own",
      change: (world) => [...world, opening],
      told: { closed: "it is opened by opening, expected no rules; give that a group of its own" },
    },
    {
      given: "a rule of the older kind by the network's output",
      change: (world) => [
        ...withOptions(world, "net", { outputs: { defaultSecurityGroupId: "sg-0a1b" } }),
        resource("aws:ec2/securityGroupRule:SecurityGroupRule", "opening", {
          type: "egress",
          securityGroupId: ref("net", "defaultSecurityGroupId"),
        }),
      ],
      told: {
        net: "its default security group is opened by opening, expected no rules; give that a group of its own",
      },
    },
  ],
});
