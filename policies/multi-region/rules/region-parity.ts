import { globalServiceResourcesOf, matchesAny, type ResourceFinding, type Stack, stackRule } from "../../kit";
import { type Family, familiesOf } from "../families";
import { findTrailResources } from "../trail-belongings";

interface Settings {
  readonly ignoreTypes: readonly string[];
  readonly primaryOnly: readonly string[];
}

/** A missing resource is otherwise noticed on the day when the region has to take over. */
export const regionParity = stackRule<Settings>({
  name: "region-parity",
  title: "Regions have the same resources",
  description:
    "Resources with a region in their names exist in every region, and differ only in the region of their names.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Create the resource in the regions that lack it. List resources that are meant for one region in primaryOnly.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that have the same resources. Default: the regions of the stack's configuration, else the regions of resources with a region in their names.",
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
      description: "Regular expressions of names of resources that are meant for one region.",
    },
  },
  types: "aws",
  stackChecks: {
    "resources of each region": ({ stack, regions, settings }) => {
      const helpers = globalServiceResourcesOf(stack);
      const families = familiesOf(stack, {
        regions,
        isMember: ({ type, name, isGlobal }) =>
          !isGlobal && !settings.ignoreTypes.includes(type) && !matchesAny(settings.primaryOnly, name),
      }).filter(({ members }) => members.some((member) => !helpers.has(member)));
      const compared = listComparedRegions(families, regions);
      // A stack of one region is compared with the others when all stacks are evaluated together.
      if (compared.length < 2) return undefined;
      const empty = (regions ?? []).filter((region) => !compared.includes(region));
      return [
        ...empty.map(
          (region) =>
            `${region} has none of the resources of ${joinWords(compared)}, expected the same in each region; deploy the region, or remove it from regions`,
        ),
        ...findDifferences(families, compared, stack),
      ];
    },
  },
});

/** Reports differences between regions, except those of a multi-region trail. */
function findDifferences(
  families: readonly Family[],
  regions: readonly string[],
  stack: Stack,
): readonly ResourceFinding[] {
  const faults = families.flatMap(({ members, ...family }) => {
    const fault = findFault({ members, ...family }, regions);
    return fault ? [{ fault, members }] : [];
  });
  if (faults.length === 0) return [];
  const own = findTrailResources(stack);
  return faults.flatMap(({ fault, members }) => (members.every((one) => own.has(one)) ? [] : [fault]));
}

/** Regions to compare: configured regions that have any member, else regions of families in several regions. */
function listComparedRegions(
  families: readonly Family[],
  configured: readonly string[] | undefined,
): readonly string[] {
  const considered = configured ? families : families.filter(({ byRegion }) => byRegion.size > 1);
  const compared = new Set(considered.flatMap(({ byRegion }) => [...byRegion.keys()]));
  return [...compared].filter((region) => configured?.includes(region) ?? true).sort();
}

function findFault(
  { byRegion, members, pattern, nameIn }: Family,
  regions: readonly string[],
): ResourceFinding | undefined {
  const [resource] = members;
  const present = regions.filter((region) => byRegion.has(region));
  if (!resource || present.length === 0) return undefined;
  const missing = regions.filter((region) => !byRegion.has(region));
  if (missing.length > 0) {
    const names = missing.map(nameIn);
    return {
      resource,
      message: `it is in ${joinWords(present)}, but not in ${joinWords(missing)}, expected the same in each region; add ${joinWords(names)}, or name it in primaryOnly`,
    };
  }
  const counts = regions.map((region) => byRegion.get(region)?.length ?? 0);
  if (new Set(counts).size === 1) return undefined;
  const numbers = regions.map((region, index) => `${region} has ${counts[index]}`);
  return {
    resource,
    message: `of ${pattern} ${joinWords(numbers)}, expected the same number in each region; add the missing ones`,
  };
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
