import { RunError } from "@pulumi/pulumi/errors";
import { z } from "zod";
import { describeIssue, expectation } from "./issue-messages";
import { findRegion, regionCidr } from "./regions";
import { ENVIRONMENT_FORM } from "./scope";
import { AccountId, assumeRole } from "./settings/account";
import { accountGuard } from "./settings/account-guard";
import { billing } from "./settings/billing";
import { cdn } from "./settings/cdn";
import { cluster } from "./settings/cluster";
import { contacts } from "./settings/contacts";
import { dns } from "./settings/dns";
import { Cidr, Domain, NatMode, RegionCode, ZoneNames, Zones } from "./settings/fields";
import { logs } from "./settings/logs";
import { monitoring } from "./settings/monitoring";
import { network } from "./settings/network";
import { storage } from "./settings/storage";
import { findCrossFaults } from "./settings-checks";

const ownRegion = z.strictObject({
  code: RegionCode.describe("Code of the region, such as eu-west-1."),
  cidr: Cidr.optional().describe(
    "CIDR block of the network. Default: the region's own block 10.<slot>.0.0/16.",
  ),
  zones: Zones.optional().describe("Availability zones in this region. Default: network.zones."),
  zoneNames: ZoneNames.optional(),
  nat: NatMode.optional().describe("NAT gateways in this region. Default: network.nat."),
  flowLogKmsKeyArn: z
    .string()
    .regex(/^arn:[a-z-]+:kms:/, expectation("the ARN of a KMS key"))
    .optional()
    .describe(
      "ARN of the KMS key, in this region, that encrypts the flow log. Default: the encryption of CloudWatch Logs or S3.",
    ),
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

const Tag = z.string().max(256);

const shape = z.strictObject({
  environment: z
    .string()
    .regex(ENVIRONMENT_FORM, expectation("1 to 16 lower-case letters and digits, starting with a letter"))
    .describe("Name of the environment, with which the names of its stacks begin."),
  accountId: AccountId.describe(
    "AWS account of the environment, as a string of 12 digits. The providers refuse credentials of any other account.",
  ),
  assumeRole: assumeRole
    .optional()
    .describe(
      "Role of the account that the providers assume. Default: none; the credentials are used as they are.",
    ),
  protect: z
    .boolean()
    .default(false)
    .describe(
      "Whether the resources that hold data or identity, such as buckets, the hosted zone and keys, are protected from deletion and replacement. To delete the environment: set it to false, run up, then destroy.",
    ),
  customerManagedKeys: z
    .boolean()
    .default(false)
    .describe(
      "Whether alarm topics and log groups are encrypted with a customer managed KMS key, one per region and one each for billing and edge. Default: topics are not encrypted, and CloudWatch Logs encrypts with its own key.",
    ),
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
  accountGuard: accountGuard.prefault({}).describe("Guards of the whole account."),
  network: network.prefault({}).describe("Network of each region."),
  storage: storage.prefault({}).describe("Data bucket of each region."),
  logs: logs.prefault({}).describe("Log groups of each region."),
  monitoring: monitoring.prefault({}).describe("Alarms of each region."),
  billing: billing.describe("Billing alarms and budget."),
  contacts,
  dns: dns.optional().describe("Hosted zone and routing between the regions. Default: none."),
  cdn: cdn
    .optional()
    .describe(
      "CloudFront over a site bucket in each region, read from the primary, then from the secondary. Default: none.",
    ),
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
  /** Names of the availability zones; undefined for the first ones of the region. */
  readonly zoneNames: readonly string[] | undefined;
  /** NAT gateways of its network. */
  readonly nat: z.output<typeof NatMode>;
  /** Key that encrypts the flow log; undefined for that of the service. */
  readonly flowLogKmsKeyArn: string | undefined;
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
  const regions = data.regions.map(
    ({ code, cidr, zones, zoneNames, nat, flowLogKmsKeyArn, weight, endpoint }) => ({
      code,
      cidr: cidr ?? slotCidr(code),
      zones: zoneNames?.length ?? zones ?? network.zones,
      zoneNames,
      nat: nat ?? network.nat,
      flowLogKmsKeyArn,
      weight,
      endpoint,
    }),
  );
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
