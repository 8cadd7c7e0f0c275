import { z } from "zod";
import { overlap, parseCidr } from "./cidr";
import { findRegion, regionCidr } from "./regions";

/** What is wrong with settings, and where. */
export interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** The parts that rules speak of, read from settings that may be faulty elsewhere: what cannot be read is absent. */
const Legible = z.object({
  regions: z
    .array(
      z
        .object({
          code: z.string(),
          cidr: z.string().optional().catch(undefined),
          zones: z.int().optional().catch(undefined),
          endpoint: z.unknown().optional(),
        })
        .or(
          z.string().transform((code) => ({ code, cidr: undefined, zones: undefined, endpoint: undefined })),
        )
        .catch({ code: "", cidr: undefined, zones: undefined, endpoint: undefined }),
    )
    .catch([]),
  primary: z.string().optional().catch(undefined),
  secondary: z.string().optional().catch(undefined),
  allowOutOfService: z.array(z.unknown()).catch([]),
  allowOptIn: z.array(z.unknown()).catch([]),
  network: z.object({ zones: z.int().catch(0) }).catch({ zones: 0 }),
  storage: z
    .object({ infrequentAfterDays: z.number().catch(0), archiveAfterDays: z.number().catch(Infinity) })
    .catch({ infrequentAfterDays: 0, archiveAfterDays: Infinity }),
  billing: z.object({ thresholds: z.array(z.number().catch(0)).catch([]) }).catch({ thresholds: [] }),
  dns: z.object({ policy: z.unknown().optional() }).optional().catch(undefined),
  cluster: z.object({ region: z.string().optional().catch(undefined) }).catch({ region: undefined }),
});
type Legible = z.output<typeof Legible>;

/** Every fault that no single field of the settings has, but two of them together. */
export function crossFaults(value: unknown): readonly Fault[] {
  const { data } = Legible.safeParse(value);
  if (!data) return [];
  return [
    ...regionFaults(data),
    ...zoneFaults(data),
    ...cidrFaults(data),
    ...leaderFaults(data),
    ...dnsFaults(data),
    ...otherFaults(data),
  ];
}

function regionFaults({ regions, allowOutOfService, allowOptIn }: Legible): Fault[] {
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
        fault(
          `a region in service (${region.outOfService}); to use it nevertheless list it in allowOutOfService`,
        ),
      );
    }
    if (region.optIn && !allowOptIn.includes(code)) {
      faults.push(
        fault(
          "a region that every account has; this one is opt-in: enable it in the account, then list it in allowOptIn",
        ),
      );
    }
    return faults;
  });
}

function zoneFaults({ regions, network }: Legible): Fault[] {
  return regions.flatMap(({ code, zones }, index) => {
    const region = findRegion(code);
    const asked = zones ?? network.zones;
    if (!region || asked <= region.zones) return [];
    return [
      {
        path: zones === undefined ? ["network", "zones"] : ["regions", index, "zones"],
        message: `is ${asked}, expected at most ${region.zones}, which is what ${code} offers`,
      },
    ];
  });
}

function cidrFaults({ regions }: Legible): Fault[] {
  const blocks = regions.map(({ code, cidr }) => {
    const region = findRegion(code);
    const text = cidr ?? (region ? regionCidr(region) : "");
    return { code, text, own: cidr !== undefined, block: region ? parseCidr(text) : undefined };
  });
  return blocks.flatMap((later, index) =>
    blocks.slice(0, index).flatMap((earlier, before) => {
      if (
        earlier.code === later.code ||
        !earlier.block ||
        !later.block ||
        !overlap(earlier.block, later.block)
      ) {
        return [];
      }
      const [named, at, other] = later.own ? [later, index, earlier] : [earlier, before, later];
      return [
        {
          path: ["regions", at, "cidr"],
          message: `is ${JSON.stringify(named.text)} in ${named.code}, expected addresses apart from ${other.text} of ${other.code}`,
        },
      ];
    }),
  );
}

function leaderFaults({ regions, primary, secondary, cluster }: Legible): Fault[] {
  const codes = regions.map(({ code }) => code);
  const member = (path: (string | number)[], code: string | undefined): Fault[] =>
    code === undefined || codes.length === 0 || codes.includes(code)
      ? []
      : [{ path, message: `is ${JSON.stringify(code)}, expected one of regions: ${codes.join(", ")}` }];
  const lead = primary ?? codes[0];
  const same: Fault[] =
    secondary !== undefined && secondary === lead
      ? [
          {
            path: ["secondary"],
            message: `is ${JSON.stringify(secondary)}, expected another region than the primary`,
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

function dnsFaults({ regions, dns }: Legible): Fault[] {
  if (!dns) return [];
  const alone: Fault[] =
    dns.policy === "failover" && regions.length === 1
      ? [
          {
            path: ["dns", "policy"],
            message: 'is "failover", expected two regions or more to fail over between',
          },
        ]
      : [];
  const unreachable = regions.flatMap(({ code, endpoint }, index) =>
    endpoint === undefined && findRegion(code)
      ? [
          {
            path: ["regions", index, "endpoint"],
            message: `is missing for ${code}, expected the host name at which the region answers, since dns routes to it`,
          },
        ]
      : [],
  );
  return [...alone, ...unreachable];
}

function otherFaults({ storage, billing }: Legible): Fault[] {
  const faults: Fault[] = [];
  const { infrequentAfterDays, archiveAfterDays } = storage;
  if (archiveAfterDays < infrequentAfterDays + 30) {
    faults.push({
      path: ["storage", "archiveAfterDays"],
      message: `is ${archiveAfterDays}, expected at least ${infrequentAfterDays + 30}: 30 days more than infrequentAfterDays`,
    });
  }
  const { thresholds } = billing;
  const falling = thresholds.findIndex(
    (threshold, index) => index > 0 && !(threshold > (thresholds[index - 1] ?? 0)),
  );
  if (falling > 0) {
    faults.push({
      path: ["billing", "thresholds", falling],
      message: `is ${thresholds[falling]}, expected more than ${thresholds[falling - 1]}, the one before`,
    });
  }
  return faults;
}
