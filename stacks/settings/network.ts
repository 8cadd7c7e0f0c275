import { z } from "zod";
import {
  DEFAULT_FLOW_LOG_RETENTION_DAYS,
  DEFAULT_FLOW_LOG_TRAFFIC,
  DEFAULT_NAT,
  DEFAULT_ZONES,
  FLOW_LOG_TRAFFIC,
} from "../../components/network/args";
import { NatMode, RetentionDays, Zones } from "./fields";

/** Network of each region. */
export const network = z.strictObject({
  zones: Zones.default(DEFAULT_ZONES).describe("Availability zones to use in each region, 1 to 6."),
  nat: NatMode.default(DEFAULT_NAT).describe("NAT gateways in each region: none, single, or one perAz."),
  flowLogTraffic: z
    .enum(FLOW_LOG_TRAFFIC)
    .default(DEFAULT_FLOW_LOG_TRAFFIC)
    .describe("Traffic that flow logs record."),
  flowLogRetentionDays: RetentionDays.default(DEFAULT_FLOW_LOG_RETENTION_DAYS).describe(
    "Days for which flow logs are retained.",
  ),
});
