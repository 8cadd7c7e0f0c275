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
  /** Traffic that the flow log records. @default "ALL" */
  readonly flowLogTraffic?: FlowLogTraffic | undefined;
  /** Days for which flow logs are retained. @default 30 */
  readonly flowLogRetentionDays?: LogRetentionDays | undefined;
  /** ARN of the policy that limits the permissions of the flow log's role. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Tags of all taggable resources; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
