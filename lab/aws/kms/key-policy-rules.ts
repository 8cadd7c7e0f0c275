import { isGiven } from "../common/inputs";
import { listStatements, readPolicy, toStringList } from "../common/policy";
import { AwsError } from "../errors";
import type { Value } from "../property-values";

const SOURCE = "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html";

/**
 * Refuses a policy that KMS would: statements without a principal, and one that lets nobody change it again.
 *
 * @throws {AwsError} MalformedPolicyDocumentException
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function validateKeyPolicy(policy: Value | undefined, bypass: boolean): void {
  if (!isGiven(policy)) return;
  const refused = (words: string) =>
    new AwsError("MalformedPolicyDocumentException", words, { source: SOURCE });
  const document = readPolicy(policy);
  if (document === undefined) throw refused("The new key policy is not valid JSON.");
  const found = listStatements(document);
  if (found.some((one) => !isGiven(one.Principal) && !isGiven(one.NotPrincipal)))
    throw refused("The new key policy has a statement without a principal.");
  const changeable = found.some(
    (one) =>
      one.Effect === "Allow" &&
      toStringList(one.Action).some((action) => /^(\*|kms:(\*|Put.*))$/i.test(action)),
  );
  if (!changeable && !bypass)
    throw refused("The new key policy will not allow you to update the key policy in the future.");
}
