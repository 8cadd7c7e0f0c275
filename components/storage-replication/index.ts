import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectLabels, expectOneOf, expectText } from "../shared/checks";
import { Faults } from "../shared/errors";
import { type PolicyStatement, policyDocument, trustOfService } from "../shared/policy";

/** A bucket that gets the replicas. */
export interface ReplicationDestination {
  /** ARN of the bucket; its versioning must be on. */
  readonly bucketArn: pulumi.Input<string>;
  /** Class of the replicas. @default - that of the source object */
  readonly storageClass?:
    | "STANDARD"
    | "STANDARD_IA"
    | "ONEZONE_IA"
    | "GLACIER_IR"
    | "INTELLIGENT_TIERING"
    | undefined;
  /** Key of the destination's region that encrypts the replicas; needed where sourceKmsKeyArn is given. @default - SSE-S3 */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
}

/** Arguments of {@link StorageReplication}. */
export interface StorageReplicationArgs {
  /** Name of the bucket whose new objects are replicated; its versioning must be on. */
  readonly sourceBucketName: pulumi.Input<string>;
  /** ARN of that bucket. */
  readonly sourceBucketArn: pulumi.Input<string>;
  /** Region of that bucket, when it is not the provider's. @default - the provider's */
  readonly sourceRegion?: pulumi.Input<string> | undefined;
  /** Key that encrypts the source's objects; without it, objects under a KMS key are left out. @default - none */
  readonly sourceKmsKeyArn?: pulumi.Input<string> | undefined;
  /** Where to, by a label that is kept for good, such as the region of the bucket; 1 to 20. */
  readonly destinations: Readonly<Record<string, ReplicationDestination>>;
  /** Beginning of the keys that are replicated, at most 1024 characters. @default - all keys */
  readonly prefix?: string | undefined;
  /** Whether a deletion (its marker, never a version) is replicated. @default true */
  readonly deleteMarkers?: boolean | undefined;
  /** Whether changes of a replica's tags and metadata come back; wanted where two buckets replicate to each other. @default true */
  readonly replicaChanges?: boolean | undefined;
  /** Whether S3 promises 15 minutes and measures it; costs by the gigabyte. @default false */
  readonly timeControl?: boolean | undefined;
}

/**
 * Replication of one bucket's new objects to buckets of other regions, with the role that S3 takes for it. For both
 * directions, lay one down for each. Objects from before are left to S3 Batch Replication.
 *
 * The role may read this source and write these destinations, nothing else.
 *
 * @throws {ArgumentError} when there is no destination, or a label, class or prefix is not what S3 takes
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export class StorageReplication extends pulumi.ComponentResource {
  /** ARN of the role that S3 replicates with. */
  readonly roleArn: pulumi.Output<string>;
  /** Ids of the rules, by the label of their destination. */
  readonly ruleIds: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: StorageReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:StorageReplication", name, args, opts);
    const destinations = checkedDestinations(name, args);
    const here = { parent: this };

    const role = new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: trustOfService(name, "s3.amazonaws.com") },
      here,
    );
    const rights = new aws.iam.RolePolicy(
      `${name}-role-policy`,
      { role: role.id, policy: policyDocument(name, mayReplicate(args)) },
      here,
    );
    new aws.s3.BucketReplicationConfig(
      name,
      {
        bucket: args.sourceBucketName,
        role: role.arn,
        rules: destinations.map((destination, index) => rule(destination, index, args)),
        ...(args.sourceRegion ? { region: args.sourceRegion } : {}),
      },
      { ...here, dependsOn: [rights] }, // objects written before the role may replicate them would fail for good
    );

    this.roleArn = role.arn;
    this.ruleIds = pulumi.output(Object.fromEntries(destinations.map(([label]) => [label, ruleId(label)])));
    this.registerOutputs({ roleArn: this.roleArn, ruleIds: this.ruleIds });
  }
}

const CLASSES = ["STANDARD", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR", "INTELLIGENT_TIERING"] as const;

function checkedDestinations(
  name: string,
  { destinations, prefix, sourceKmsKeyArn }: StorageReplicationArgs,
): [string, ReplicationDestination][] {
  const labels = Object.keys(destinations);
  const faults = new Faults(name);
  faults.expect(labels.length >= 1 && labels.length <= 20, "destinations", labels, "1 to 20 destinations");
  expectLabels(faults, "destinations", labels);
  for (const [label, { storageClass, kmsKeyArn }] of Object.entries(destinations)) {
    expectOneOf(faults, `destinations.${label}.storageClass`, storageClass, CLASSES);
    const keyed = sourceKmsKeyArn === undefined || kmsKeyArn !== undefined;
    faults.expect(
      keyed,
      `destinations.${label}.kmsKeyArn`,
      kmsKeyArn,
      "a key, since sourceKmsKeyArn is given",
    );
  }
  expectText(faults, "prefix", prefix, 0, 1024);
  faults.raise();
  return Object.entries(destinations);
}

function ruleId(label: string): string {
  return `to-${label}`;
}

type Rule = aws.types.input.s3.BucketReplicationConfigRule;

function rule(
  [label, destination]: readonly [string, ReplicationDestination],
  index: number,
  args: StorageReplicationArgs,
): Rule {
  const { deleteMarkers = true, replicaChanges = true, timeControl = false, sourceKmsKeyArn } = args;
  const { bucketArn, storageClass, kmsKeyArn } = destination;
  return {
    id: ruleId(label),
    priority: index + 1,
    status: "Enabled",
    filter: args.prefix ? { prefix: args.prefix } : {},
    deleteMarkerReplication: { status: deleteMarkers ? "Enabled" : "Disabled" },
    sourceSelectionCriteria: {
      replicaModifications: { status: replicaChanges ? "Enabled" : "Disabled" },
      ...(sourceKmsKeyArn ? { sseKmsEncryptedObjects: { status: "Enabled" } } : {}),
    },
    destination: {
      bucket: bucketArn,
      ...(storageClass ? { storageClass } : {}),
      ...(kmsKeyArn ? { encryptionConfiguration: { replicaKmsKeyId: kmsKeyArn } } : {}),
      ...(timeControl
        ? {
            replicationTime: { status: "Enabled", time: { minutes: 15 } },
            metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
          }
        : {}),
    },
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
function mayReplicate(args: StorageReplicationArgs): PolicyStatement[] {
  const { sourceBucketArn, sourceKmsKeyArn } = args;
  const destinations = Object.values(args.destinations);
  const replicaKeys = destinations.flatMap(({ kmsKeyArn }) => (kmsKeyArn ? [kmsKeyArn] : []));
  return [
    { actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [sourceBucketArn] },
    {
      actions: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      resources: [pulumi.interpolate`${sourceBucketArn}/*`],
    },
    {
      actions: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
      resources: destinations.map(({ bucketArn }) => pulumi.interpolate`${bucketArn}/*`),
    },
    ...(sourceKmsKeyArn ? [{ actions: ["kms:Decrypt"], resources: [sourceKmsKeyArn] }] : []),
    ...(replicaKeys.length > 0 ? [{ actions: ["kms:Encrypt"], resources: replicaKeys }] : []),
  ];
}
