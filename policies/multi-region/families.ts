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

/** Resources that differ in their region alone: of one type, and of one name but for the region in it. */
export interface Family {
  /** The name with `<region>` or `<zone>` in the place of the region. */
  readonly pattern: string;
  /** In the order of their URNs. */
  readonly members: readonly Resource[];
  readonly byRegion: ReadonlyMap<string, readonly Resource[]>;
  /** The name that a member in another region would have. */
  readonly nameIn: (region: string) => string;
}

/** Which resources families are made of. */
export interface FamilyOptions {
  /** Regions whose abbreviations count, besides those that resources are in. @default - none */
  readonly regions?: readonly string[] | undefined;
  readonly isMember: (resource: Resource) => boolean;
}

/** The families of a stack, in the order of their first members. Whose name holds no region, or two, is in none. */
export function familiesOf(stack: Stack, { regions = [], isMember }: FamilyOptions): readonly Family[] {
  const known = new Set(regions);
  for (const resource of stack.resources) {
    const region = regionOf(resource);
    if (region !== undefined) known.add(region);
  }
  const abbreviations = compileAbbreviations(known);
  const families = new Map<string, Growing>();
  for (const resource of stack.resources) {
    if (!isAwsType(resource.type) || joinsRegions(resource.type) || !isMember(resource)) continue;
    const { name } = resource;
    const told = findRegionsInName(name, abbreviations);
    const [first] = told;
    if (!first || told.some((one) => one.region !== first.region || isOtherEnd(name.slice(0, one.index)))) {
      continue;
    }
    const pattern = replaced(name, told, ({ isZone }) => (isZone ? "<zone>" : "<region>"));
    const key = `${kindOf(resource.type)} ${pattern}`;
    const family = families.get(key) ?? {
      pattern,
      members: [],
      byRegion: new Map<string, Resource[]>(),
      nameIn: (region: string) => replaced(name, told, (one) => written(region, one)),
    };
    families.set(key, family);
    family.members.push(resource);
    family.byRegion.set(first.region, [...(family.byRegion.get(first.region) ?? []), resource]);
  }
  return [...families.values()];
}

interface Growing extends Family {
  readonly members: Resource[];
  readonly byRegion: Map<string, Resource[]>;
}

type Told = ReturnType<typeof findRegionsInName>[number];

function replaced(name: string, told: readonly Told[], by: (one: Told) => string): string {
  let at = 0;
  let result = "";
  for (const one of told) {
    result += name.slice(at, one.index) + by(one);
    at = one.index + one.text.length;
  }
  return result + name.slice(at);
}

/** A region written as another one is in a name. */
function written(region: string, { region: other, text }: Told): string {
  if (text.toLowerCase().startsWith(abbreviationOf(other))) return abbreviationOf(region);
  if (text.includes("-")) return region;
  if (text.includes("_")) return region.replaceAll("-", "_");
  const words = region.split("-");
  if (/^[A-Z][a-z]/.test(text)) {
    return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("");
  }
  return words.join("");
}

/** Types that are the same thing in two regions: an original and its replica, or an alias. */
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
    // A family needs no more than the name.
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
