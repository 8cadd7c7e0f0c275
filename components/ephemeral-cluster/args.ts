import type * as pulumi from "@pulumi/pulumi";

/** Default of {@link EphemeralClusterArgs.nodes}, the master included, and the limit. */
export const DEFAULT_CLUSTER_NODES = 10;
export const MAX_CLUSTER_NODES = 1000;

/** Default of {@link EphemeralClusterArgs.masterInstanceType} and `coreInstanceType`. */
export const DEFAULT_CLUSTER_INSTANCE_TYPE = "m5.xlarge";

/** Form of an EC2 instance type. */
export const CLUSTER_INSTANCE_TYPE = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;

/** Default of {@link EphemeralClusterArgs.idleTimeoutSeconds}, and its limits. @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html */
export const DEFAULT_CLUSTER_IDLE_SECONDS = 3600;
export const MIN_CLUSTER_IDLE_SECONDS = 60;
export const MAX_CLUSTER_IDLE_SECONDS = 604_800;

/** Largest value of `ttlHours`: a week. */
export const MAX_CLUSTER_TTL_HOURS = 168;

/**
 * End of a cluster's life: a moment, or hours from a moment. Both are fixed values, so that the next `up` computes the same
 * end.
 */
export type ClusterLifetime =
  | {
      /** Moment in ISO 8601 with its offset, such as 2026-11-23T18:00:00Z. */
      readonly expiresAt: string;
    }
  | {
      /** Moment in ISO 8601 from which ttlHours count. */
      readonly startedAt: string;
      /** Hours of life, above 0 and at most 168; may have a fraction. */
      readonly ttlHours: number;
    };

/** Types of subnets that a cluster can use: without and with a route to an internet gateway. */
export const CLUSTER_SUBNET_TYPES = ["private", "public"] as const;

/** Type of a cluster's subnets. */
export type ClusterSubnetType = (typeof CLUSTER_SUBNET_TYPES)[number];

/** One step of a cluster's work; steps run in the order of their list. */
export interface ClusterStep {
  /** Name of the step, 1 to 256 characters, unique in the list. */
  readonly name: string;
  /** Jar to run. @default "command-runner.jar" */
  readonly jar?: string | undefined;
  /** Arguments, such as `spark-submit`, `s3://example-jobs/report.py`. @default - none */
  readonly args?: readonly pulumi.Input<string>[] | undefined;
  /** Consequence of a failure for the cluster. @default "TERMINATE_CLUSTER" */
  readonly onFailure?: "TERMINATE_CLUSTER" | "CANCEL_AND_WAIT" | "CONTINUE" | undefined;
}

/** Encryption of an {@link EphemeralCluster}. */
export interface ClusterEncryption {
  /** ARN of a customer managed key for the nodes' disks; its policy must delegate to IAM. @default - a new key, USD 1 a month */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /**
   * S3 URI of a zip with PEM certificates, for TLS in every application. Without it only Spark's traffic is encrypted, with a
   * secret that YARN generates. @default - none
   */
  readonly certificatesUri?: pulumi.Input<string> | undefined;
}

/** Bounds within which EMR scales the cluster by its load, in core and task nodes; the master does not count. */
export interface ClusterScaling {
  /** Smallest number of nodes, 1 to maximum. */
  readonly minimum: number;
  /** Largest number of nodes, up to 1000. */
  readonly maximum: number;
}

/** Script that every node runs before it installs applications. */
export interface ClusterBootstrapAction {
  /** Name of the action, 1 to 256 characters, unique in the list. */
  readonly name: string;
  /** S3 URI of the script, which the nodes may then read. */
  readonly scriptUri: pulumi.Input<string>;
  /** Arguments of the script. @default - none */
  readonly args?: readonly pulumi.Input<string>[] | undefined;
}

/**
 * Settings of an application, by EMR's classification.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-configure-apps.html
 */
export interface ClusterConfiguration {
  /** Classification, such as spark-defaults, unique in its list. */
  readonly classification: string;
  /** Properties of the classification. @default - none */
  readonly properties?: Readonly<Record<string, string>> | undefined;
  /** Nested classifications, such as `export` in spark-env. @default - none */
  readonly configurations?: readonly ClusterConfiguration[] | undefined;
}

/**
 * Core nodes of several types, On-Demand and Spot, in the one subnet that has the most capacity.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-instance-fleet.html
 */
export interface ClusterFleet {
  /** Units of each EC2 type, 1 to 999, such as `{ "m5.xlarge": 1, "m5.2xlarge": 2 }`; 1 to 30 types. */
  readonly instanceTypes: Readonly<Record<string, number>>;
  /** Units on On-Demand instances, 0 to 1000; 1 or more with `spotUnits`. @default 0 */
  readonly onDemandUnits?: number | undefined;
  /** Units on Spot instances, which AWS may reclaim, 0 to 1000. @default 0 */
  readonly spotUnits?: number | undefined;
  /** Minutes to wait for Spot capacity when the cluster starts, 5 to 1440. @default 20 */
  readonly spotTimeoutMinutes?: number | undefined;
  /** Consequence when it is not there by then. @default "SWITCH_TO_ON_DEMAND" */
  readonly onSpotTimeout?: "SWITCH_TO_ON_DEMAND" | "TERMINATE_CLUSTER" | undefined;
}

