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
  'add a statement with Effect "Deny", Principal "*", Action "s3:*", as Resource the bucket\'s ARN and that ARN with /*, and Condition {"Bool":{"aws:SecureTransport":"false"}}';

/** Every bucket's policy denies everyone every request that does not come over TLS. */
export const s3TlsOnly = stackRule({
  name: "s3-tls-only",
  title: "Buckets speak TLS only",
  description: "The policy of every S3 bucket denies all requests that do not come over TLS.",
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
    'Give the bucket one aws.s3.BucketPolicy, and its policy a statement with Effect "Deny", Principal "*", Action "s3:*", Resource the bucket\'s ARN and that ARN with /*, Condition {"Bool":{"aws:SecureTransport":"false"}}. Make the ARN of the bucket\'s name, so that a preview knows it.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  types: BUCKET,
  checks: {
    "denial of requests without TLS": (bucket, { stack }) => {
      const policies = findBucketSettings(stack, bucket, BUCKET_POLICY);
      const twice = checkSetOnce(policies, "policy");
      if (twice) return twice;
      const [policy = bucket] = policies;
      return policy === bucket
        ? judgement(bucket, bucket, "its policy")
        : evaluateWithin(policy, () => judgement(bucket, policy, `its policy, ${policy.name},`));
    },
  },
});

function judgement(bucket: Resource, holder: Resource, called: string): string | undefined {
  const given = holder.value("policy");
  if (given === undefined || given === "")
    return `it has no policy that denies requests without TLS; give it aws.s3.BucketPolicy and ${ADVICE}`;
  const document = holder.json("policy");
  if (!document) return `${called} is no JSON, expected a policy document`;
  const statements = statementsOf(document);
  const flaws = findFlawsUnlessOnePasses(statements, (statement) => findTlsFlaw(statement, "s3"));
  if (flaws) {
    const why = flaws.length > 0 ? ` (${flaws.join("; ")})` : "";
    return `${called} does not deny requests without TLS${why}; ${ADVICE}`;
  }
  const [ofBucket, ofObjects] = probes(bucket);
  return findFirst(
    () =>
      reaches(statements, ofObjects) ? undefined : left(called, "its objects", "the bucket's ARN with /*"),
    () => (reaches(statements, ofBucket) ? undefined : left(called, "the bucket itself", "the bucket's ARN")),
  );
}

function left(called: string, what: string, add: string): string {
  return `${called} denies requests without TLS, but not those to ${what}; add ${add} to the statement's Resource`;
}

/** Whether the statements that deny requests without TLS reach a resource, one or another of them. */
function reaches(statements: readonly Props[], probe: (resource: string) => boolean): boolean {
  return isAnyPassing(
    statements,
    (statement) =>
      findTlsFlaw(statement, "s3") === undefined && readStrings(statement, "Resource").some(probe),
  );
}

/** Tests of a `Resource`: whether it is the bucket's, and whether it is that of all its objects. */
function probes(bucket: Resource): readonly [(resource: string) => boolean, (resource: string) => boolean] {
  const names = bucketNamesOf(bucket);
  // A key that nobody writes into a policy, longer than what a few question marks match.
  const key = "\u{fffd}/\u{fffd}\u{fffd}";
  const partition = (resource: string): string => /^arn:([^:*?]+):/.exec(resource)?.[1] ?? "aws";
  if (names.length === 0) {
    return [(resource) => !resource.includes("/"), (resource) => /^\*$|\/\*$|^arn:[^/]*\*$/.test(resource)];
  }
  const spelled = (path: string) => (resource: string) =>
    names.some((name) => matchesIamPattern(resource, `arn:${partition(resource)}:s3:::${name}${path}`));
  return [spelled(""), spelled(`/${key}`)];
}
