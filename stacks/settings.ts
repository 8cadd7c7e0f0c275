import { RunError } from "@pulumi/pulumi/errors";
import { z } from "zod";
import { parseIPv4Cidr } from "../common/cidr";
import { EMAIL_FORM, isEmail } from "../common/contacts";
import { isHostLabel, isHostName } from "../common/domains";
import { LOG_RETENTION_DAYS } from "../common/log-retention";
import { didYouMean } from "../common/suggestions";
import { DEFAULT_BILLING_THRESHOLDS } from "../components/billing-guard/args";
import { DEFAULT_PRICE_CLASS, PRICE_CLASSES } from "../components/cdn/args";
import { DEFAULT_LOG_RETENTION_DAYS } from "../components/logs/args";
import {
  DEFAULT_FLOW_LOG_RETENTION_DAYS,
  DEFAULT_FLOW_LOG_TRAFFIC,
  DEFAULT_NAT,
  DEFAULT_ZONES,
  FLOW_LOG_TRAFFIC,
  NAT_MODES,
} from "../components/network/args";
import { DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS } from "../components/storage/args";
import { describeIssue, expectation, formatFault } from "./issue-messages";
import { findRegion, REGIONS, regionCidr } from "./regions";
import { ENVIRONMENT_FORM } from "./scope";
import { findCrossFaults } from "./settings-checks";

/** NAT gateways of a region's network. */
const NatMode = z.enum(NAT_MODES);

const RegionCode = z.string().superRefine((code, context) => {
  if (findRegion(code)) return;
  const hint = didYouMean(
    code,
    REGIONS.map((region) => region.code),
  );
  context.addIssue({
    code: "custom",
    message: formatFault(code, `the code of a commercial AWS region${hint}`),
  });
});

const Cidr = z.string().superRefine((text, context) => {
  const block = parseIPv4Cidr(text);
  if (block && block.prefix >= 16 && block.prefix <= 24) return;
  const expected = "an IPv4 block from /16 to /24 without host bits, such as 10.1.0.0/16";
  context.addIssue({ code: "custom", message: formatFault(text, expected) });
});

const Zones = z
  .int()
  .min(1)
  .max(6)
  .describe("Availability zones to use, from 1 to the number of zones in the region.");

const RetentionDays = z.literal(LOG_RETENTION_DAYS);

const Domain = z.string().refine(isHostName, expectation("a domain name such as example.com"));

const ownRegion = z.strictObject({
  code: RegionCode.describe("Code of the region, such as eu-west-1."),
  cidr: Cidr.optional().describe(
    "CIDR block of the network. Default: the region's own block 10.<slot>.0.0/16.",
  ),
  zones: Zones.optional().describe("Availability zones in this region. Default: network.zones."),
  nat: NatMode.optional().describe("NAT gateways in this region. Default: network.nat."),
  weight: z
    .int()
    .min(0)
    .max(255)
    .default(100)
    .describe("Share of the queries with dns.policy weighted; 0 for none."),
  endpoint: Domain.optional().describe("Host name of the region; dns routes to it and checks its health."),
});

/** Region in the file: its code, or an object with the settings that differ there. */
const RegionEntry = z.preprocess((entry) => (typeof entry === "string" ? { code: entry } : entry), ownRegion);

