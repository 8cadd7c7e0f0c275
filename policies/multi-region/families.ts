import {
  abbreviationOf,
  compileAbbreviations,
  findRegionsInName,
  isAwsType,
  type Resource,
  type Stack,
  Undecided,
} from "../kit";
import { isOtherEnd, joinsRegions } from "./links-between-regions";

/** Resources of one type whose names differ only in the region. */
export interface Family {
  /** Name with `<region>` or `<zone>` instead of the region. */
  readonly pattern: string;
  /** Members in the order of their URNs. */
  readonly members: readonly Resource[];
  readonly byRegion: ReadonlyMap<string, readonly Resource[]>;
  /** Name that a member in another region would have. */
  readonly nameIn: (region: string) => string;
}

/** Selection of the resources that form families. */
export interface FamilyOptions {
  /** Regions whose abbreviations are recognized, besides the regions of the resources. @default - none */
  readonly regions?: readonly string[] | undefined;
  readonly isMember: (resource: Resource) => boolean;
}

/** Families of a stack, in the order of their first members. A resource whose name contains no region, or two, is in no family. */
export function familiesOf(stack: Stack, { regions = [], isMember }: FamilyOptions): readonly Family[] {
  const known = new Set(regions);
  for (const resource of stack.resources) {
    const region = regionOf(resource);
    if (region !== undefined) known.add(region);
  }
  const abbreviations = compileAbbreviations(known);
  const families = new Map<string, MutableFamily>();
  for (const resource of stack.resources) {
    if (!isAwsType(resource.type) || joinsRegions(resource) || !isMember(resource)) continue;
    const { name } = resource;
    const regionsInName = findRegionsInName(name, abbreviations);
    const [first] = regionsInName;
    if (
      !first ||
      regionsInName.some((one) => one.region !== first.region || isOtherEnd(name.slice(0, one.index)))
    ) {
      continue;
    }
    const pattern = replaceRegions(name, regionsInName, ({ isZone }) => (isZone ? "<zone>" : "<region>"));
    const key = `${kindOf(resource.type)} ${pattern}`;
    const family = families.get(key) ?? {
      pattern,
      members: [],
      byRegion: new Map<string, Resource[]>(),
      nameIn: (region: string) => replaceRegions(name, regionsInName, (one) => formatLike(region, one)),
    };
    families.set(key, family);
    family.members.push(resource);
    family.byRegion.set(first.region, [...(family.byRegion.get(first.region) ?? []), resource]);
  }
  return [...families.values()];
}

interface MutableFamily extends Family {
  readonly members: Resource[];
  readonly byRegion: Map<string, Resource[]>;
}

type RegionInName = ReturnType<typeof findRegionsInName>[number];

function replaceRegions(
  name: string,
  regionsInName: readonly RegionInName[],
  by: (one: RegionInName) => string,
): string {
  let at = 0;
  let result = "";
  for (const one of regionsInName) {
    result += name.slice(at, one.index) + by(one);
    at = one.index + one.text.length;
  }
  return result + name.slice(at);
}

/** Formats a region in the style in which another region appears in a name. */
function formatLike(region: string, { region: other, text }: RegionInName): string {
  if (text.toLowerCase().startsWith(abbreviationOf(other))) return abbreviationOf(region);
  if (text.includes("-")) return region;
  if (text.includes("_")) return region.replaceAll("-", "_");
  const words = region.split("-");
  if (/^[A-Z][a-z]/.test(text)) {
    return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("");
  }
  return words.join("");
}

/** Common type of an original and its replica, or of two tokens of one type. */
function kindOf(type: string): string {
  return type
    .replace(/^aws:kms\/replica(?:External)?Key:.*/, "aws:kms/key:Key")
    .replace(/^aws:dynamodb\/tableReplica:.*/, "aws:dynamodb/table:Table")
    .replace(/^aws:(?:alb|applicationloadbalancing|elasticloadbalancingv2)\//, "aws:lb/")
    .replace(/^(aws:s3\/\w+)V2:(\w+)V2$/, "$1:$2");
}

function regionOf(resource: Resource): string | undefined {
  try {
    return resource.region();
  } catch (error) {
    // A family depends only on the name.
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
