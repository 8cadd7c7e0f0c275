import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { clusterGroups, coreGroup, diskKey, EMR_TAG, stepInputs } from "./parts";
import { clusterPlan } from "./plan";
import { nodeAccess, serviceAccess } from "./roles";
import { securityConfiguration, sparkEncryption } from "./security-groups";

/** When a cluster has outlived its use: a moment, or hours from a moment; plain, so that the next `up` computes the same. */
export type ClusterLifetime =
  | {
      /** Moment in ISO 8601 with its offset, such as 2026-11-23T18:00:00Z. */
      readonly expiresAt: string;
    }
  | {
      /** Moment in ISO 8601 from which ttlHours count. */
      readonly startedAt: string;
      /** Hours of life, above 0 and at most 168; fractions are fine. */
      readonly ttlHours: number;
    };

/** One step of work, run in the order of the list. */
export interface ClusterStep {
  /** What the step is called, 1 to 256 characters, each once. */
  readonly name: string;
  /** Jar to run. @default "command-runner.jar" */
  readonly jar?: string | undefined;
  /** Arguments, such as `spark-submit`, `s3://example-jobs/report.py`. @default - none */
  readonly args?: readonly pulumi.Input<string>[] | undefined;
  /** What a failure does to the cluster. @default "TERMINATE_CLUSTER" */
  readonly onFailure?: "TERMINATE_CLUSTER" | "CANCEL_AND_WAIT" | "CONTINUE" | undefined;
}

/** Encryption of an {@link EphemeralCluster}. */
export interface ClusterEncryption {
  /** ARN of a customer managed key for the nodes' disks; its policy must delegate to IAM. @default - a key made here, USD 1 a month */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /**
   * S3 URI of a zip with PEM certificates, for TLS in every application. Without it Spark's traffic alone is encrypted, by a
   * secret that YARN makes, which needs no certificate. @default - none
   */
  readonly certificatesUri?: pulumi.Input<string> | undefined;
}

/** Bounds between which EMR sizes the cluster by its load; the master is not counted. */
export interface ClusterScaling {
  /** Fewest core and task nodes, 1 to maximum. */
  readonly minimum: number;
  /** Most core and task nodes, up to 1000. */
  readonly maximum: number;
}

/** Arguments of {@link EphemeralCluster}. */
export interface EphemeralClusterArgs {
  /** Who answers for the cluster, 1 to 256 characters; becomes the tag `owner`. */
  readonly owner: string;
  /** When it is to be gone; becomes the tag `expiresAt`, by which forgotten clusters are found. */
  readonly lifetime: ClusterLifetime;
  /** Network of the cluster. */
  readonly vpcId: pulumi.Input<string>;
  /** Private subnet of that network, with a way to S3. */
  readonly subnetId: pulumi.Input<string>;
  /** Where logs go, an S3 URI such as s3://example-logs/emr/. */
  readonly logUri: pulumi.Input<string>;
  /** S3 URIs that jobs may read, buckets or prefixes. @default - none */
  readonly readFrom?: readonly pulumi.Input<string>[] | undefined;
  /** S3 URIs that jobs may read and write. @default - none */
  readonly writeTo?: readonly pulumi.Input<string>[] | undefined;
  /** EMR release of series 6 or 7, from emr-6.4.0 on. @default "emr-7.13.0" */
  readonly releaseLabel?: string | undefined;
  /** Applications to install, each once; not HBase, Presto or Trino, whose work EMR does not count as activity. @default ["Hadoop", "Spark"] */
  readonly applications?: readonly string[] | undefined;
  /** Nodes in all, one of them the master, 1 to 1000. @default 10 */
  readonly nodes?: number | undefined;
  /** EC2 type of the master. @default "m5.xlarge" */
  readonly masterInstanceType?: string | undefined;
  /** EC2 type of the other nodes. @default "m5.xlarge" */
  readonly coreInstanceType?: string | undefined;
  /** Size of each node's root disk in GiB, 15 to 100. @default 20 */
  readonly rootDiskGib?: number | undefined;
  /** Size of each core node's data disk in GiB, 10 to 16384. @default 64 */
  readonly dataDiskGib?: number | undefined;
  /** Seconds without work after which the cluster ends itself, 60 to 604800. @default 3600 */
  readonly idleTimeoutSeconds?: number | undefined;
  /** Whether the cluster waits for more work after its last step. @default - true without steps, false with */
  readonly keepAlive?: boolean | undefined;
  /** Work to do, at most 256 steps. @default - none */
  readonly steps?: readonly ClusterStep[] | undefined;
  /** Bounds for managed scaling. @default - none, the size is fixed */
  readonly scaling?: ClusterScaling | undefined;
  /** Encryption of disks, of S3 objects and of traffic; false turns all of it off. @default - on, with a key made here */
  readonly encryption?: ClusterEncryption | false | undefined;
  /** Tags of everything; `owner` and `expiresAt` cannot be set here. @default - none */
  readonly tags?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * One EMR cluster for a few hours of work, in a stack of its own that `pulumi destroy` takes away whole.
 *
 * It carries three ways out besides the destroy: it ends itself when idle, it ends with its last step when it has steps, and
 * its tags `owner` and `expiresAt` let a reaper find what was forgotten. Termination protection is off. A cluster that ended
 * itself is gone from AWS: destroy the stack, since another `up` after a refresh would start it anew.
 *
 * Roles, key, security groups and instance profile are its own and unnamed. EMR's managed policy admits only what carries
 * its tag, so groups and cluster do. Nothing is open to the internet; AWS' account-wide EMR block public access should
 * stay on all the same.
 *
 * @throws {ArgumentError} telling every fault of the arguments
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html
 */
export class EphemeralCluster extends pulumi.ComponentResource {
  /** Id of the cluster, `j-…`. */
  readonly clusterId: pulumi.Output<string>;
  /** ARN of the cluster. */
  readonly clusterArn: pulumi.Output<string>;
  /** DNS name of the master inside the network. */
  readonly masterPublicDns: pulumi.Output<string>;
  /** Moment at which it is to be gone, in UTC, to the second. */
  readonly expiresAt: pulumi.Output<string>;
  /** Nodes at the start, the master included. */
  readonly nodeCount: pulumi.Output<number>;

