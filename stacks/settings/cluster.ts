import { z } from "zod";
import { expectation } from "../issue-messages";
import { RegionCode } from "./fields";

/** Ephemeral clusters. */
export const cluster = z.strictObject({
  region: RegionCode.optional().describe("Region of the cluster. Default: primary."),
  nodes: z.int().min(2).max(1000).default(10).describe("Number of nodes including the master."),
  instanceType: z
    .string()
    .regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, expectation("an instance type such as m5.xlarge"))
    .default("m5.xlarge")
    .describe("EC2 instance type of all nodes."),
  ttlHours: z.number().gt(0).max(168).default(4).describe("Lifetime in hours, at most 168."),
  idleMinutes: z
    .int()
    .min(1)
    .max(10_080)
    .default(60)
    .describe("Minutes without work after which the cluster terminates itself."),
  owner: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe("Owner of the cluster, for its tag. Default: the environment."),
});
