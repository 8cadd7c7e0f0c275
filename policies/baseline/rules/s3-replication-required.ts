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
  Undecided,
} from "../../kit";

/** A bucket that is marked for it is replicated, from versions to versions. */
export const s3ReplicationRequired = stackRule<{ readonly selector: readonly string[] }>({
  name: "s3-replication-required",
  title: "Marked buckets are replicated",
  description: "Every S3 bucket that carries a certain tag is replicated, and both sides keep versions.",
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
    'Add one aws.s3.BucketReplicationConfig whose bucket is the bucket\'s id, with a rule of status "Enabled", and aws.s3.BucketVersioning for the bucket and for the one that gets the replicas.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  settings: {
    selector: {
      type: "array",
      items: { type: "string", pattern: "^[^=]{1,128}(=.{0,256})?$" },
      default: ["replicated=true"],
      description:
        "Tags of buckets that have to be replicated, as `key=value`, or `key` for any value; one of them is enough.",
    },
  },
  types: BUCKET,
  checks: {
    replication: (bucket, { stack, settings }) => {
      const mark = markOf(bucket, settings.selector);
      if (mark === undefined || enabledRules(stack, bucket).length > 0) return undefined;
      return `it is tagged ${mark}, but no rule replicates it; add aws.s3.BucketReplicationConfig with an enabled rule`;
    },
    "versions of the source": (bucket, { stack, settings }) => {
      if (markOf(bucket, settings.selector) === undefined || isVersioned(stack, bucket)) return undefined;
      return 'it is to be replicated, but not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"';
    },
    "versions of the destination": (bucket, { stack, settings }) => {
      if (markOf(bucket, settings.selector) === undefined) return undefined;
      const plain = enabledRules(stack, bucket).flatMap((rule) => unversioned(stack, rule));
      return [...new Set(plain)].map(
        ({ name }) =>
          `it is replicated to ${name}, which is not versioned; add aws.s3.BucketVersioning for ${name} with versioningConfiguration.status "Enabled"`,
      );
    },
  },
});

function markOf(bucket: Resource, selector: readonly string[]): string | undefined {
  return selector.find((tag) => hasTag(bucket, tag));
}

function enabledRules(stack: Stack, bucket: Resource): readonly ReplicationRule[] {
  return [
    ...findBucketSettings(stack, bucket, BUCKET_REPLICATION).flatMap((setting) =>
      evaluateWithin(setting, () => enabledReplicationRulesOf(setting)),
    ),
    ...enabledReplicationRulesOf(bucket),
  ];
}

function unversioned(stack: Stack, rule: ReplicationRule): readonly Resource[] {
  const destinations = replicationDestinationsOf(stack, rule);
  const plain = destinations.filter((one) => !isVersioned(stack, one));
  if (plain.length > 0 && plain.length < destinations.length) {
    throw new Undecided(`${rule.destination}.bucket of ${rule.holder.name}`);
  }
  return plain;
}