/** Arguments of {@link EphemeralCluster}. */
export interface EphemeralClusterArgs {
  /** Person or team that is responsible for the cluster, 1 to 256 characters; becomes the tag `owner`. */
  readonly owner: string;
  /** End of the cluster's life; becomes the tag `expiresAt`, which helps to find forgotten clusters. */
  readonly lifetime: ClusterLifetime;
  /** VPC of the cluster. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Subnet of that VPC, from which nodes reach EMR, S3, KMS and EC2; with `coreFleet` 1 to 16 subnets, and EMR uses one of them.
   * Their routes are looked up, also in a preview, and a subnet without a way out is refused: private ones need a default route, such
   * as to a NAT gateway, or interface endpoints; public ones an internet gateway and public addresses. Give `dependsOn` when the same
   * program creates the routes.
   *
   * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-clusters-in-a-vpc.html
   */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /**
   * Type of the subnets. In public ones each node has a public address, which AWS charges by the hour, and security groups that
   * let nothing in but EMR. @default "private"
   */
  readonly subnetType?: ClusterSubnetType | undefined;
  /** S3 URI that receives the logs, such as s3://example-logs/emr/. */
  readonly logUri: pulumi.Input<string>;
  /** S3 URIs of buckets or prefixes that jobs may read. @default - none */
  readonly readFrom?: readonly pulumi.Input<string>[] | undefined;
  /** S3 URIs of buckets or prefixes that jobs may read and write. @default - none */
  readonly writeTo?: readonly pulumi.Input<string>[] | undefined;
  /** EMR release of series 6 or 7, from emr-6.4.0 on. @default "emr-7.13.0" */
  readonly releaseLabel?: string | undefined;
  /** Applications to install, each once; not HBase, Presto or Trino, whose work EMR does not count as activity. @default ["Hadoop", "Spark"] */
  readonly applications?: readonly string[] | undefined;
  /** Number of nodes including the master, 1 to 1000. @default 10 */
  readonly nodes?: number | undefined;
  /** EC2 type of the master. @default "m5.xlarge" */
  readonly masterInstanceType?: string | undefined;
  /** EC2 type of the other nodes. @default "m5.xlarge" */
  readonly coreInstanceType?: string | undefined;
  /** Core nodes of several types, in place of `nodes` and `coreInstanceType`. @default - one type, On-Demand */
  readonly coreFleet?: ClusterFleet | undefined;
  /** Size of each node's root disk in GiB, 15 to 100. @default 20 */
  readonly rootDiskGib?: number | undefined;
  /** Size of each core node's data disk in GiB, 10 to 16384. @default 64 */
  readonly dataDiskGib?: number | undefined;
  /** Seconds without work after which the cluster terminates itself, 60 to 604800. @default 3600 */
  readonly idleTimeoutSeconds?: number | undefined;
  /** Whether the cluster waits for more work after its last step. @default - true without steps, false with steps */
  readonly keepAlive?: boolean | undefined;
  /** Work to do, at most 256 steps; a change replaces the cluster. @default - none */
  readonly steps?: readonly ClusterStep[] | undefined;
  /** Number of steps that run at the same time, 1 to 256; above 1, every `onFailure` must be CONTINUE. @default 1 */
  readonly stepConcurrency?: number | undefined;
  /** Scripts that each node runs before it installs applications, at most 16. @default - none */
  readonly bootstrapActions?: readonly ClusterBootstrapAction[] | undefined;
  /**
   * Settings of applications. The properties that encrypt Spark's traffic are added, and override the same ones.
   *
   * @default - only that encryption
   */
  readonly configurations?: readonly ClusterConfiguration[] | undefined;
  /** Own image of Amazon Linux, `ami-…`, in the region of the cluster; excludes `osReleaseLabel`. @default - EMR's image */
  readonly customAmiId?: string | undefined;
  /** Release of Amazon Linux, such as 2023.6.20250218.0, to repeat a cluster exactly. @default - the newest of the EMR release */
  readonly osReleaseLabel?: string | undefined;
  /** Whether nodes can be reached by Session Manager, which needs no open port and no key. @default false */
  readonly ssmAccess?: boolean | undefined;
  /** Security groups that the master has in addition, at most 4. @default - none */
  readonly masterSecurityGroupIds?: readonly pulumi.Input<string>[] | undefined;
  /** Security groups that the other nodes have in addition, at most 4. @default - none */
  readonly coreSecurityGroupIds?: readonly pulumi.Input<string>[] | undefined;
  /** ARN of a customer managed key that encrypts the logs in S3; its policy must delegate to IAM. @default - the bucket's encryption */
  readonly logKmsKeyArn?: pulumi.Input<string> | undefined;
  /** Bounds for managed scaling. @default - none, the size is fixed */
  readonly scaling?: ClusterScaling | undefined;
  /** Encryption of disks, S3 objects and traffic; false disables all of it. @default - on, with a new key */
  readonly encryption?: ClusterEncryption | false | undefined;
  /** ARN of the policy that limits the permissions of both roles. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Tags of all resources; `owner` and `expiresAt` are reserved. @default - none */
  readonly tags?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
}
