import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EXPIRY_TAG } from "../shared/expiry-tag";
import type { EphemeralClusterArgs } from "./args";
import { createDiskKey, securityConfiguration } from "./encryption";
import { instanceInputs, scalingPlan } from "./instances";
import { resolveArgs } from "./resolve";
import { createEmrRole, createNodeRole } from "./roles";
import { createSecurityGroups } from "./security-groups";
import { softwareInputs } from "./software";
import { requireWayOut } from "./ways-out";

export type {
  ClusterBootstrapAction,
  ClusterConfiguration,
  ClusterEncryption,
  ClusterFleet,
  ClusterLifetime,
  ClusterScaling,
  ClusterStep,
  ClusterSubnetType,
  EphemeralClusterArgs,
} from "./args";

/**
 * Tag of the resources that EMR's managed policy lets the service use.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-iam-policies.html
 */
const EMR_TAG = { "for-use-with-amazon-emr-managed-policies": "true" };

/**
 * One EMR cluster for a few hours of work, in a stack of its own that `pulumi destroy` deletes completely.
 *
 * A cluster that is not destroyed still ends: it terminates itself when idle or, if it has steps, after the last one, and its
 * tags `owner` and `expiresAt` let a reaper find it. Termination protection is off. A cluster that terminated itself no
 * longer exists in AWS: destroy the stack, because an `up` after a refresh would start a new cluster.
 *
 * Roles, key, security groups and instance profile belong to the cluster, exist before it, and the provider names them. IAM is
 * eventually consistent: the provider repeats its request for two minutes while EMR does not find the instance profile, but not
 * when EMR ends the cluster with VALIDATION_ERROR because it does not see the service role's permissions yet; then repeat `up`. EMR's managed policy
 * covers only resources with its tag, so groups and cluster carry it. Nothing is open to the internet; keep AWS's account-wide EMR
 * block public access enabled all the same.
 *
 * `opts.transforms` can change every input that no argument covers.
 *
 * @throws {ArgumentError} with every fault of the arguments
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html
 */
export class EphemeralCluster extends pulumi.ComponentResource {
  /** Id of the cluster, `j-…`. */
  readonly clusterId: pulumi.Output<string>;
  /** ARN of the cluster. */
  readonly clusterArn: pulumi.Output<string>;
  /** DNS name of the master inside the VPC. */
  readonly masterPublicDns: pulumi.Output<string>;
  /** End of the cluster's life in UTC, to the second. */
  readonly expiresAt: pulumi.Output<string>;
  /** Initial number of nodes, including the master; with a fleet, its units and the master. */
  readonly nodeCount: pulumi.Output<number>;

  constructor(name: string, args: EphemeralClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:EphemeralCluster", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const { encryption, expiresAt, logKmsKeyArn, scaling } = resolvedArgs;
    const { unitType, ignoreChanges } = scalingPlan(resolvedArgs);
    const here = { parent: this };
    const tags = { ...resolvedArgs.tags, owner: resolvedArgs.owner, [EXPIRY_TAG]: expiresAt };
    const location = {
      partition: aws.getPartitionOutput({}, here).partition,
      region: aws.getRegionOutput({}, here).region,
      account: aws.getCallerIdentityOutput({}, here).accountId,
    };

    const keyArn =
      encryption === false ? undefined : (encryption.kmsKeyArn ?? createDiskKey(name, tags, this).arn);
    const security = new aws.emr.SecurityConfiguration(
      `${name}-security`,
      { configuration: securityConfiguration(encryption, keyArn) },
      here,
    );
    const context = { location, keyArn, tags };
    const node = createNodeRole(name, resolvedArgs, context, this);
    const service = createEmrRole(name, resolvedArgs, node.role.arn, context, this);
    const groups = createSecurityGroups(name, resolvedArgs, { ...tags, ...EMR_TAG }, resolvedArgs.tags, this);
    const subnetIds = resolvedArgs.subnetIds.map((id) =>
      requireWayOut(
        name,
        { vpcId: resolvedArgs.vpcId, subnetId: id, type: resolvedArgs.subnetType },
        { parent: this, ...(opts?.dependsOn ? { dependsOn: opts.dependsOn } : {}) },
      ),
    );
    const cluster = new aws.emr.Cluster(
      name,
      {
        releaseLabel: resolvedArgs.releaseLabel,
        applications: [...resolvedArgs.applications],
        serviceRole: service.role.arn,
        ec2Attributes: {
          instanceProfile: node.profile.arn,
          ...(subnetIds.length > 1 ? { subnetIds } : { subnetId: subnetIds[0] }),
          emrManagedMasterSecurityGroup: groups.master.id,
          emrManagedSlaveSecurityGroup: groups.core.id,
          ...(groups.service ? { serviceAccessSecurityGroup: groups.service.id } : {}),
          ...joinIds("additionalMasterSecurityGroups", resolvedArgs.masterSecurityGroupIds),
          ...joinIds("additionalSlaveSecurityGroups", resolvedArgs.coreSecurityGroupIds),
        },
        ...instanceInputs(resolvedArgs),
        ebsRootVolumeSize: resolvedArgs.rootDiskGib,
        logUri: resolvedArgs.logUri,
        securityConfiguration: security.name,
        ...softwareInputs(resolvedArgs),
        ...(logKmsKeyArn === undefined ? {} : { logEncryptionKmsKeyId: logKmsKeyArn }),
        terminationProtection: false,
        keepJobFlowAliveWhenNoSteps: resolvedArgs.keepAlive,
        autoTerminationPolicy: { idleTimeout: resolvedArgs.idleTimeoutSeconds },
        scaleDownBehavior: "TERMINATE_AT_TASK_COMPLETION",
        tags: { ...tags, ...EMR_TAG },
      },
      {
        ...here,
        // EMR needs its permissions and rules before it starts the cluster and until it has terminated it
        dependsOn: [...node.policies, ...service.policies, ...groups.rules],
        // managed scaling changes the numbers
        ...(scaling ? { ignoreChanges: [...ignoreChanges] } : {}),
      },
    );
    if (scaling) {
      const { minimum: minimumCapacityUnits, maximum: maximumCapacityUnits } = scaling;
      new aws.emr.ManagedScalingPolicy(
        `${name}-scaling`,
        {
          clusterId: cluster.id,
          computeLimits: [{ unitType, minimumCapacityUnits, maximumCapacityUnits }],
        },
        here,
      );
    }

    this.clusterId = cluster.id;
    this.clusterArn = cluster.arn;
    this.masterPublicDns = cluster.masterPublicDns;
    this.expiresAt = pulumi.output(expiresAt);
    this.nodeCount = pulumi.output(resolvedArgs.nodes);
    this.registerOutputs({
      clusterId: this.clusterId,
      clusterArn: this.clusterArn,
      masterPublicDns: this.masterPublicDns,
      expiresAt: this.expiresAt,
      nodeCount: this.nodeCount,
    });
  }
}

/** Returns the input `key` with ids that EMR takes as one string, or nothing without ids. */
function joinIds<K extends string>(
  key: K,
  ids: readonly pulumi.Input<string>[] = [],
): Partial<Record<K, pulumi.Output<string>>> {
  if (ids.length === 0) return {};
  return { [key]: pulumi.all([...ids]).apply((known) => known.join(",")) } as Record<
    K,
    pulumi.Output<string>
  >;
}
