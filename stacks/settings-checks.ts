import { z } from "zod";
import { overlapsCidr, parseIPv4Cidr } from "../common/cidr";
import { isInZone, normalizeDomain } from "../common/domains";
import { INFREQUENT_ACCESS_DAYS } from "../common/storage-classes";
import { findRegion, regionCidr } from "./regions";
import { accountOfRole } from "./settings/account";
import { DEFAULT_RECORD } from "./settings/dns";

/** Fault of the settings and its path. */
export interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

const Addresses = z.array(z.string().catch("")).catch([]);

const NO_REGION = {
  code: "",
  cidr: undefined,
  zones: undefined,
  zoneNames: undefined,
  nat: undefined,
  endpoint: undefined,
};

/** Settings that the checks below compare, read from an object that may be invalid: unreadable parts take a neutral value. */
const ReadableSettings = z.object({
  accountId: z.string().optional().catch(undefined),
  assumeRole: z.object({ roleArn: z.string() }).optional().catch(undefined),
  regions: z
    .array(
      z
        .object({
          code: z.string(),
          cidr: z.string().optional().catch(undefined),
          zones: z.int().optional().catch(undefined),
          zoneNames: z.array(z.string().catch("")).optional().catch(undefined),
          nat: z.unknown().optional(),
          endpoint: z.unknown().optional(),
        })
        .or(z.string().transform((code) => ({ ...NO_REGION, code })))
        .catch(NO_REGION),
    )
    .catch([]),
  primary: z.string().optional().catch(undefined),
  secondary: z.string().optional().catch(undefined),
  allowOutOfService: z.array(z.unknown()).catch([]),
  allowOptIn: z.array(z.unknown()).catch([]),
  network: z.object({ zones: z.int().catch(0), nat: z.unknown().optional() }).catch({ zones: 0 }),
  storage: z
    .object({
      infrequentAfterDays: z.number().catch(0),
      archiveAfterDays: z.number().catch(Infinity),
      noncurrentInfrequentAfterDays: z.number().catch(0),
      noncurrentArchiveAfterDays: z.number().catch(Infinity),
    })
    .catch({
      infrequentAfterDays: 0,
      archiveAfterDays: Infinity,
      noncurrentInfrequentAfterDays: 0,
      noncurrentArchiveAfterDays: Infinity,
    }),
  monitoring: z.object({ emails: Addresses }).catch({ emails: [] }),
  billing: z
    .object({ emails: Addresses, thresholds: z.array(z.number().catch(0)).catch([]) })
    .catch({ emails: [], thresholds: [] }),
  dns: z
    .object({
      policy: z.unknown().optional(),
      zone: z.string().catch(""),
      record: z.string().catch(DEFAULT_RECORD),
    })
    .optional()
    .catch(undefined),
  cdn: z
    .object({
      aliases: z.array(z.string().catch("")).catch([]),
      servers: z.record(z.string(), z.object({ domainName: z.unknown().optional() }).catch({})).catch({}),
      countries: z
        .object({ codes: z.array(z.string().catch("")).catch([]) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  cluster: z
    .object({ region: z.string().optional().catch(undefined), subnets: z.unknown().optional() })
    .catch({ region: undefined }),
});
type ReadableSettings = z.output<typeof ReadableSettings>;

/** Finds faults of settings that contradict each other; the schema finds those of single fields. */
export function findCrossFaults(value: unknown): readonly Fault[] {
  const { data } = ReadableSettings.safeParse(value);
  if (!data) return [];
  return [
    ...checkRole(data),
    ...checkRegions(data),
    ...checkZones(data),
    ...checkCidrs(data),
    ...checkLeaders(data),
    ...checkDns(data),
    ...checkCdn(data),
    ...checkStorage(data),
    ...checkThresholds(data),
    ...checkEmails(data),
    ...checkCluster(data),
  ];
}

function checkRole({ accountId, assumeRole }: ReadableSettings): Fault[] {
  const account = assumeRole && accountOfRole(assumeRole.roleArn);
  if (account === undefined || accountId === undefined || account === accountId) return [];
  return [
    {
      path: ["assumeRole", "roleArn"],
      message: `is ${JSON.stringify(assumeRole?.roleArn)}, expected a role of the account ${accountId}, which is accountId`,
    },
  ];
}

function checkRegions({ regions, allowOutOfService, allowOptIn }: ReadableSettings): Fault[] {
  return regions.flatMap(({ code }, index) => {
    const region = findRegion(code);
    if (!region) return [];
    const fault = (expected: string) => ({
      path: ["regions", index],
      message: `is ${JSON.stringify(code)}, expected ${expected}`,
    });
    const before = regions.findIndex((other) => other.code === code);
    if (before < index) return [fault(`each region once; regions[${before}] is the same`)];
    const faults: Fault[] = [];
    if (region.outOfService !== undefined && !allowOutOfService.includes(code)) {
      faults.push(
        fault(`a region in service (${region.outOfService}); to use it anyway, list it in allowOutOfService`),
      );
    }
    if (region.optIn && !allowOptIn.includes(code)) {
      faults.push(
        fault(
          "a region that is enabled by default; enable this opt-in region in the account, then list it in allowOptIn",
        ),
      );
    }
    return faults;
  });
}

function checkZones({ regions, network }: ReadableSettings): Fault[] {
  return regions.flatMap(({ code, zones, zoneNames }, index) => {
    const region = findRegion(code);
    if (zoneNames) return checkZoneNames(code, zones, zoneNames, index);
    const count = zones ?? network.zones;
    if (!region || count <= region.zones) return [];
    return [
      {
        path: zones === undefined ? ["network", "zones"] : ["regions", index, "zones"],
        message: `is ${count}, expected at most ${region.zones}, the number of zones in ${code}`,
      },
    ];
  });
}

function checkZoneNames(
  code: string,
  zones: number | undefined,
  zoneNames: readonly string[],
  index: number,
): Fault[] {
  const faults: Fault[] = [];
  if (zones !== undefined)
    faults.push({
      path: ["regions", index, "zones"],
      message: `is ${zones}, expected none beside zoneNames, which has ${zoneNames.length}`,
    });
  for (const [place, zone] of zoneNames.entries()) {
    const path = ["regions", index, "zoneNames", place];
    if (!isZoneOf(zone, code))
      faults.push({ path, message: `is ${JSON.stringify(zone)}, expected a zone such as ${code}a` });
    else if (zoneNames.indexOf(zone) < place)
      faults.push({ path, message: `is ${JSON.stringify(zone)}, expected each zone once` });
  }
  return faults;
}

/** Whether a string has the form of an availability zone's name: the region and a letter. */
function isZoneOf(zone: string, code: string): boolean {
  return zone.startsWith(code) && /^[a-z]$/.test(zone.slice(code.length));
}

function checkCidrs({ regions }: ReadableSettings): Fault[] {
  const blocks = regions.map(({ code, cidr }) => {
    const region = findRegion(code);
    const text = cidr ?? (region ? regionCidr(region) : "");
    return { code, text, own: cidr !== undefined, block: region ? parseIPv4Cidr(text) : undefined };
  });
  return blocks.flatMap((later, index) =>
    blocks.slice(0, index).flatMap((earlier, before) => {
      if (
        earlier.code === later.code ||
        !earlier.block ||
        !later.block ||
        !overlapsCidr(earlier.block, later.block)
      ) {
        return [];
      }
      const [named, at, other] = later.own ? [later, index, earlier] : [earlier, before, later];
      return [
        {
          path: ["regions", at, "cidr"],
          message: `is ${JSON.stringify(named.text)} in ${named.code}, expected no overlap with ${other.text} of ${other.code}`,
        },
      ];
    }),
  );
}

function checkLeaders({ regions, primary, secondary, cluster }: ReadableSettings): Fault[] {
  const codes = regions.map(({ code }) => code);
  const member = (path: (string | number)[], code: string | undefined): Fault[] =>
    code === undefined || codes.length === 0 || codes.includes(code)
      ? []
      : [{ path, message: `is ${JSON.stringify(code)}, expected one of regions: ${codes.join(", ")}` }];
  const leader = primary ?? codes[0];
  const same: Fault[] =
    secondary !== undefined && secondary === leader
      ? [
          {
            path: ["secondary"],
            message: `is ${JSON.stringify(secondary)}, expected a region other than the primary`,
          },
        ]
      : [];
  return [
    ...member(["primary"], primary),
    ...member(["secondary"], secondary),
    ...same,
    ...member(["cluster", "region"], cluster.region),
  ];
}

function checkDns({ regions, dns }: ReadableSettings): Fault[] {
  if (!dns) return [];
  const alone: Fault[] =
    dns.policy === "failover" && regions.length === 1
      ? [
          {
            path: ["dns", "policy"],
            message: 'is "failover", expected at least two regions',
          },
        ]
      : [];
  const unreachable = regions.flatMap(({ code, endpoint }, index) =>
    endpoint === undefined && findRegion(code)
      ? [
          {
            path: ["regions", index, "endpoint"],
            message: `is missing for ${code}, expected the host name of the region, since dns routes to it`,
          },
        ]
      : [],
  );
  return [...alone, ...unreachable];
}

function checkCdn({ dns, cdn }: ReadableSettings): Fault[] {
  if (!cdn) return [];
  const { aliases, servers, countries } = cdn;
  const faults: Fault[] = aliases.flatMap((alias, index) => {
    const path = ["cdn", "aliases", index];
    const fault = (expected: string) => [
      { path, message: `is ${JSON.stringify(alias)}, expected ${expected}` },
    ];
    const first = aliases.indexOf(alias);
    if (first < index) return fault(`each name once; cdn.aliases[${first}] is the same`);
    if (!dns) return fault("none without dns, whose zone gets the records");
    if (dns.zone !== "" && alias !== "" && !isInZone(normalizeDomain(alias), normalizeDomain(dns.zone)))
      return fault(`a name in dns.zone, ${dns.zone}`);
    if (normalizeDomain(alias) === normalizeDomain(`${dns.record}.${dns.zone}`))
      return fault("another name than that of dns.record, which routes to the regions");
    return [];
  });
  for (const [label, { domainName }] of Object.entries(servers)) {
    if (domainName !== undefined || dns) continue;
    const message =
      "is missing, expected the host name of the server, since there is no dns that routes to one";
    faults.push({ path: ["cdn", "servers", label, "domainName"], message });
  }
  const { codes = [] } = countries ?? {};
  const again = codes.findIndex((code, index) => code !== "" && codes.indexOf(code) < index);
  if (again >= 0) {
    const message = `is ${JSON.stringify(codes[again])}, expected each code once`;
    faults.push({ path: ["cdn", "countries", "codes", again], message });
  }
  return faults;
}

function checkStorage({ storage }: ReadableSettings): Fault[] {
  const pairs = [
    ["infrequentAfterDays", "archiveAfterDays"],
    ["noncurrentInfrequentAfterDays", "noncurrentArchiveAfterDays"],
  ] as const;
  return pairs.flatMap(([infrequent, archive]) => {
    const least = storage[infrequent] + INFREQUENT_ACCESS_DAYS;
    if (storage[archive] >= least) return [];
    return [
      {
        path: ["storage", archive],
        message: `is ${storage[archive]}, expected at least ${least}: ${INFREQUENT_ACCESS_DAYS} days more than ${infrequent}`,
      },
    ];
  });
}

function checkThresholds({ billing: { thresholds } }: ReadableSettings): Fault[] {
  const index = thresholds.findIndex((threshold, at) => at > 0 && !(threshold > (thresholds[at - 1] ?? 0)));
  if (index < 0) return [];
  return [
    {
      path: ["billing", "thresholds", index],
      message: `is ${thresholds[index]}, expected more than ${thresholds[index - 1]}, the one before`,
    },
  ];
}

/** Finds addresses that a list repeats, in upper or lower case: each address has one subscription. */
function checkEmails(settings: ReadableSettings): Fault[] {
  return (["monitoring", "billing"] as const).flatMap((section) => {
    const addresses = settings[section].emails.map((email) => email.toLowerCase());
    return addresses.flatMap((address, index) => {
      const first = addresses.indexOf(address);
      if (address === "" || first === index) return [];
      const message = `is ${JSON.stringify(settings[section].emails[index])}, expected each address once; ${section}.emails[${first}] is the same`;
      return [{ path: [section, "emails", index], message }];
    });
  });
}

/** Refuses private subnets without a way out: neither would auto-termination end the cluster, nor could it install its software. */
function checkCluster({ regions, primary, network, cluster }: ReadableSettings): Fault[] {
  const code = cluster.region ?? primary ?? regions[0]?.code;
  const region = regions.find((one) => one.code === code);
  if (!region || cluster.subnets !== "private" || (region.nat ?? network.nat) !== "none") return [];
  return [
    {
      path: ["cluster", "subnets"],
      message: `is "private", expected "public" in ${code}, where nat is "none", so that private subnets have no way out; or set nat there`,
    },
  ];
}
