import { globalServiceResourcesOf, matchesAny, type ResourceFinding, type Stack, stackRule } from "../../kit";
import { type Family, familiesOf } from "../families";
import { ownOfTrails } from "../trail-belongings";

interface Settings {
  readonly ignoreTypes: readonly string[];
  readonly primaryOnly: readonly string[];
}

/** A region that lacks something is found out on the day when it has to take over. */
export const regionParity = stackRule<Settings>({
  name: "region-parity",
  title: "Regions hold the same",
  description:
    "What has a region in its name is in every region: the same resources but for the region in their names.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Lay the resource down in the regions that lack it. Name what is meant for one region alone in primaryOnly.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that hold the same. Those of the stack's configuration, else those that resources with a region in their name are in, when it is not set.",
    },
    ignoreTypes: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [],
      description: "Types that need not be in every region.",
    },
    primaryOnly: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: [],
      description: "Regular expressions of the names of resources that are meant for one region alone.",
    },
  },
  types: "aws",
  stackChecks: {
    "the same in each region": ({ stack, regions, settings }) => {
      const helpers = globalServiceResourcesOf(stack);
      const families = familiesOf(stack, {
        regions,
        isMember: ({ type, name, isGlobal }) =>
          !isGlobal && !settings.ignoreTypes.includes(type) && !matchesAny(settings.primaryOnly, name),
      }).filter(({ members }) => members.some((member) => !helpers.has(member)));
      const held = regionsOf(families, regions);
      // A stack of one region is compared with the others when all are looked at together.
      if (held.length < 2) return undefined;
      const empty = (regions ?? []).filter((region) => !held.includes(region));
      return [
        ...empty.map(
          (region) =>
            `${region} holds none of what ${listed(held)} hold, expected the same in each region; lay the region down, or leave it out of regions`,
        ),
        ...differing(families, held, stack),
      ];
    },
  },
});

/** What is not the same, but for the one trail that records every region. */
function differing(
  families: readonly Family[],
  held: readonly string[],
  stack: Stack,
): readonly ResourceFinding[] {
  const faults = families.flatMap(({ members, ...family }) => {
    const fault = faultOf({ members, ...family }, held);
    return fault ? [{ fault, members }] : [];
  });
  if (faults.length === 0) return [];
  const own = ownOfTrails(stack);
  return faults.flatMap(({ fault, members }) => (members.every((one) => own.has(one)) ? [] : [fault]));
}

/** The regions that are compared: those configured that hold anything, else those of families that several have. */
function regionsOf(
  families: readonly Family[],
  configured: readonly string[] | undefined,
): readonly string[] {
  const considered = configured ? families : families.filter(({ byRegion }) => byRegion.size > 1);
  const held = new Set(considered.flatMap(({ byRegion }) => [...byRegion.keys()]));
  return [...held].filter((region) => configured?.includes(region) ?? true).sort();
}

function faultOf(
  { byRegion, members, pattern, nameIn }: Family,
  held: readonly string[],
): ResourceFinding | undefined {
  const [resource] = members;
  const there = held.filter((region) => byRegion.has(region));
  if (!resource || there.length === 0) return undefined;
  const missing = held.filter((region) => !byRegion.has(region));
  if (missing.length > 0) {
    const names = missing.map(nameIn);
    return {
      resource,
      message: `it is in ${listed(there)}, but not in ${listed(missing)}, expected the same in each region; add ${listed(names)}, or name it in primaryOnly`,
    };
  }
  const counts = held.map((region) => byRegion.get(region)?.length ?? 0);
  if (new Set(counts).size === 1) return undefined;
  const numbers = held.map((region, index) => `${region} has ${counts[index]}`);
  return {
    resource,
    message: `of ${pattern} ${listed(numbers)}, expected as many in each region; add those that are missing`,
  };
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}
