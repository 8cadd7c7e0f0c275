import { RunError } from "@pulumi/pulumi/errors";
import { z } from "zod";
import { DEFAULT_PRICE_CLASS, PRICE_CLASSES } from "../components/cdn/args";
import { DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS } from "../components/storage/args";
import { parseCidr } from "./cidr";
import { expecting, explain, isNot } from "./explain";
import { didYouMean } from "./nearest";
import { findRegion, REGIONS, regionCidr } from "./regions";
import { crossFaults } from "./rules";
import { ENVIRONMENT_FORM } from "./scope";

/** How many NAT gateways a region's network has. */
const NatMode = z.enum(["none", "single", "perAz"]);

const RegionCode = z.string().superRefine((code, context) => {
  if (findRegion(code)) return;
  const hint = didYouMean(
    code,
    REGIONS.map((region) => region.code),
  );
  context.addIssue({ code: "custom", message: isNot(code, `the code of a commercial AWS region${hint}`) });
});

const Cidr = z.string().superRefine((text, context) => {
  const block = parseCidr(text);
  if (block && block.prefix >= 16 && block.prefix <= 24) return;
  const expected = "an IPv4 block from /16 to /24 without host bits, such as 10.1.0.0/16";
  context.addIssue({ code: "custom", message: isNot(text, expected) });
});

const Zones = z.int().min(1).max(6).describe("Availability zones to use, 1 to what the region has.");

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RetentionDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

const Domain = z
  .string()
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    expecting("a domain name such as example.com"),
  );

const ownRegion = z.strictObject({
  code: RegionCode.describe("Code of the region, such as eu-west-1."),
  cidr: Cidr.optional().describe(
    "Addresses of the network. Default: the region's own block 10.<slot>.0.0/16.",
  ),
  zones: Zones.optional().describe("Availability zones in this region. Default: network.zones."),
  nat: NatMode.optional().describe("NAT gateways in this region. Default: network.nat."),
  weight: z
    .int()
    .min(0)
    .max(255)
    .default(100)
    .describe("Share of the queries under dns.policy weighted; 0 drains."),
  endpoint: Domain.optional().describe(
    "Host name at which the region answers; dns routes to it and checks its health.",
  ),
});

/** One region as it is written: its code alone, or with what differs there. */
const RegionEntry = z.preprocess((entry) => (typeof entry === "string" ? { code: entry } : entry), ownRegion);

const network = z.strictObject({
  zones: Zones.default(2).describe("Availability zones to use in each region, 1 to 6."),
  nat: NatMode.default("single").describe("NAT gateways in each region: none, single, or one perAz."),
  flowLogTraffic: z
    .enum(["ALL", "ACCEPT", "REJECT"])
    .default("ALL")
    .describe("Traffic that flow logs record."),
  flowLogRetentionDays: RetentionDays.default(30).describe("Days that flow logs are kept."),
});

const storage = z.strictObject({
  infrequentAfterDays: z
    .int()
    .min(30)
    .max(3650)
    .default(30)
    .describe("Age of an object, in days, at which it moves to STANDARD_IA."),
  archiveAfterDays: z
    .int()
    .min(60)
    .max(3650)
    .default(90)
    .describe(
      "Age of an object, in days, at which it moves to GLACIER; at least 30 more than infrequentAfterDays.",
    ),
  noncurrentDays: z
    .int()
    .min(1)
    .max(3650)
    .default(DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS)
    .describe("Days that a replaced or deleted version is kept."),
  emptyOnDestroy: z
    .boolean()
    .default(false)
    .describe("Whether destroy also takes the objects; otherwise a bucket that holds any stays."),
  replication: z
    .enum(["none", "secondary", "all"])
    .default("secondary")
    .describe(
      "Where new objects of the primary's bucket are copied: nowhere, to the secondary, to all regions.",
    ),
});

const logs = z.strictObject({
  retentionDays: RetentionDays.default(30).describe("Days that log events are kept."),
});

const Emails = z.array(z.email());

const monitoring = z.strictObject({
  emails: Emails.max(50).default([]).describe("Addresses that each region's alarms go to."),
});

const billing = z.strictObject({
  emails: Emails.min(1)
    .max(10)
    .describe(
      "Addresses that are told of charges: at least one, since an alarm that nobody hears guards nothing.",
    ),
  thresholds: z
    .array(z.number().min(0.01).max(1_000_000))
    .min(1)
    .max(20)
    .default([0.01, 1, 5, 10, 50, 100])
    .describe("Charges of the month to date, in USD, that raise one alarm each; increasing."),
  monthlyBudget: z
    .number()
    .min(0.01)
    .max(100_000_000)
    .optional()
    .describe("Budget of a month, in USD. Default: the highest of thresholds."),
});

