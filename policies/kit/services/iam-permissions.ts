import type { Props } from "../reading/props";
import { matchesIamPattern, statementsOf } from "./iam-statements";

/**
 * Whether a policy document allows an action for a service of AWS. A statement with conditions counts, because conditions
 * restrict a service to the own account.
 *
 * @param action such as `sns:Publish`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function allowsService(document: Props, service: string, action: string): boolean {
  return statementsOf(document).some((statement) => {
    if (statement.string("Effect") !== "Allow" || !isForService(statement, service)) return false;
    const except = statement.strings("NotAction");
    if (except.length > 0) return !except.some((pattern) => matchesAction(pattern, action));
    return statement.strings("Action").some((pattern) => matchesAction(pattern, action));
  });
}

function isForService(statement: Props, service: string): boolean {
  if (statement.string("Principal") === "*") return true;
  const principal = statement.object("Principal");
  if (!principal) return false;
  const services = principal.strings("Service");
  return services.includes(service) || services.includes("*") || principal.strings("AWS").includes("*");
}

/** Whether a pattern matches an action; actions are case-insensitive. */
function matchesAction(pattern: string, action: string): boolean {
  return matchesIamPattern(pattern.toLowerCase(), action.toLowerCase());
}
