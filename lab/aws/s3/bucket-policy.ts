import { isGiven } from "../common/inputs";
import { checkPolicy, listStatements, readPolicy, toStringList } from "../common/policy";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import { bucketConfigurationType } from "./bucket-configuration-type";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html";

/** The resource policy of a bucket. */
export const bucketPolicy = bucketConfigurationType(
  "bucketPolicy:BucketPolicy",
  { immutable: ["bucket", "region"], check: (inputs) => checkPolicy("policy", inputs.policy) },
  (_call, inputs) => refuse(findPolicyError(asString(inputs.bucket) ?? "", readPolicy(inputs.policy))),
);

/** Returns the error of a bucket's policy, or undefined when S3 accepts it. */
function findPolicyError(bucket: string, document: Properties | undefined): AwsError | undefined {
  if (document === undefined)
    return policyError("Policies must be valid JSON and the first byte must be '{'");
  for (const statement of listStatements(document)) {
    if (!isGiven(statement.Principal) && !isGiven(statement.NotPrincipal))
      return policyError("Missing required field Principal");
    const hasOtherService = toStringList(statement.Action).some(
      (action) => action !== "*" && !/^s3:/i.test(action),
    );
    if (hasOtherService) return policyError("Policy has invalid action");
    const resources = [...toStringList(statement.Resource), ...toStringList(statement.NotResource)];
    if (resources.some((resource) => namesAnother(bucket, resource)))
      return policyError("Policy has invalid resource");
  }
  return undefined;
}

// A resource with a wildcard or a policy variable in its bucket part may still mean this bucket.
function namesAnother(bucket: string, resource: string): boolean {
  const bucketPart = /^arn:[^:]+:s3:::([^/]*)/.exec(resource)?.[1];
  return bucketPart !== undefined && bucketPart !== bucket && !/[*?$]/.test(bucketPart);
}

function policyError(words: string): AwsError {
  return new AwsError("MalformedPolicy", words, { source: SOURCE });
}
