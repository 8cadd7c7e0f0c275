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

/** Every opening in a network says what it is for, so that somebody dares to close it one day. */
export const sgRuleDescription = resourceRule({
  name: "sg-rule-description",
  title: "Rules of security groups say what they are for",
  description: "Every security group, and every rule of one, has a description.",
  level: "advisory",
  severity: "low",
  tags: ["network", "checkov:CKV_AWS_23", "cdk-nag:AwsSolutions-EC27"],
  remediationSteps:
    "Set description on the group and on each of its rules. A group's own description cannot be changed later without a new group; that of a rule can.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  types: [...SECURITY_GROUP, ...DEFAULT_SECURITY_GROUP, ...RULES],
  checks: {
    "the group's description": (group) =>
      (SECURITY_GROUP as readonly string[]).includes(group.type)
        ? undescribed(group, "the group")
        : undefined,
    "the rule's description": (rule) =>
      RULES.includes(rule.type) ? undescribed(rule, "the rule") : undefined,
    "descriptions of incoming traffic": (group) => inline(group, "ingress"),
    "descriptions of outgoing traffic": (group) => inline(group, "egress"),
  },
});

function inline(group: Props, direction: "ingress" | "egress"): readonly string[] {
  return group.list(direction).flatMap((rule) => undescribed(rule, "the rule") ?? []);
}

function undescribed(props: Props, what: string): string | undefined {
  const reading = props.isSet("description") ? props.read("description") : undefined;
  // A text that another resource gives is somebody's, even before it is known.
  if (reading?.state === "undecided") return undefined;
  const text = reading?.state === "known" ? String(reading.value).trim() : "";
  // Both are what the provider writes when nobody has said anything.
  if (text !== "" && text !== "Managed by Pulumi" && text !== "Managed by Terraform") return undefined;
  const is = reading ? JSON.stringify(text) : "missing";
  return `${props.at}description is ${is}, expected what ${what} is for`;
}
