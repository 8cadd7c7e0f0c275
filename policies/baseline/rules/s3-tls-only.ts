import {
  BUCKET,
  BUCKET_POLICY,
  bucketNamesOf,
  checkSetOnce,
  evaluateWithin,
  findBucketSettings,
  findFirst,
  findFlawsUnlessOnePasses,
  findTlsFlaw,
  isAnyPassing,
  matchesIamPattern,
  type Props,
  type Resource,
  readStrings,
  stackRule,
  statementsOf,
} from "../../kit";

const ADVICE =
  'add a statement with Effect "Deny", Principal "*", Action "s3:*", Resource with the bucket\'s ARN and that ARN with /*, and Condition {"Bool":{"aws:SecureTransport":"false"}}';

/** Every bucket policy denies all requests without TLS. */
export const s3TlsOnly = stackRule({
  name: "s3-tls-only",
  title: "Buckets require TLS",
  description: "The policy of every S3 bucket denies all requests without TLS.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "S3.5",
    specification: "S3 general purpose buckets should require requests to use SSL",
  },
  tags: ["storage", "cis-5.0:2.1.1", "cis-3.0:2.1.1", "checkov:CKV_AWS_379", "cdk-nag:AwsSolutions-S10"],
  remediationSteps:
    'Create one aws.s3.BucketPolicy with a statement with Effect "Deny", Principal "*", Action "s3:*", Resource with the bucket\'s ARN and that ARN with /*, and Condition {"Bool":{"aws:SecureTransport":"false"}}. Build the ARN from the bucket\'s name, so that a preview knows it.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  types: BUCKET,
  checks: {
    "denial of requests without TLS": (bucket, { stack }) => {
      const policies = findBucketSettings(stack, bucket, BUCKET_POLICY);
      const duplicate = checkSetOnce(policies, "policy");
      if (duplicate) return duplicate;
      const [policy = bucket] = policies;
      return policy === bucket
        ? findPolicyFault(bucket, bucket, "its policy")
        : evaluateWithin(policy, () => findPolicyFault(bucket, policy, `its policy, ${policy.name},`));
    },
  },
});

function findPolicyFault(bucket: Resource, holder: Resource, label: string): string | undefined {
  const policy = holder.value("policy");
  if (policy === undefined || policy === "")
    return `it has no policy that denies requests without TLS; create aws.s3.BucketPolicy and ${ADVICE}`;
  const document = holder.json("policy");
  if (!document) return `${label} is not JSON, expected a policy document`;
  const statements = statementsOf(document);
  const faults = findFlawsUnlessOnePasses(statements, (statement) => findTlsFlaw(statement, "s3"));
  if (faults) {
    const why = faults.length > 0 ? ` (${faults.join("; ")})` : "";
    return `${label} does not deny requests without TLS${why}; ${ADVICE}`;
  }
  const [ofBucket, ofObjects] = createProbes(bucket);
  return findFirst(
    () =>
      isCovered(statements, ofObjects)
        ? undefined
        : describeGap(label, "its objects", "the bucket's ARN with /*"),
    () =>
      isCovered(statements, ofBucket)
        ? undefined
        : describeGap(label, "the bucket itself", "the bucket's ARN"),
  );
}

function describeGap(label: string, target: string, add: string): string {
  return `${label} denies requests without TLS, but not requests to ${target}; add ${add} to the statement's Resource`;
}

/** Whether a statement that denies requests without TLS covers a resource. */
function isCovered(statements: readonly Props[], probe: (resource: string) => boolean): boolean {
  return isAnyPassing(
    statements,
    (statement) =>
      findTlsFlaw(statement, "s3") === undefined && readStrings(statement, "Resource").some(probe),
  );
}

/** Creates predicates of a `Resource`: whether it covers the bucket, and whether it covers all its objects. */
function createProbes(
  bucket: Resource,
): readonly [(resource: string) => boolean, (resource: string) => boolean] {
  const names = bucketNamesOf(bucket);
  // An object key that no policy contains, longer than a few question marks match.
  const key = "\u{fffd}/\u{fffd}\u{fffd}";
  const partition = (resource: string): string => /^arn:([^:*?]+):/.exec(resource)?.[1] ?? "aws";
  if (names.length === 0) {
    return [(resource) => !resource.includes("/"), (resource) => /^\*$|\/\*$|^arn:[^/]*\*$/.test(resource)];
  }
  const matchesArn = (path: string) => (resource: string) =>
    names.some((name) => matchesIamPattern(resource, `arn:${partition(resource)}:s3:::${name}${path}`));
  return [matchesArn(""), matchesArn(`/${key}`)];
}
