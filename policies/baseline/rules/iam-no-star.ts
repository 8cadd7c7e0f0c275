import { type Props, readStrings, resourceRule, statementsOf } from "../../kit";

/** A policy that allows every action on every resource makes its principal an administrator. */
export const iamNoStar = resourceRule({
  name: "iam-no-star",
  title: "No policy allows everything",
  description: "No IAM policy allows every action on every resource.",
  level: "advisory",
  severity: "high",
  tags: ["iam", "cdk-nag:AwsSolutions-IAM5"],
  remediationSteps: "List the required actions in Action and the ARNs of their resources in Resource.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  types: [
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
    "aws:iam/role:Role",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
  ],
  checks: {
    statements: (holder) =>
      documentsOf(holder)
        .flatMap((document) => statementsOf(document))
        .filter((statement) => allowsEverything(statement))
        .map(
          (statement) =>
            `${statement.at.slice(0, -1)} allows every action on every resource, expected specific actions or specific resources; list those that are required`,
        ),
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

function allowsEverything(statement: Props): boolean {
  if (statement.string("Effect") !== "Allow") return false;
  const actions = readStrings(statement, "Action");
  return (
    actions.some((action) => /^\*+(?::\*+)?$/.test(action)) &&
    readStrings(statement, "Resource").some((resource) => EVERYTHING.test(resource))
  );
}