  constructor(name: string, args: EphemeralClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:EphemeralCluster", name, args, opts);
    const plan = clusterPlan(name, args);
    const here = { parent: this };
    const encryption = args.encryption ?? {};
    const tags = { ...args.tags, owner: args.owner, expiresAt: plan.expiresAt };
    const place = {
      partition: aws.getPartitionOutput({}, here).partition,
      region: aws.getRegionOutput({}, here).region,
      account: aws.getCallerIdentityOutput({}, here).accountId,
    };

    const keyArn = encryption === false ? undefined : (encryption.kmsKeyArn ?? diskKey(name, tags, here).arn);
    const security = new aws.emr.SecurityConfiguration(
      `${name}-security`,
      { configuration: securityConfiguration(encryption, keyArn) },
      here,
    );
    const node = nodeAccess(name, args, { place, keyArn, tags }, here);
    const service = serviceAccess(name, args.subnetId, node.role.arn, { place, keyArn, tags }, here);
    const groups = clusterGroups(name, args.vpcId, { ...tags, ...EMR_TAG }, here);

    const spark = plan.applications.some((application) => application.toLowerCase() === "spark");
    const sparkAlone = spark && encryption && encryption.certificatesUri === undefined;
    const cluster = new aws.emr.Cluster(
      name,
      {
        releaseLabel: plan.releaseLabel,
        applications: [...plan.applications],
        serviceRole: service.role.arn,
        ec2Attributes: {
          instanceProfile: node.profile.arn,
          subnetId: args.subnetId,
          emrManagedMasterSecurityGroup: groups.master.id,
          emrManagedSlaveSecurityGroup: groups.core.id,
          serviceAccessSecurityGroup: groups.service.id,
        },
        masterInstanceGroup: { instanceType: plan.masterInstanceType, instanceCount: 1 },
        ...(plan.nodes > 1 ? { coreInstanceGroup: coreGroup(plan) } : {}),
        ebsRootVolumeSize: plan.rootDiskGib,
        logUri: args.logUri,
        securityConfiguration: security.name,
        ...(sparkAlone ? { configurationsJson: sparkEncryption() } : {}),
        terminationProtection: false,
        keepJobFlowAliveWhenNoSteps: plan.keepAlive,
        autoTerminationPolicy: { idleTimeout: plan.idleTimeoutSeconds },
        scaleDownBehavior: "TERMINATE_AT_TASK_COMPLETION",
        ...(args.steps?.length ? { steps: args.steps.map(stepInputs) } : {}),
        tags: { ...tags, ...EMR_TAG },
      },
      {
        ...here,
        // EMR needs its permissions and rules from the first to the last moment
        dependsOn: [node.policy, ...service.policies, ...groups.rules],
        // managed scaling moves the number
        ...(args.scaling ? { ignoreChanges: ["coreInstanceGroup.instanceCount"] } : {}),
      },
    );
    if (args.scaling) {
      const { minimum: minimumCapacityUnits, maximum: maximumCapacityUnits } = args.scaling;
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
    this.expiresAt = pulumi.output(plan.expiresAt);
    this.nodeCount = pulumi.output(plan.nodes);
    this.registerOutputs({
      clusterId: this.clusterId,
      clusterArn: this.clusterArn,
      masterPublicDns: this.masterPublicDns,
      expiresAt: this.expiresAt,
      nodeCount: this.nodeCount,
    });
  }
}
