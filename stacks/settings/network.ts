import { z } from "zod";
import {
  DEFAULT_FLOW_LOG_AGGREGATION_SECONDS,
  DEFAULT_FLOW_LOG_DESTINATION,
  DEFAULT_FLOW_LOG_RETENTION_DAYS,
  DEFAULT_FLOW_LOG_TRAFFIC,
  DEFAULT_GATEWAY_ACCESS,
  DEFAULT_NAT,
  DEFAULT_ZONES,
  FLOW_LOG_AGGREGATION_SECONDS,
  FLOW_LOG_DESTINATIONS,
  FLOW_LOG_TRAFFIC,
} from "../../components/network/args";
import { expectation } from "../issue-messages";
import { NatMode, RetentionDays, Zones } from "./fields";

/** Network of each region. */
export const network = z.strictObject({
  zones: Zones.default(DEFAULT_ZONES).describe("Availability zones to use in each region, 1 to 6."),
  nat: NatMode.default(DEFAULT_NAT).describe("NAT gateways in each region: none, single, or one perAz."),
  publicIpOnLaunch: z
    .boolean()
    .optional()
    .describe(
      "Whether instances in public subnets get public addresses by themselves. Default: only where clusters run in public subnets, which need them.",
    ),
  gatewayAccess: z
    .enum(["any", "account"])
    .default(DEFAULT_GATEWAY_ACCESS)
    .describe(
      "Buckets and tables that public and private subnets reach through gateway endpoints: any, or those of the account, as isolated subnets do.",
    ),
  trustedBuckets: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, expectation("the name of a bucket")))
    .default([])
    .describe("Names of buckets of other accounts that isolated subnets may use too."),
  flowLogDestination: z
    .enum(FLOW_LOG_DESTINATIONS)
    .default(DEFAULT_FLOW_LOG_DESTINATION)
    .describe("Destination of flow logs: cloudwatch, a bucket in s3, or none."),
  flowLogFields: z
    .array(z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, expectation("the name of a field")))
    .min(1)
    .optional()
    .describe("Fields of a flow log's record, such as [version, vpc-id, srcaddr]. Default: AWS's."),
  flowLogAggregationSeconds: z
    .literal(FLOW_LOG_AGGREGATION_SECONDS)
    .default(DEFAULT_FLOW_LOG_AGGREGATION_SECONDS)
    .describe("Longest time over which a record of a flow log aggregates, 60 or 600 seconds."),
  flowLogTraffic: z
    .enum(FLOW_LOG_TRAFFIC)
    .default(DEFAULT_FLOW_LOG_TRAFFIC)
    .describe("Traffic that flow logs record."),
  flowLogRetentionDays: RetentionDays.default(DEFAULT_FLOW_LOG_RETENTION_DAYS).describe(
    "Days for which flow logs are retained.",
  ),
});
