import {
  findFlaws,
  formatValue,
  type Props,
  parseArn,
  type Resource,
  type RuleContext,
  readStrings,
  requireStack,
  resourceRule,
  statementsOf,
} from "../../kit";

interface Settings {
  readonly forbiddenPolicies: readonly string[];
}

const POLICY = ["aws:iam/policy:Policy"];

/** Properties with the ARNs of managed policies, by type. */
const MANAGED_POLICIES: Readonly<Record<string, string>> = {
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
  "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": "managedPolicyArns",
};

/** A policy that allows every action on every resource makes its principal an administrator. */
export const iamNoStar = resourceRule<Settings>({
  name: "iam-no-star",
  title: "No policy allows everything",
  description:
    "No IAM policy allows every action on every resource, every action or resource but some, or all of IAM; no AWS managed policy that does so is attached.",
  level: "advisory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "IAM.1",
    specification: 'IAM policies should not allow full "*" administrative privileges',
  },
  tags: [
    "iam",
    "cis-3.0:1.16",
    "checkov:CKV_AWS_274",
    "cdk-nag:AwsSolutions-IAM4",
    "cdk-nag:AwsSolutions-IAM5",
  ],
  remediationSteps:
    "List the required actions in Action and the ARNs of their resources in Resource, in place of NotAction and NotResource; attach a policy of your own in place of AdministratorAccess.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  settings: {
    forbiddenPolicies: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"],
      description: "Names of AWS managed policies that may not be attached.",
    },
  },
  types: [
    ...POLICY,
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
    ...Object.keys(MANAGED_POLICIES),
  ],
  checks: {
    statements: (holder) =>
      findFlaws(
        documentsOf(holder).flatMap((document) => statementsOf(document)),
        findStatementFault,
      ),
    "managed policies": (holder, context) => {
      const property = MANAGED_POLICIES[holder.type];
      if (property === undefined) return undefined;
      return findFlaws(pathsOf(holder, property), (path) => findForbiddenPolicy(holder, path, context));
    },
  },
});

/** Policy documents of a resource: its own and the inline policies of a role. */
function documentsOf(holder: Props): readonly Props[] {
  const own = [holder.json("policy"), holder.json("inlinePolicy")];
  const inline = holder.list("inlinePolicies").map((policy) => policy.json("policy"));
  return [...own, ...inline].flatMap((document) => document ?? []);
}

/** `*`, and ARNs whose every part is `*`. */
const EVERYTHING = /^\*+$|^arn(?::(?:aws[\w-]*|\*+))?(?::\*+)+$/;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html */
function findStatementFault(statement: Props): string | undefined {
  if (statement.string("Effect") !== "Allow") return undefined;
  for (const [element, subject] of [
    ["NotAction", "action"],
    ["NotResource", "resource"],
  ] as const) {
    if (!statement.isSet(element)) continue;
    const excluded = readStrings(statement, element).map(formatValue).join(", ");
    return `${statement.at}${element} allows every ${subject} but ${excluded}, those that AWS adds later included, expected ${element.slice(3)}; list the ${subject}s that are required`;
  }
  const actions = readStrings(statement, "Action");
  const isEveryAction = actions.some((action) => /^\*+(?::\*+)?$/.test(action));
  const isAllOfIam = actions.some((action) => /^iam:\*+$/i.test(action));
  if (!isEveryAction && !isAllOfIam) return undefined;
  if (!readStrings(statement, "Resource").some((resource) => EVERYTHING.test(resource))) return undefined;
  const at = statement.at.slice(0, -1);
  return isEveryAction
    ? `${at} allows every action on every resource, expected specific actions or specific resources; list those that are required`
    : `${at} allows every action of IAM on every resource, so that its principal can become an administrator, expected specific actions or specific resources; list those that are required`;
}

/** The paths of the strings of a property: its own, or those of its items. */
function pathsOf(holder: Props, property: string): readonly string[] {
  const reading = holder.read(property);
  if (reading.state !== "known" || !Array.isArray(reading.value)) return [property];
  return Array.from({ length: reading.value.length }, (_, index) => `${property}.${index}`);
}

function findForbiddenPolicy(
  holder: Resource,
  path: string,
  context: RuleContext<Settings>,
): string | undefined {
  const { forbiddenPolicies } = context.settings;
  if (holder.read(path).state === "undecided" && comesFromPolicies(holder, path, context)) return undefined;
  const arn = holder.string(path);
  const parts = parseArn(arn ?? "");
  if (parts?.service !== "iam" || parts.account !== "aws") return undefined;
  const [, name = ""] = /^policy\/(?:.*\/)?([^/]+)$/.exec(parts.resource) ?? [];
  if (!forbiddenPolicies.includes(name)) return undefined;
  return `${path} is ${formatValue(arn)}, expected a policy with the required actions alone; create aws.iam.Policy and attach it`;
}

/** Whether an unknown ARN is that of a policy of the stack, which is checked itself. */
function comesFromPolicies(holder: Resource, path: string, context: RuleContext<Settings>): boolean {
  const [property = path] = path.split(".");
  const sources = requireStack(context, path).dependenciesOf(holder, property);
  return sources.length > 0 && sources.every(({ type }) => POLICY.includes(type));
}
