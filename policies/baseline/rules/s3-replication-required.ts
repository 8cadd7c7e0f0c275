import {
  BUCKET,
  BUCKET_REPLICATION,
  enabledReplicationRulesOf,
  evaluateWithin,
  findBucketSettings,
  hasTag,
  isVersioned,
  type ReplicationRule,
  type Resource,
  replicationDestinationsOf,
  type Stack,
  stackRule,
} from "../../kit";

/** A bucket with a replication tag has a replication rule, and source and destination are versioned. */
export const s3ReplicationRequired = stackRule<{ readonly selector: readonly string[] }>({
  name: "s3-replication-required",
  title: "Tagged buckets are replicated",
  description:
    "Every S3 bucket with a replication tag is replicated, and source and destination are versioned.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Security Hub",
    version: "1.0.0",
    reference: "S3.7",
    specification: "S3 general purpose buckets should use cross-Region replication",
  },
  tags: ["storage", "checkov:CKV_AWS_144", "config:S3_BUCKET_REPLICATION_ENABLED"],
  remediationSteps:
    'Add one aws.s3.BucketReplicationConfig whose bucket is the bucket\'s id, with a rule of status "Enabled", and aws.s3.BucketVersioning for the source and the destination.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  settings: {
    selector: {
      type: "array",
      items: { type: "string", pattern: "^[^=]{1,128}(=.{0,256})?$" },
      default: ["replicated=true"],
      description:
        "Tags of buckets that must be replicated, as `key=value`, or `key` for any value; one of them is enough.",
    },
  },
  types: BUCKET,
  checks: {
    replication: (bucket, { stack, settings }) => {
      const tag = findTagOf(bucket, settings.selector);
      if (tag === undefined || enabledRulesOf(stack, bucket).length > 0) return undefined;
      return `it is tagged ${tag}, but no rule replicates it; add aws.s3.BucketReplicationConfig with an enabled rule`;
    },
    "source versioning": (bucket, { stack, settings }) => {
      if (findTagOf(bucket, settings.selector) === undefined || isVersioned(stack, bucket)) return undefined;
      return 'it must be replicated, but is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"';
    },
    "destination versioning": (bucket, { stack, settings }) => {
      if (findTagOf(bucket, settings.selector) === undefined) return undefined;
      const unversioned = enabledRulesOf(stack, bucket).flatMap((rule) => findUnversioned(stack, rule));
      return [...new Set(unversioned)].map(
        ({ name }) =>
          `it is replicated to ${name}, which is not versioned; add aws.s3.BucketVersioning for ${name} with versioningConfiguration.status "Enabled"`,
      );
    },
  },
});

function findTagOf(bucket: Resource, selector: readonly string[]): string | undefined {
  return selector.find((tag) => hasTag(bucket, tag));
}

function enabledRulesOf(stack: Stack, bucket: Resource): readonly ReplicationRule[] {
  return [
    ...findBucketSettings(stack, bucket, BUCKET_REPLICATION).flatMap((setting) =>
      evaluateWithin(setting, () => enabledReplicationRulesOf(setting)),
    ),
    ...enabledReplicationRulesOf(bucket),
  ];
}

function findUnversioned(stack: Stack, rule: ReplicationRule): readonly Resource[] {
  const destinations = replicationDestinationsOf(stack, rule);
  const unversioned = destinations.filter((one) => !isVersioned(stack, one));
  if (unversioned.length > 0 && unversioned.length < destinations.length) {
    throw rule.holder.undecided(`${rule.destination}.bucket`).of(rule.holder);
  }
  return unversioned;
}