const network = z.strictObject({
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

const storage = z.strictObject({
  infrequentAfterDays: z
    .int()
    .min(30)
    .max(3650)
    .default(30)
    .describe("Age of an object, in days, at which it transitions to STANDARD_IA."),
  archiveAfterDays: z
    .int()
    .min(60)
    .max(3650)
    .default(90)
    .describe(
      "Age of an object, in days, at which it transitions to GLACIER_IR; at least 30 more than infrequentAfterDays.",
    ),
  noncurrentDays: z
    .int()
    .min(1)
    .max(3650)
    .default(DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS)
    .describe("Days for which replaced and deleted versions are retained."),
  emptyOnDestroy: z
    .boolean()
    .default(false)
    .describe("Whether destroy deletes the objects too; otherwise a bucket with objects is not deleted."),
  replication: z
    .enum(["none", "secondary", "all"])
    .default("secondary")
    .describe(
      "Regions to which new objects of the primary's bucket are replicated: none, the secondary, all others.",
    ),
});

const logs = z.strictObject({
  retentionDays: RetentionDays.default(DEFAULT_LOG_RETENTION_DAYS).describe(
    "Days for which log events are retained.",
  ),
});

const Emails = z.array(z.string().refine(isEmail, expectation(EMAIL_FORM)));

const monitoring = z.strictObject({
  emails: Emails.max(50)
    .default([])
    .describe("Addresses that receive the alarms of each region; their order has no effect."),
});

const billing = z.strictObject({
  emails: Emails.min(1)
    .max(10)
    .describe(
      "Addresses that receive billing alarms and budget notifications, at least one; their order has no effect.",
    ),
  thresholds: z
    .array(z.number().min(0.01).max(1_000_000))
    .min(1)
    .max(20)
    .default([...DEFAULT_BILLING_THRESHOLDS])
    .describe("Charges of the month to date, in USD, that raise an alarm each; strictly increasing."),
  monthlyBudget: z
    .number()
    .min(0.01)
    .max(100_000_000)
    .optional()
    .describe("Budget of a month, in USD. Default: the highest threshold."),
});

const dns = z.strictObject({
  zone: Domain.describe("Domain name of the hosted zone."),
  policy: z
    .enum(["failover", "latency", "weighted"])
    .default("latency")
    .describe("Routing policy between the regions."),
  record: z
    .string()
    .refine(isHostLabel, expectation("one label such as app"))
    .default("app")
    .describe("Label, within the zone, of the record that routes to the regions."),
  healthPath: z
    .string()
    .startsWith("/")
    .max(255)
    .default("/health")
    .describe("Path that the health checks request."),
});

const cdn = z.strictObject({
  priceClass: z.enum(PRICE_CLASSES).default(DEFAULT_PRICE_CLASS).describe("Edge locations of CloudFront."),
});

const clusterFields = {
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
};

const cluster = z.strictObject(clusterFields);

const Tag = z.string().max(256);

const shape = z.strictObject({
  environment: z
    .string()
    .regex(ENVIRONMENT_FORM, expectation("1 to 16 lower-case letters and digits, starting with a letter"))
    .describe("Name of the environment, with which the names of its stacks begin."),
  layout: z.enum(["single", "cells"]).describe("single: one stack. cells: one stack per layer and region."),
  regions: z
    .array(RegionEntry)
    .min(1, expectation("at least one region; to delete an environment, run archipelago destroy"))
    .describe("Regions to deploy to: codes, or objects with the settings that differ there."),
  primary: RegionCode.optional().describe(
    "Primary region: first in failover, origin of the CDN. Default: the first of regions.",
  ),
  secondary: RegionCode.optional().describe(
    "Region that takes over when the primary fails. Default: the first other region, if any.",
  ),
  allowOutOfService: z
    .array(RegionCode)
    .default([])
    .describe("Regions to use even while AWS reports them out of service."),
  allowOptIn: z.array(RegionCode).default([]).describe("Opt-in regions that are enabled in the account."),
  tags: z
    .record(
      z
        .string()
        .min(1)
        .max(128)
        .regex(/^(?!aws:)/i, expectation("a key that does not begin with aws:")),
      Tag,
    )
    .default({})
    .describe("Tags of all resources, in addition to environment, region and project."),
  network: network.prefault({}).describe("Network of each region."),
  storage: storage.prefault({}).describe("Bucket of each region."),
  logs: logs.prefault({}).describe("Log groups of each region."),
  monitoring: monitoring.prefault({}).describe("Alarms of each region."),
  billing: billing.describe("Billing alarms and budget."),
  dns: dns.optional().describe("Hosted zone and routing between the regions. Default: none."),
  cdn: cdn.optional().describe("CloudFront over the buckets of primary and secondary. Default: none."),
  cluster: cluster.prefault({}).describe("Ephemeral clusters."),
});

/** Settings of one environment. An unknown key is an error, so that a typo is reported. */
export const SettingsSchema = shape.superRefine(
  (value, context) => {
    for (const { path, message } of findCrossFaults(value))
      context.addIssue({ code: "custom", path, message });
  },
  { when: () => true }, // Faults of single fields must not hide those between fields: all are reported together.
);

/** Settings of one region, with defaults. */
export interface RegionSettings {
  /** Code of the region. */
  readonly code: string;
  /** CIDR block of its network. */
  readonly cidr: string;
  /** Number of availability zones. */
  readonly zones: number;
  /** NAT gateways of its network. */
  readonly nat: z.output<typeof NatMode>;
  /** Share of the queries with weighted routing, 0 to 255. */
  readonly weight: number;
  /** Host name of the region. */
  readonly endpoint: string | undefined;
}

/** Settings of one environment, complete and consistent. */
export interface Settings
  extends Readonly<Omit<z.output<typeof shape>, "regions" | "primary" | "secondary">> {
  readonly regions: readonly RegionSettings[];
  readonly primary: string;
  /** Region that takes over when the primary fails; undefined with one region. */
  readonly secondary: string | undefined;
}

/**
 * Parses `archipelago:settings` of one environment.
 *
 * @param file the file of the settings, for the message
 * @throws {RunError} with all faults, each with its path
 */
export function parseSettings(raw: unknown, file: string): Settings {
  const { data, error } = SettingsSchema.safeParse(raw, { error: describeIssue });
  if (error) throw new RunError(`${file}: archipelago:settings\n${z.prettifyError(error)}`);
  const { network } = data;
  const regions = data.regions.map(({ code, cidr, zones, nat, weight, endpoint }) => ({
    code,
    cidr: cidr ?? slotCidr(code),
    zones: zones ?? network.zones,
    nat: nat ?? network.nat,
    weight,
    endpoint,
  }));
  const codes = regions.map(({ code }) => code);
  const [first = ""] = codes;
  const primary = data.primary ?? first;
  return { ...data, regions, primary, secondary: data.secondary ?? codes.find((code) => code !== primary) };
}

function slotCidr(code: string): string {
  const region = findRegion(code);
  if (!region) throw new Error(`region ${code} passed the schema but is missing in the catalogue`);
  return regionCidr(region);
}
