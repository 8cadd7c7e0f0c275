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
  Undecided,
} from "../../kit";

interface Settings {
  readonly allowedPairs: readonly string[];
}

/** Replicas are of use only where the loss of the source's region does not reach them. */
export const s3ReplicationOtherRegion = stackRule<Settings>({
  name: "s3-replication-other-region",
  title: "Replicas lie in another region",
  description:
    "A replicated S3 bucket has its replicas in another region, in a versioned bucket, under a key of that region, and changes of replicas come back where both replicate to each other.",
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
    'Let rules[].destination.bucket name a versioned bucket whose provider (or region) is another region, destination.encryptionConfiguration.replicaKmsKeyId a key of that region, and, where two buckets replicate to each other, set sourceSelectionCriteria.replicaModifications.status to "Enabled" in both.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  settings: {
    allowedPairs: {
      type: "array",
      items: { type: "string", pattern: `^${REGION_CODE}>${REGION_CODE}$` },
      default: [],
      description:
        "Regions that may be replicated from and to, as `eu-west-1>eu-central-1`; one region may be paired with itself. None: any two that differ.",
    },
  },
  types: [...BUCKET_REPLICATION, ...BUCKET],
  checks: {
    "region of the replicas": (holder, { stack, settings }) =>
      ofEachRule(stack, holder, (rule, destination) =>
        misplaced(stack, rule, destination, settings.allowedPairs),
      ),
    "versions of the destination": (holder, { stack }) =>
      ofEachRule(stack, holder, ({ destination: path }, destination) =>
        isVersioned(stack, destination)
          ? undefined
          : `${path}.bucket is ${destination.name}, which is not versioned; add aws.s3.BucketVersioning for ${destination.name} with versioningConfiguration.status "Enabled"`,
      ),
    "changes of replicas": (holder, { stack }) =>
      ofEachRule(stack, holder, (rule, destination) => lostChanges(stack, rule, destination)),
    "key of the replicas": (holder, { stack }) =>
      ofEachRule(stack, holder, (rule, destination) => misplacedKey(stack, rule, destination)),
  },
});

/**
 * What is wrong with the destinations of the rules that are enabled. Where it is not known which of several a rule has,
 * it is wrong only if it is with all of them.
 */
function ofEachRule(
  stack: Stack,
  holder: Resource,
  look: (rule: ReplicationRule, destination: Resource) => string | undefined,
): readonly string[] {
  return enabledReplicationRulesOf(holder).flatMap((rule) => {
    const destinations = replicationDestinationsOf(stack, rule);
    const findings = destinations.flatMap((destination) => look(rule, destination) ?? []);
    if (findings.length > 0 && findings.length < destinations.length) {
      throw new Undecided(`${rule.destination}.bucket`);
    }
    return findings;
  });
}

/** The region that a rule replicates from; its holder lies where its bucket does. */
function regionFrom(stack: Stack, { holder }: ReplicationRule): string {
  return (replicationSourceOf(stack, holder) ?? holder).region();
}

function misplaced(
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
  return `${path} is ${destination.name}, in ${to} as its source is, expected a bucket in another region; make it with another provider or region`;
}

/** Where two buckets replicate to each other, what is changed in a replica is lost unless its changes are replicated. */
function lostChanges(stack: Stack, rule: ReplicationRule, destination: Resource): string | undefined {
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

/** S3 encrypts a replica where the replica lies. */
function misplacedKey(stack: Stack, rule: ReplicationRule, destination: Resource): string | undefined {
  const { holder } = rule;
  const path = ["encryptionConfiguration.replicaKmsKeyId", "replicaKmsKeyId"]
    .map((one) => `${rule.destination}.${one}`)
    .find((one) => holder.read(one).state !== "absent");
  if (path === undefined) return undefined;
  const wanted = evaluateWithin(destination, () => destination.region());
  const told = regionOfArn(holder, path);
  const linked = stack.findTargets(holder, path, KEY);
  const keys = told ? linked.filter((key) => isNamed(holder, path, key)) : linked;
  const regions = new Set(told ? [told] : keys.map((key) => evaluateWithin(key, () => key.region())));
  if (regions.size > 1) throw new Undecided(path);
  const [region] = regions;
  if (region === undefined || region === wanted) return undefined;
  const called = keys[0]?.name ?? JSON.stringify(holder.string(path));
  return `${path} is ${called}, in ${region}, expected a key in ${wanted}, where ${destination.name} is`;
}

function isNamed(holder: Resource, path: string, key: Resource): boolean {
  const arn = key.outputs.read("arn");
  return arn.state === "known" && arn.value === holder.string(path);
}

/** The region of a key whose ARN is known; the name of an alias has none. */
function regionOfArn(holder: Resource, path: string): string | undefined {
  const reading = holder.read(path);
  if (reading.state !== "known") return undefined;
  return /^arn:[^:]+:kms:([^:]+):/.exec(String(reading.value))?.[1];
}
