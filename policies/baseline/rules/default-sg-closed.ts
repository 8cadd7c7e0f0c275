import {
  ANY_VPC,
  DEFAULT_SECURITY_GROUP,
  EGRESS_RULE,
  INGRESS_RULE,
  type Resource,
  SECURITY_GROUP_RULE,
  type Stack,
  stackRule,
} from "../../kit";

const RULES = [...SECURITY_GROUP_RULE, ...INGRESS_RULE, ...EGRESS_RULE];

/** AWS attaches the default group to resources without a group; without rules it exposes none of them by mistake. */
export const defaultSgClosed = stackRule({
  name: "default-sg-closed",
  title: "Default security groups are closed",
  description: "The default security group of every VPC has no rules.",
  level: "advisory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "EC2.2",
    specification: "VPC default security groups should not allow inbound or outbound traffic",
  },
  tags: ["network", "cis-5.0:5.5", "cis-3.0:5.4", "checkov:CKV2_AWS_12"],
  remediationSteps:
    "Manage the group with one aws.ec2.DefaultSecurityGroup whose vpcId is the VPC's id, without ingress and egress, and move the resources that use it to other groups.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  types: [...ANY_VPC, ...DEFAULT_SECURITY_GROUP],
  checks: {
    "default group": (vpc, { stack }) => {
      if (!isVpc(vpc) || stack.findReferrers(vpc, DEFAULT_SECURITY_GROUP, "vpcId").length > 0)
        return undefined;
      return "its default security group has the rules that AWS creates; add aws.ec2.DefaultSecurityGroup without ingress and egress";
    },
    "inline ingress": (group) => findInlineRules(group, "ingress"),
    "inline egress": (group) => findInlineRules(group, "egress"),
    "separate rules": (group, { stack }) => {
      const rules = isVpc(group)
        ? stack.ofTypes(RULES).filter((rule) => opensDefaultGroupOf(group, rule, stack))
        : stack.findReferrers(group, RULES, "securityGroupId");
      const subject = isVpc(group) ? "its default security group is" : "it is";
      return rules.map(
        (rule) => `${subject} opened by ${rule.name}, expected no rules; move that rule to another group`,
      );
    },
  },
});

function isVpc({ type }: Resource): boolean {
  return (ANY_VPC as readonly string[]).includes(type);
}

function findInlineRules(group: Resource, direction: "ingress" | "egress"): string | undefined {
  if (isVpc(group) || !group.hasItems(direction)) return undefined;
  return `${direction} has rules, expected none; move them to another group`;
}

/** A VPC has only one group among its outputs, so a rule whose group comes only from the VPC refers to that group. */
function opensDefaultGroupOf(vpc: Resource, rule: Resource, stack: Stack): boolean {
  const id = rule.read("securityGroupId");
  const own = vpc.outputs.read("defaultSecurityGroupId");
  if (id.state === "known" && own.state === "known") return id.value === own.value;
  const sources = stack.dependenciesOf(rule, "securityGroupId");
  return id.state === "undecided" && sources.length === 1 && sources[0] === vpc;
}
