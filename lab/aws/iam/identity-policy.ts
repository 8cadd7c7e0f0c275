import { isGiven } from "../common/inputs";
import { listStatements, readPolicy } from "../common/policy";
import { AwsError } from "../errors";
import type { Value } from "../property-values";

const SOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

/**
 * Refuses a document that is not an identity-based policy.
 *
 * @throws {AwsError} MalformedPolicyDocument
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function validateIdentityPolicy(policy: Value | undefined): void {
  const documentError = (words: string) => new AwsError("MalformedPolicyDocument", words, { source: SOURCE });
  const document = readPolicy(policy);
  if (document === undefined) throw documentError("The policy failed legacy parsing");
  for (const statement of listStatements(document)) {
    if (isGiven(statement.Principal) || isGiven(statement.NotPrincipal))
      throw documentError("Policy document should not specify a principal.");
    if (!isGiven(statement.Action) && !isGiven(statement.NotAction))
      throw documentError("Policy statement must contain actions.");
    if (!isGiven(statement.Resource) && !isGiven(statement.NotResource))
      throw documentError("Policy statement must contain resources.");
  }
}
