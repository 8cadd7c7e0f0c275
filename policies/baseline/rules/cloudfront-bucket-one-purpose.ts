import {
  ANY_DISTRIBUTION,
  allowsService,
  BUCKET,
  BUCKET_POLICY,
  bucketNamesOf,
  evaluateWithin,
  findBucketSettings,
  findBuckets,
  findFirst,
  findServiceWriters,
  type Props,
  parseBucketName,
  type Resource,
  readStrings,
  type Stack,
  stackRule,
  statementsOf,
} from "../../kit";

const CLOUDFRONT = "cloudfront.amazonaws.com";

/** Everything in a bucket that CloudFront reads is public, so nothing but the site may be written there. */
export const cloudfrontBucketOnePurpose = stackRule({
  name: "cloudfront-bucket-one-purpose",
  title: "Buckets behind CloudFront hold nothing else",
  description:
    "An S3 bucket that CloudFront may read whole does not receive logs, trails, results or reports of a service or the logs of an EMR cluster.",
  level: "mandatory",
  severity: "high",
  tags: ["edge"],
  remediationSteps:
    "Create a bucket for the site alone, make it the origin of the distribution, and let only its policy allow cloudfront.amazonaws.com to read; or, if the services write under prefixes of their own, limit Resource of that statement to the site's prefix.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
  types: BUCKET,
  checks: {
    "objects that are not for the public": (bucket, { stack }) => {
      const writers = findWriters(stack, bucket);
      if (writers.length === 0) return undefined;
      const reader = findReader(stack, bucket);
      return (
        reader &&
        `CloudFront may read all of it (${reader}) and ${writers.join(", ")} ${writers.length === 1 ? "writes" : "write"} to it, which makes these objects public; use a bucket for the site alone`
      );
    },
  },
});

/** Names the resources that write to a bucket, and the services that its policy allows to. */
function findWriters(stack: Stack, bucket: Resource): readonly string[] {
  const resources = () => findServiceWriters(stack, bucket).map(({ name }) => name);
  const services = () =>
    policiesOf(stack, bucket).flatMap((policy) =>
      evaluateWithin(policy, () => listWritingServices(policy.json("policy"))),
    );
  const writers = findFirst(
    () => nonEmpty(resources()),
    () => nonEmpty(services()),
  );
  return [...new Set(writers ?? [])];
}

function listWritingServices(document: Props | undefined): readonly string[] {
  if (!document) return [];
  const services = statementsOf(document).flatMap((statement) =>
    statement.object("Principal") ? readStrings(statement, "Principal.Service") : [],
  );
  return services.filter(
    (service) => service !== CLOUDFRONT && allowsService(document, service, "s3:PutObject"),
  );
}

/** Names what lets CloudFront read a whole bucket: its policy, or a distribution that has it as an origin. */
function findReader(stack: Stack, bucket: Resource): string | undefined {
  const names = bucketNamesOf(bucket);
  const isPrefixed = policiesOf(stack, bucket).some((policy) =>
    evaluateWithin(policy, () => scopeOf(policy.json("policy"), names) === "prefix"),
  );
  if (isPrefixed) return undefined;
  return findFirst(
    () =>
      policiesOf(stack, bucket).find((policy) =>
        evaluateWithin(policy, () => scopeOf(policy.json("policy"), names) === "bucket"),
      )?.name,
    ...stack
      .ofTypes(ANY_DISTRIBUTION)
      .map(
        (distribution) => () =>
          evaluateWithin(distribution, () => isOrigin(stack, bucket, distribution))
            ? distribution.name
            : undefined,
      ),
  );
}

/** Returns the part of a bucket that a policy lets CloudFront read: all of it, or only objects with a prefix. */
function scopeOf(document: Props | undefined, names: readonly string[]): "bucket" | "prefix" | undefined {
  if (!document || !allowsService(document, CLOUDFRONT, "s3:GetObject")) return undefined;
  const resources = statementsOf(document)
    .filter((statement) => statement.string("Effect") === "Allow" && isForCloudFront(statement))
    .flatMap((statement) => readStrings(statement, "Resource"));
  const isLimited = resources.length > 0 && resources.every((resource) => hasPrefix(resource, names));
  return isLimited ? "prefix" : "bucket";
}

function isForCloudFront(statement: Props): boolean {
  return (
    statement.string("Principal") === "*" ||
    [...readStrings(statement, "Principal.Service"), ...readStrings(statement, "Principal.AWS")].some(
      (principal) => [CLOUDFRONT, "*"].includes(principal),
    )
  );
}

/** Whether a resource of a statement covers only keys with a prefix. */
function hasPrefix(resource: string, names: readonly string[]): boolean {
  const [, name = "", key = ""] = /^arn:[^:]*:s3:::([^/]*)\/?(.*)$/.exec(resource) ?? [];
  return (names.length === 0 || names.includes(name)) && /^[^*?]/.test(key);
}

function policiesOf(stack: Stack, bucket: Resource): readonly Resource[] {
  const inline = bucket.read("policy").state === "absent" ? [] : [bucket];
  return [...findBucketSettings(stack, bucket, BUCKET_POLICY), ...inline];
}

function isOrigin(stack: Stack, bucket: Resource, distribution: Resource): boolean {
  return distribution.list("origins").some(({ at }) => {
    const path = `${at}domainName`;
    const reading = distribution.read(path);
    return reading.state === "known"
      ? bucketNamesOf(bucket).includes(parseBucketName(String(reading.value)))
      : findBuckets(stack, distribution, path).includes(bucket);
  });
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
