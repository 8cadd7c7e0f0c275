import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EXPIRY_TAG } from "../shared/expiry-tag";
import type { EphemeralClusterArgs } from "./args";
import { createDiskKey, securityConfiguration, sparkEncryption } from "./encryption";
import { type ResolvedEphemeralClusterArgs, type ResolvedStep, resolveArgs } from "./resolve";
import { createEmrRole, createNodeRole } from "./roles";
import { createSecurityGroups } from "./security-groups";
import { requireWayOut } from "./ways-out";

export type {
  ClusterEncryption,
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
  /** Initial number of nodes, including the master. */
  readonly nodeCount: pulumi.Output<number>;

  constructor(name: string, args: EphemeralClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:EphemeralCluster", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const { encryption, expiresAt, scaling, steps } = resolvedArgs;
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
    const [subnetId] = resolvedArgs.subnetIds.map((id) =>
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
          subnetId,
          emrManagedMasterSecurityGroup: groups.master.id,
          emrManagedSlaveSecurityGroup: groups.core.id,
          ...(groups.service ? { serviceAccessSecurityGroup: groups.service.id } : {}),
        },
        masterInstanceGroup: { instanceType: resolvedArgs.masterInstanceType, instanceCount: 1 },
        ...(resolvedArgs.nodes > 1 ? { coreInstanceGroup: coreInstanceGroup(resolvedArgs) } : {}),
        ebsRootVolumeSize: resolvedArgs.rootDiskGib,
        logUri: resolvedArgs.logUri,
        securityConfiguration: security.name,
        ...(needsSparkEncryption(resolvedArgs) ? { configurationsJson: sparkEncryption() } : {}),
        terminationProtection: false,
        keepJobFlowAliveWhenNoSteps: resolvedArgs.keepAlive,
        autoTerminationPolicy: { idleTimeout: resolvedArgs.idleTimeoutSeconds },
        scaleDownBehavior: "TERMINATE_AT_TASK_COMPLETION",
        ...(steps.length > 0 ? { steps: steps.map(stepInputs) } : {}),
        tags: { ...tags, ...EMR_TAG },
      },
      {
        ...here,
        // EMR needs its permissions and rules before it starts the cluster and until it has terminated it
        dependsOn: [node.policy, ...service.policies, ...groups.rules],
        // managed scaling changes the number
        ...(scaling ? { ignoreChanges: ["coreInstanceGroup.instanceCount"] } : {}),
      },
    );
    if (scaling) {
      const { minimum: minimumCapacityUnits, maximum: maximumCapacityUnits } = scaling;
      new aws.emr.ManagedScalingPolicy(
        `${name}-scaling`,
        {
          clusterId: cluster.id,
          computeLimits: [{ unitType: "Instances", minimumCapacityUnits, maximumCapacityUnits }],
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

/** Whether Spark's traffic needs encryption of its own: Spark is installed and no certificate encrypts all traffic. */
function needsSparkEncryption({ applications, encryption }: ResolvedEphemeralClusterArgs): boolean {
  const hasSpark = applications.some((application) => application.toLowerCase() === "spark");
  return hasSpark && encryption !== false && encryption.certificatesUri === undefined;
}

/** Returns the instance group of all nodes but the master. */
function coreInstanceGroup({ coreInstanceType, nodes, dataDiskGib }: ResolvedEphemeralClusterArgs) {
  return {
    instanceType: coreInstanceType,
    instanceCount: nodes - 1,
    ebsConfigs: [{ type: "gp3", size: dataDiskGib, volumesPerInstance: 1 }],
  };
}

function stepInputs({ name, jar, args, onFailure }: ResolvedStep) {
  return { name, actionOnFailure: onFailure, hadoopJarStep: { jar, args: [...args] } };
}
