import {
  DEFAULT_SECURITY_GROUP,
  EGRESS_RULE,
  INGRESS_RULE,
  type Props,
  resourceRule,
  SECURITY_GROUP,
  SECURITY_GROUP_RULE,
} from "../../kit";

const RULES: readonly string[] = [...SECURITY_GROUP_RULE, ...INGRESS_RULE, ...EGRESS_RULE];

/** A rule without a known purpose is never removed. */
export const sgRuleDescription = resourceRule({
  name: "sg-rule-description",
  title: "Security group rules have descriptions",
  description: "Every security group and every security group rule has a description.",
  level: "advisory",
  severity: "low",
  tags: ["network", "checkov:CKV_AWS_23", "cdk-nag:AwsSolutions-EC27"],
  remediationSteps:
    "Set description on the group and on each of its rules. A change of a group's description replaces the group; that of a rule does not.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  types: [...SECURITY_GROUP, ...DEFAULT_SECURITY_GROUP, ...RULES],
  checks: {
    "group description": (group) =>
      (SECURITY_GROUP as readonly string[]).includes(group.type)
        ? findMissingDescription(group, "the group")
        : undefined,
    "rule description": (rule) =>
      RULES.includes(rule.type) ? findMissingDescription(rule, "the rule") : undefined,
    "ingress descriptions": (group) => findInlineFaults(group, "ingress"),
    "egress descriptions": (group) => findInlineFaults(group, "egress"),
  },
});

function findInlineFaults(group: Props, direction: "ingress" | "egress"): readonly string[] {
  return group.list(direction).flatMap((rule) => findMissingDescription(rule, "the rule") ?? []);
}

function findMissingDescription(props: Props, subject: string): string | undefined {
  const reading = props.isSet("description") ? props.read("description") : undefined;
  // A description that derives from another resource is intended, even while unknown.
  if (reading?.state === "undecided") return undefined;
  const text = reading?.state === "known" ? String(reading.value).trim() : "";
  // Both are defaults of the provider.
  if (text !== "" && text !== "Managed by Pulumi" && text !== "Managed by Terraform") return undefined;
  const is = reading ? JSON.stringify(text) : "missing";
  return `${props.at}description is ${is}, expected the purpose of ${subject}`;
}
