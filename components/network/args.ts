import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../../common/log-retention";
import type { Tags } from "../shared/tags";

/** Default of {@link NetworkArgs.zones}. */
export const DEFAULT_ZONES = 2;

/** Modes of NAT: no gateway, one for the network, or one in each availability zone. */
export const NAT_MODES = ["none", "single", "perAz"] as const;

/** Mode of NAT. */
export type NatMode = (typeof NAT_MODES)[number];

/** Default of {@link NetworkArgs.nat}. */
export const DEFAULT_NAT: NatMode = "single";

/** Kinds of traffic that a flow log can record. */
export const FLOW_LOG_TRAFFIC = ["ALL", "ACCEPT", "REJECT"] as const;

/** Traffic that a flow log records. */
export type FlowLogTraffic = (typeof FLOW_LOG_TRAFFIC)[number];

/** Default of {@link NetworkArgs.flowLogTraffic}. */
export const DEFAULT_FLOW_LOG_TRAFFIC: FlowLogTraffic = "ALL";

/** Destinations of a flow log: a log group of CloudWatch Logs, a bucket, or none. */
export const FLOW_LOG_DESTINATIONS = ["cloudwatch", "s3", "none"] as const;

/** Destination of a flow log. */
export type FlowLogDestination = (typeof FLOW_LOG_DESTINATIONS)[number];

/** Default of {@link NetworkArgs.flowLogDestination}. */
export const DEFAULT_FLOW_LOG_DESTINATION: FlowLogDestination = "cloudwatch";

/** Seconds over which a flow log can aggregate. @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
export const FLOW_LOG_AGGREGATION_SECONDS = [60, 600] as const;

/** Default of {@link NetworkArgs.flowLogAggregationSeconds}. */
export const DEFAULT_FLOW_LOG_AGGREGATION_SECONDS = 600;

/** Formats of a flow log's files in a bucket. */
export const FLOW_LOG_FILE_FORMATS = ["plain-text", "parquet"] as const;

/** Default of {@link NetworkArgs.gatewayAccess}. */
export const DEFAULT_GATEWAY_ACCESS = "any";

/** Default of {@link NetworkArgs.flowLogRetentionDays}. */
export const DEFAULT_FLOW_LOG_RETENTION_DAYS: LogRetentionDays = 30;

/** Arguments of {@link Network}. */
export interface NetworkArgs {
  /** IPv4 block of the VPC, /16 to /24, such as `10.8.0.0/16`; networks that will be connected need disjoint blocks. */
  readonly cidrBlock: string;
  /** Number of availability zones, 1 to 6, or their names, such as `["eu-west-1a", "eu-west-1c"]`. @default 2 */
  readonly zones?: number | readonly string[] | undefined;
  /** NAT gateways through which private subnets reach the internet; AWS charges each by the hour. @default "single" */
  readonly nat?: NatMode | undefined;
  /**
   * Whether an instance in a public subnet gets a public IPv4 address by itself. Without, only resources that request one have it, such as
   * load balancers and NAT gateways. @default false
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
   */
  readonly publicIpOnLaunch?: boolean | undefined;
  /**
   * Buckets and tables that public and private subnets reach through the gateway endpoints: `any`, or those of the `account` and
   * the same exceptions as isolated subnets have. @default "any", since these subnets usually reach the internet too
   */
  readonly gatewayAccess?: "any" | "account" | undefined;
  /**
   * Names of buckets of other accounts that isolated subnets may read and write, if the buckets allow it. Without them, isolated
   * subnets reach the account's buckets, and read the buckets from which AWS distributes Amazon Linux, its agents and the layers of
   * container images. @default - none
   *
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
   */
  readonly trustedBuckets?: readonly pulumi.Input<string>[] | undefined;
  /** Destination of the flow log; `none` for no flow log. @default "cloudwatch" */
  readonly flowLogDestination?: FlowLogDestination | undefined;
  /**
   * ARN of the bucket that receives the flow log, with a folder after it if you like. Its policy must allow the delivery, as that of a
   * `Storage` with the log source `vended` does. Required with destination `s3`, invalid with others.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
   */
  readonly flowLogBucketArn?: pulumi.Input<string> | undefined;
  /** Format of the files in the bucket; invalid with other destinations. @default "plain-text" */
  readonly flowLogFileFormat?: (typeof FLOW_LOG_FILE_FORMATS)[number] | undefined;
  /** Traffic that the flow log records. @default "ALL" */
  readonly flowLogTraffic?: FlowLogTraffic | undefined;
  /**
   * Fields of a record, such as `["version", "vpc-id", "pkt-srcaddr"]`; a change replaces the flow log. @default - the 14 fields of version 2
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html#flow-logs-fields
   */
  readonly flowLogFields?: readonly string[] | undefined;
  /** Longest time over which a record aggregates, 60 or 600 seconds; a change replaces the flow log. @default 600 */
  readonly flowLogAggregationSeconds?: (typeof FLOW_LOG_AGGREGATION_SECONDS)[number] | undefined;
  /** Days for which CloudWatch Logs retains flow logs; the lifecycle of a bucket is its own. @default 30 */
  readonly flowLogRetentionDays?: LogRetentionDays | undefined;
  /**
   * ARN of the KMS key, in the network's region, that encrypts the flow log's group; its policy must allow CloudWatch Logs. A bucket has
   * its own key, so it is invalid with destination `s3`. @default - encryption by CloudWatch Logs
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** ARN of the policy that limits the permissions of the flow log's role. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Tags of all taggable resources; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
