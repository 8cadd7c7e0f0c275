import { isGiven } from "../common/inputs";
import { oneOrMore, policyFaults, readPolicy, statements } from "../common/policy";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { type Properties, text } from "../value";
import { satellite } from "./satellite";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html";

/** The resource policy of a bucket. */
export const bucketPolicy = satellite(
  "bucketPolicy:BucketPolicy",
  { immutable: ["bucket", "region"], check: (inputs) => policyFaults("policy", inputs.policy) },
  (_call, inputs) => refuse(bucketPolicyFault(text(inputs.bucket) ?? "", readPolicy(inputs.policy))),
);

/** What S3 refuses in the policy of a bucket; undefined when it takes it. */
function bucketPolicyFault(bucket: string, document: Properties | undefined): AwsError | undefined {
  if (document === undefined) return malformed("Policies must be valid JSON and the first byte must be '{'");
  for (const statement of statements(document)) {
    if (!isGiven(statement.Principal) && !isGiven(statement.NotPrincipal))
      return malformed("Missing required field Principal");
    const foreign = oneOrMore(statement.Action).some((action) => action !== "*" && !/^s3:/i.test(action));
    if (foreign) return malformed("Policy has invalid action");
    const resources = [...oneOrMore(statement.Resource), ...oneOrMore(statement.NotResource)];
    if (resources.some((resource) => namesAnother(bucket, resource)))
      return malformed("Policy has invalid resource");
  }
  return undefined;
}

// A resource with a wildcard or a policy variable in its bucket part may still mean this bucket.
function namesAnother(bucket: string, resource: string): boolean {
  const named = /^arn:[^:]+:s3:::([^/]*)/.exec(resource)?.[1];
  return named !== undefined && named !== bucket && !/[*?$]/.test(named);
}

function malformed(words: string): AwsError {
  return new AwsError("MalformedPolicy", words, { source: SOURCE });
}
