import { REGION_CODE } from "../../../common/regions";
import {
  BUCKET,
  BUCKET_REPLICATION,
  enabledReplicationRulesOf,
  evaluateWithin,
  findBucketSettings,
  formatValue,
  isVersioned,
  type ReplicationRule,
  type Resource,
  replicationDestinationsOf,
  replicationSourceOf,
  type Stack,
  stackRule,
} from "../../kit";

interface Settings {
  readonly allowedPairs: readonly string[];
}

/** A replica helps only where it survives the loss of the source's region. */
export const s3ReplicationOtherRegion = stackRule<Settings>({
  name: "s3-replication-other-region",
  title: "Replicas are in another region",
  description:
    "A replicated S3 bucket has its replicas in another region, in a versioned bucket, encrypted with a key of that region; buckets that replicate to each other also replicate changes to replicas.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Security Hub",
    version: "1.0.0",
    reference: "S3.7",
    specification: "S3 general purpose buckets should use cross-Region replication",
  },
  tags: ["multi-region", "checkov:CKV_AWS_144", "config:S3_BUCKET_REPLICATION_ENABLED"],
  remediationSteps:
    'Set rules[].destination.bucket to a versioned bucket of another region, and destination.encryptionConfiguration.replicaKmsKeyId to a key of that region. For two buckets that replicate to each other, set sourceSelectionCriteria.replicaModifications.status to "Enabled" in both.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  settings: {
    allowedPairs: {
      type: "array",
      items: { type: "string", pattern: `^${REGION_CODE}>${REGION_CODE}$` },
      default: [],
      description:
        "Allowed pairs of source and destination region, such as `eu-west-1>eu-central-1`; a region may be paired with itself. Default: any two different regions.",
    },
  },
  types: [...BUCKET_REPLICATION, ...BUCKET],
  checks: {
    "region of the replicas": (holder, { stack, settings }) =>
      checkDestinations(stack, holder, (rule, destination) =>
        findMisplacedReplica(stack, rule, destination, settings.allowedPairs),
      ),
    "versions of the destination": (holder, { stack }) =>
      checkDestinations(stack, holder, ({ destination: path }, destination) =>
        isVersioned(stack, destination)
          ? undefined
          : `${path}.bucket is ${destination.name}, which is not versioned; add aws.s3.BucketVersioning for ${destination.name} with versioningConfiguration.status "Enabled"`,
      ),
    "changes of replicas": (holder, { stack }) =>
      checkDestinations(stack, holder, (rule, destination) => findLostChanges(stack, rule, destination)),
    "key of the replicas": (holder, { stack }) =>
      checkDestinations(stack, holder, (rule, destination) => findMisplacedKey(stack, rule, destination)),
  },
});

/**
 * Collects the faults of the enabled rules' destinations. When the graph offers several candidates for a rule's destination,
 * a fault counts only if all candidates have it.
 */
function checkDestinations(
  stack: Stack,
  holder: Resource,
  check: (rule: ReplicationRule, destination: Resource) => string | undefined,
): readonly string[] {
  return enabledReplicationRulesOf(holder).flatMap((rule) => {
    const destinations = replicationDestinationsOf(stack, rule);
    const findings = destinations.flatMap((destination) => check(rule, destination) ?? []);
    if (findings.length > 0 && findings.length < destinations.length) {
      throw rule.holder.undecided(`${rule.destination}.bucket`);
    }
    return findings;
  });
}

/** Region that a rule replicates from; the resource that holds the rule is in its bucket's region. */
function regionFrom(stack: Stack, { holder }: ReplicationRule): string {
  return (replicationSourceOf(stack, holder) ?? holder).region();
}

function findMisplacedReplica(
  stack: Stack,
  rule: ReplicationRule,
  destination: Resource,
  pairs: readonly string[],
): string | undefined {
  const path = `${rule.destination}.bucket`;
  if (replicationSourceOf(stack, rule.holder) === destination) {
    return `${path} is the bucket itself, expected one in another region`;
  }
  const from = regionFrom(stack, rule);
  const to = evaluateWithin(destination, () => destination.region());
  if (pairs.length > 0) {
    if (pairs.includes(`${from}>${to}`)) return undefined;
    return `${path} is ${destination.name}, which makes ${from}>${to}, expected one of allowedPairs, ${pairs.join(", ")}`;
  }
  if (from !== to) return undefined;
  return `${path} is ${destination.name}, in ${to} like its source, expected a bucket in another region; create it with a provider of another region`;
}

/** Where two buckets replicate to each other, changes to a replica are lost unless they are replicated as well. */
function findLostChanges(stack: Stack, rule: ReplicationRule, destination: Resource): string | undefined {
  const source = replicationSourceOf(stack, rule.holder);
  if (!source || source === destination) return undefined;
  const back = backwardRules(stack, destination).some((one) =>
    replicationDestinationsOf(stack, one).includes(source),
  );
  if (!back) return undefined;
  const path = "sourceSelectionCriteria.replicaModifications.status";
  const status = rule.props.string(path);
  if (status === "Enabled") return undefined;
  return `${rule.props.at}${path} is ${formatValue(status)}, expected "Enabled", since ${destination.name} replicates back to ${source.name}`;
}

function backwardRules(stack: Stack, destination: Resource): readonly ReplicationRule[] {
  const settings = findBucketSettings(stack, destination, BUCKET_REPLICATION);
  return [destination, ...settings].flatMap((holder) =>
    evaluateWithin(holder, () => enabledReplicationRulesOf(holder)),
  );
}

const KEY = [
  "aws:kms/key:Key",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
  "aws:kms/alias:Alias",
];

/** S3 encrypts a replica in the replica's region. */
function findMisplacedKey(stack: Stack, rule: ReplicationRule, destination: Resource): string | undefined {
  const { holder } = rule;
  const path = ["encryptionConfiguration.replicaKmsKeyId", "replicaKmsKeyId"]
    .map((one) => `${rule.destination}.${one}`)
    .find((one) => holder.read(one).state !== "absent");
  if (path === undefined) return undefined;
  const expected = evaluateWithin(destination, () => destination.region());
  const arnRegion = regionOfArn(holder, path);
  const linked = stack.findTargets(holder, path, KEY);
  const keys = arnRegion ? linked.filter((key) => isNamed(holder, path, key)) : linked;
  const regions = new Set(
    arnRegion ? [arnRegion] : keys.map((key) => evaluateWithin(key, () => key.region())),
  );
  if (regions.size > 1) throw holder.undecided(path);
  const [region] = regions;
  if (region === undefined || region === expected) return undefined;
  const label = keys[0]?.name ?? JSON.stringify(holder.string(path));
  return `${path} is ${label}, in ${region}, expected a key in ${expected}, where ${destination.name} is`;
}

function isNamed(holder: Resource, path: string, key: Resource): boolean {
  const arn = key.outputs.read("arn");
  return arn.state === "known" && arn.value === holder.string(path);
}

/** Region of a key whose ARN is known; undefined for an alias name. */
function regionOfArn(holder: Resource, path: string): string | undefined {
  const reading = holder.read(path);
  if (reading.state !== "known") return undefined;
  return /^arn:[^:]+:kms:([^:]+):/.exec(String(reading.value))?.[1];
}
