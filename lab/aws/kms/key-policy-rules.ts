import { isGiven } from "../common/inputs";
import { listStatements, readPolicy, toStringList } from "../common/policy";
import { AwsError } from "../errors";
import type { Value } from "../property-values";

const SOURCE = "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html";

/**
 * Refuses a policy with a statement without principal, or one that no principal could change again.
 *
 * @throws {AwsError} MalformedPolicyDocumentException
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function validateKeyPolicy(policy: Value | undefined, bypass: boolean): void {
  if (!isGiven(policy)) return;
  const documentError = (words: string) =>
    new AwsError("MalformedPolicyDocumentException", words, { source: SOURCE });
  const document = readPolicy(policy);
  if (document === undefined) throw documentError("The new key policy is not valid JSON.");
  const policyStatements = listStatements(document);
  if (policyStatements.some((one) => !isGiven(one.Principal) && !isGiven(one.NotPrincipal)))
    throw documentError("The new key policy has a statement without a principal.");
  const changeable = policyStatements.some(
    (one) =>
      one.Effect === "Allow" &&
      toStringList(one.Action).some((action) => /^(\*|kms:(\*|Put.*))$/i.test(action)),
  );
  if (!changeable && !bypass)
    throw documentError("The new key policy will not allow you to update the key policy in the future.");
}