const dns = z.strictObject({
  zone: Domain.describe("Domain name of the hosted zone."),
  policy: z
    .enum(["failover", "latency", "weighted"])
    .default("latency")
    .describe("How a query is routed to one of the regions."),
  record: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, expecting("one label such as app"))
    .default("app")
    .describe("Label, within the zone, of the record that leads to the regions."),
  healthPath: z
    .string()
    .startsWith("/")
    .max(255)
    .default("/health")
    .describe("Path that the health checks ask for."),
});

const cdn = z.strictObject({
  priceClass: z
    .enum(PRICE_CLASSES)
    .default(DEFAULT_PRICE_CLASS)
    .describe("Edge locations that CloudFront serves from."),
});

const clusterFields = {
  region: RegionCode.optional().describe("Region of the cluster. Default: primary."),
  nodes: z.int().min(2).max(1000).default(10).describe("Nodes in all, one of them the master."),
  instanceType: z
    .string()
    .regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, expecting("an instance type such as m5.xlarge"))
    .default("m5.xlarge")
    .describe("EC2 type of every node."),
  ttlHours: z.number().gt(0).max(168).default(4).describe("Hours of life, at most 168."),
  idleMinutes: z
    .int()
    .min(1)
    .max(10_080)
    .default(60)
    .describe("Minutes without work after which the cluster ends itself."),
  owner: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe("Who answers for the cluster. Default: the environment."),
};

const cluster = z.strictObject(clusterFields);

const Tag = z.string().max(256);

const shape = z.strictObject({
  environment: z
    .string()
    .regex(ENVIRONMENT_FORM, expecting("1 to 16 lower-case letters and digits, first a letter"))
    .describe("Name of the environment; the first word of its stacks' names."),
  layout: z
    .enum(["single", "cells"])
    .describe("single: everything in one stack. cells: one stack per layer and region."),
  regions: z
    .array(RegionEntry)
    .min(1, expecting("at least one region; to take an environment away run archipelago destroy"))
    .describe("Regions to lay the estate into: codes, or objects with what differs there."),
  primary: RegionCode.optional().describe(
    "Region that leads: first in failover, origin of the CDN. Default: the first of regions.",
  ),
  secondary: RegionCode.optional().describe(
    "Region that takes over from the primary. Default: the next of regions, if any.",
  ),
  allowOutOfService: z
    .array(RegionCode)
    .default([])
    .describe("Regions to use although AWS reports them out of service."),
  allowOptIn: z
    .array(RegionCode)
    .default([])
    .describe("Opt-in regions that have been enabled in the account."),
  tags: z
    .record(
      z
        .string()
        .min(1)
        .max(128)
        .regex(/^(?!aws:)/i, expecting("a key that does not begin with aws:")),
      Tag,
    )
    .default({})
    .describe("Tags of every resource, beside environment, region and project."),
  network: network.prefault({}).describe("The network of each region."),
  storage: storage.prefault({}).describe("The bucket of each region."),
  logs: logs.prefault({}).describe("The log groups of each region."),
  monitoring: monitoring.prefault({}).describe("The alarms of each region."),
  billing: billing.describe("What watches the bill."),
  dns: dns.optional().describe("Hosted zone and routing between the regions. Default: none."),
  cdn: cdn.optional().describe("CloudFront over the buckets of primary and secondary. Default: none."),
  cluster: cluster.prefault({}).describe("Ephemeral clusters."),
});

/** The whole configuration of one environment; an unknown key is an error, so that a typo cannot pass. */
export const SettingsSchema = shape.superRefine(
  (value, context) => {
    for (const { path, message } of crossFaults(value)) context.addIssue({ code: "custom", path, message });
  },
  { when: () => true }, // faults of single fields must not hide those between fields: all are told together
);

/** What differs from region to region, with everything left out filled in. */
export interface RegionSettings {
  /** Code of the region. */
  readonly code: string;
  /** Addresses of its network. */
  readonly cidr: string;
  /** Availability zones in use. */
  readonly zones: number;
  /** NAT gateways of its network. */
  readonly nat: z.output<typeof NatMode>;
  /** Share of the queries under weighted routing, 0 to 255. */
  readonly weight: number;
  /** Host name at which the region answers. */
  readonly endpoint: string | undefined;
}

/** The settings of one environment, complete and consistent. */
export interface Settings
  extends Readonly<Omit<z.output<typeof shape>, "regions" | "primary" | "secondary">> {
  readonly regions: readonly RegionSettings[];
  readonly primary: string;
  /** The region that takes over; undefined when there is but one region. */
  readonly secondary: string | undefined;
}

/**
 * Reads `archipelago:settings` of one environment.
 *
 * @param file the file it stands in, for the message
 * @throws {RunError} telling every fault at once, each with its path
 */
export function parseSettings(raw: unknown, file: string): Settings {
  const { data, error } = SettingsSchema.safeParse(raw, { error: explain });
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
  if (!region) throw new Error(`region ${code} passed the schema but is not in the catalogue`);
  return regionCidr(region);
}
