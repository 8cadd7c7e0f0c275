import { isGiven } from "../common/inputs";
import { listStatements, readPolicy } from "../common/policy";
import { AwsError } from "../errors";
import type { Value } from "../property-values";

const SOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

/**
 * Refuses what is no policy of an identity.
 *
 * @throws {AwsError} MalformedPolicyDocument
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function validateIdentityPolicy(policy: Value | undefined): void {
  const refused = (words: string) => new AwsError("MalformedPolicyDocument", words, { source: SOURCE });
  const document = readPolicy(policy);
  if (document === undefined) throw refused("The policy failed legacy parsing");
  for (const statement of listStatements(document)) {
    if (isGiven(statement.Principal) || isGiven(statement.NotPrincipal))
      throw refused("Policy document should not specify a principal.");
    if (!isGiven(statement.Action) && !isGiven(statement.NotAction))
      throw refused("Policy statement must contain actions.");
    if (!isGiven(statement.Resource) && !isGiven(statement.NotResource))
      throw refused("Policy statement must contain resources.");
  }
}
