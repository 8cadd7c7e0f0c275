import { REGION_AREAS, REGION_DIRECTIONS, REGION_PARTS } from "../../../common/regions";

/** A region in a name. */
export interface RegionInName {
  /** The region, such as `eu-west-1`. */
  readonly region: string;
  /** The part of the name, with the letter of a zone if there is one. */
  readonly text: string;
  /** Index of that part. */
  readonly index: number;
  /** Whether it is a zone of the region, such as `eu-west-1a`. */
  readonly isZone: boolean;
}

const AREA = REGION_AREAS.join("|");
const PART = REGION_PARTS.join("|");
const DIRECTION = REGION_DIRECTIONS.join("|");

/** `eu-west-1`, `eu_west_1` and `euwest1`, as a word of its own, with the letter of a zone. */
const WORD = new RegExp(
  `(?<![A-Za-z0-9])(${AREA})([-_]?(?:${PART}))?[-_]?(${DIRECTION})[-_]?([0-9])([a-z](?![A-Za-z0-9]))?(?![A-Za-z0-9])`,
  "gi",
);
/** `EuWest1` within a name in camel case. */
const CAMEL = new RegExp(
  `(?<![A-Z])(${capitalizeAlternatives(AREA)})(${capitalizeAlternatives(PART)})?(${capitalizeAlternatives(DIRECTION)})([0-9])()(?![0-9a-z])`,
  "g",
);

/**
 * Finds the regions in a name, in the forms `eu-west-1`, `eu_west_1`, `euwest1` and `EuWest1`, with or without a zone.
 *
 * @param abbreviated abbreviations to find as well, such as `euw1`. @default - none
 */
export function findRegionsInName(name: string, abbreviated?: Abbreviations): readonly RegionInName[] {
  const regions: RegionInName[] = [];
  const add = (region: string, text: string, index: number, isZone: boolean): void => {
    const overlaps = regions.some(
      (one) => index < one.index + one.text.length && one.index < index + text.length,
    );
    if (!overlaps) regions.push({ region, text, index, isZone });
  };
  for (const pattern of [WORD, CAMEL]) {
    for (const match of name.matchAll(pattern)) {
      const [text, area = "", part = "", place = "", digit = "", zone = ""] = match;
      const words = [area, part.replace(/[-_]/, ""), place, digit].filter((word) => word !== "");
      add(words.join("-").toLowerCase(), text, match.index, zone !== "");
    }
  }
  for (const match of abbreviated ? name.matchAll(abbreviated.pattern) : []) {
    const [text, short = "", zone] = match;
    const region = abbreviated?.regions.get(short.toLowerCase());
    if (region !== undefined) add(region, text, match.index, zone !== undefined);
  }
  return regions.sort((a, b) => a.index - b.index);
}

/** Abbreviations of regions to find in names. */
export interface Abbreviations {
  readonly pattern: RegExp;
  /** Regions by their abbreviations. */
  readonly regions: ReadonlyMap<string, string>;
}

/** Compiles the abbreviations of some regions. */
export function compileAbbreviations(regions: Iterable<string>): Abbreviations {
  const byText = new Map([...regions].map((region) => [abbreviationOf(region), region] as const));
  const any = byText.size === 0 ? "(?!)" : [...byText.keys()].join("|");
  return { pattern: new RegExp(`(?<![A-Za-z0-9])(${any})([a-z])?(?![A-Za-z0-9])`, "gi"), regions: byText };
}

/** The customary abbreviation of a region, such as `euw1` for `eu-west-1` and `apne2` for `ap-northeast-2`. */
export function abbreviationOf(region: string): string {
  const [area = "", ...words] = region.split("-");
  const short = words.map((word) =>
    word.replace(
      /^(north|south)(east|west)$/,
      (_, first: string, second: string) => `${first[0]}${second[0]}`,
    ),
  );
  return [area, ...short.map((word) => (/^[ns][ew]$/.test(word) ? word : word.slice(0, 1)))].join("");
}

function capitalizeAlternatives(alternatives: string): string {
  return alternatives
    .split("|")
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("|");
}
