import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import { createReplicationAlarms } from "./alarms";
import type { StorageReplicationArgs } from "./args";
import { replicationStatements } from "./permissions";
import { resolveArgs } from "./resolve";
import { replicationRules, ruleId } from "./rules";

export type { ReplicaStorageClass, ReplicationDestination, StorageReplicationArgs } from "./args";

/**
 * Replication of one bucket's new objects to buckets of other regions, with the role that S3 assumes for it. Two-way
 * replication needs one component for each direction. Existing objects are a job for S3 Batch Replication.
 *
 * The role may read this source and write these destinations, nothing else. The policy of a key, and that of a bucket in another
 * account, must allow the role too.
 *
 * `opts.transforms` can change every input that no argument covers.
 *
 * @throws {ArgumentError} when there is no destination, or S3 would reject one or never replicate to it
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export class StorageReplication extends pulumi.ComponentResource {
  /** ARN of the role that S3 assumes. */
  readonly roleArn: pulumi.Output<string>;
  /** Ids of the rules, by the label of their destination. */
  readonly ruleIds: pulumi.Output<Record<string, string>>;
  /** ARNs of the alarms, by `failures-to-<label>` and `latency-to-<label>` of the enabled destinations; empty without alarmTopicArns. */
  readonly alarmArns: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: StorageReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:StorageReplication", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const here = { parent: this };

    const { permissionsBoundaryArn, tags } = resolvedArgs;
    const role = createServiceRole(
      `${name}-role`,
      { service: "s3.amazonaws.com", permissionsBoundaryArn, tags },
      this,
    );
    const rolePolicy = new aws.iam.RolePolicy(
      `${name}-role-policy`,
      { role: role.id, policy: policyDocument(name, replicationStatements(name, resolvedArgs)) },
      here,
    );
    new aws.s3.BucketReplicationConfig(
      name,
      {
        bucket: resolvedArgs.sourceBucketName,
        role: role.arn,
        rules: replicationRules(name, resolvedArgs),
        ...(resolvedArgs.sourceRegion ? { region: resolvedArgs.sourceRegion } : {}),
      },
      { ...here, dependsOn: [rolePolicy] }, // S3 never retries objects whose replication failed for lack of permissions
    );

    this.roleArn = role.arn;
    this.ruleIds = pulumi.output(
      Object.fromEntries(Object.keys(resolvedArgs.destinations).map((label) => [label, ruleId(label)])),
    );
    this.alarmArns = pulumi.all(createReplicationAlarms(name, resolvedArgs, this));
    this.registerOutputs({ roleArn: this.roleArn, ruleIds: this.ruleIds, alarmArns: this.alarmArns });
  }
}
