import { z } from "zod";
import {
  CLUSTER_INSTANCE_TYPE,
  CLUSTER_SUBNET_TYPES,
  DEFAULT_CLUSTER_IDLE_SECONDS,
  DEFAULT_CLUSTER_INSTANCE_TYPE,
  DEFAULT_CLUSTER_NODES,
  MAX_CLUSTER_IDLE_SECONDS,
  MAX_CLUSTER_NODES,
  MAX_CLUSTER_TTL_HOURS,
  MIN_CLUSTER_IDLE_SECONDS,
} from "../../components/ephemeral-cluster/args";
import { DEFAULT_REAPER_INTERVAL_MINUTES, MAX_REAPER_INTERVAL_MINUTES } from "../../components/reaper/args";
import { expectation } from "../issue-messages";
import { RegionCode } from "./fields";

/** Ephemeral clusters. */
export const cluster = z.strictObject({
  region: RegionCode.optional().describe("Region of the cluster. Default: primary."),
  subnets: z
    .enum(CLUSTER_SUBNET_TYPES)
    .optional()
    .describe(
      "Subnets of the cluster: private, which need NAT, or public, with public addresses and closed groups. Default: private where the region has NAT, else public.",
    ),
  nodes: z
    .int()
    .min(2)
    .max(MAX_CLUSTER_NODES)
    .default(DEFAULT_CLUSTER_NODES)
    .describe("Number of nodes including the master."),
  instanceType: z
    .string()
    .regex(CLUSTER_INSTANCE_TYPE, expectation("an instance type such as m5.xlarge"))
    .default(DEFAULT_CLUSTER_INSTANCE_TYPE)
    .describe("EC2 instance type of all nodes."),
  ttlHours: z
    .number()
    .gt(0)
    .max(MAX_CLUSTER_TTL_HOURS)
    .default(4)
    .describe(`Lifetime in hours, at most ${MAX_CLUSTER_TTL_HOURS}; then the reaper terminates the cluster.`),
  idleMinutes: z
    .int()
    .min(MIN_CLUSTER_IDLE_SECONDS / 60)
    .max(MAX_CLUSTER_IDLE_SECONDS / 60)
    .default(DEFAULT_CLUSTER_IDLE_SECONDS / 60)
    .describe("Minutes without work after which the cluster terminates itself."),
  owner: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe("Owner of the cluster, for its tag. Default: the environment."),
  reaperMinutes: z
    .int()
    .min(1)
    .max(MAX_REAPER_INTERVAL_MINUTES)
    .default(DEFAULT_REAPER_INTERVAL_MINUTES)
    .describe(
      "Minutes between two runs of each region's reaper, which terminates clusters after their lifetime.",
    ),
});
