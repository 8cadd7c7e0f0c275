import type { Props } from "./props";
import { isLike, statementsOf } from "./statements";

/**
 * Whether a policy document lets a service of AWS do something. What a statement's conditions narrow counts as let,
 * since they are how a service is held to its own account.
 *
 * @param action such as `sns:Publish`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function letsService(document: Props, service: string, action: string): boolean {
  return statementsOf(document).some((statement) => {
    if (statement.string("Effect") !== "Allow" || !isOf(statement, service)) return false;
    const except = statement.strings("NotAction");
    if (except.length > 0) return !except.some((pattern) => covers(pattern, action));
    return statement.strings("Action").some((pattern) => covers(pattern, action));
  });
}

function isOf(statement: Props, service: string): boolean {
  if (statement.string("Principal") === "*") return true;
  const principal = statement.object("Principal");
  if (!principal) return false;
  const services = principal.strings("Service");
  return services.includes(service) || services.includes("*") || principal.strings("AWS").includes("*");
}

/** Actions are compared without case. */
function covers(pattern: string, action: string): boolean {
  return isLike(pattern.toLowerCase(), action.toLowerCase());
}
