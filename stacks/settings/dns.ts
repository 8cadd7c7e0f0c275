import { z } from "zod";
import { isHostLabel } from "../../common/domains";
import { expectation } from "../issue-messages";
import { Domain, RetentionDays } from "./fields";

/** Default of `record`. */
export const DEFAULT_RECORD = "app";

/** Hosted zone and routing between the regions. */
export const dns = z.strictObject({
  zone: Domain.describe("Domain name of the hosted zone."),
  policy: z
    .enum(["failover", "latency", "weighted"])
    .default("latency")
    .describe("Routing policy between the regions."),
  record: z
    .string()
    .refine(isHostLabel, expectation("one label such as app"))
    .default(DEFAULT_RECORD)
    .describe("Label, within the zone, of the record that routes to the regions."),
  healthPath: z
    .string()
    .startsWith("/")
    .max(255)
    .default("/health")
    .describe("Path that the health checks request."),
  queryLogDays: RetentionDays.optional().describe(
    "Days for which the queries that the zone answers are retained in a log group in us-east-1. Default: no query log.",
  ),
});
