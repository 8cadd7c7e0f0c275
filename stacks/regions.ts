import { HEALTH_CHECKER_REGIONS, REGION_FACTS } from "../common/regions";

/** Continent code of Route 53's geolocation records. */
export type Continent = "AF" | "AS" | "EU" | "NA" | "OC" | "SA";

/** Service that some regions lack, named as in ARNs. */
export type PatchyService = "ses";

/** Region of the commercial partition. */
export interface Region {
  /** Code such as `eu-west-1`. */
  readonly code: string;
  /** Name of the location, such as `Ireland`. */
  readonly name: string;
  /** Approximate latitude in degrees, north positive. */
  readonly latitude: number;
  /** Approximate longitude in degrees, east positive. */
  readonly longitude: number;
  /** ISO 3166-1 alpha-2 code of the country. */
  readonly country: string;
  /** Continent, for geolocation routing. */
  readonly continent: Continent;
  /** Number of availability zones that a new account can use. */
  readonly zones: number;
  /** Whether the account must enable the region before its first use. */
  readonly optIn: boolean;
  /** Whether Route 53 has health checkers in the region. */
  readonly healthChecker: boolean;
  /** Second octet of the region's block 10.<slot>.0.0/16; permanent, and never reused. */
  readonly slot: number;
  /** Reason why the region is out of service; undefined when it is in service. */
  readonly outOfService?: string;
  /** Services that the region lacks. */
  readonly missing: readonly PatchyService[];
}

/** @see https://health.aws.amazon.com/health/status */
const GULF_OUTAGE =
  "data centres damaged on 2026-03-01; AWS advised its customers on 2026-04-30 to move out and suspended billing";

type Row = readonly [
  slot: number,
  code: string,
  name: string,
  latitude: number,
  longitude: number,
  country: string,
  continent: Continent,
  traits?: Partial<Pick<Region, "outOfService" | "missing">>,
];

const missing = ["ses"] as const;

/** A new region gets the next free slot. Slot 0 stays free, since VPCs created by hand usually have 10.0.0.0/16. */
const ROWS: readonly Row[] = [
  [1, "us-east-1", "N. Virginia", 38.9, -77.4, "US", "NA"],
  [2, "eu-west-1", "Ireland", 53.3, -6.3, "IE", "EU"],
  [3, "us-west-1", "N. California", 37.4, -121.9, "US", "NA"],
  [4, "ap-southeast-1", "Singapore", 1.3, 103.8, "SG", "AS"],
  [5, "ap-northeast-1", "Tokyo", 35.7, 139.7, "JP", "AS"],
  [6, "us-west-2", "Oregon", 45.8, -119.7, "US", "NA"],
  [7, "sa-east-1", "São Paulo", -23.5, -46.6, "BR", "SA"],
  [8, "ap-southeast-2", "Sydney", -33.9, 151.2, "AU", "OC"],
  [9, "eu-central-1", "Frankfurt", 50.1, 8.7, "DE", "EU"],
  [10, "ap-northeast-2", "Seoul", 37.6, 127.0, "KR", "AS"],
  [11, "ap-south-1", "Mumbai", 19.1, 72.9, "IN", "AS"],
  [12, "us-east-2", "Ohio", 40.0, -83.0, "US", "NA"],
  [13, "ca-central-1", "Montreal", 45.5, -73.6, "CA", "NA"],
  [14, "eu-west-2", "London", 51.5, -0.1, "GB", "EU"],
  [15, "eu-west-3", "Paris", 48.9, 2.4, "FR", "EU"],
  [16, "ap-northeast-3", "Osaka", 34.7, 135.5, "JP", "AS"],
  [17, "eu-north-1", "Stockholm", 59.3, 18.1, "SE", "EU"],
  [18, "ap-east-1", "Hong Kong", 22.3, 114.2, "HK", "AS", { missing }],
  [19, "me-south-1", "Bahrain", 26.1, 50.6, "BH", "AS", { outOfService: GULF_OUTAGE }],
  [20, "eu-south-1", "Milan", 45.5, 9.2, "IT", "EU"],
  [21, "af-south-1", "Cape Town", -33.9, 18.4, "ZA", "AF"],
  [22, "ap-southeast-3", "Jakarta", -6.2, 106.8, "ID", "AS"],
  [23, "me-central-1", "UAE", 24.4, 54.4, "AE", "AS", { outOfService: GULF_OUTAGE }],
  [24, "eu-central-2", "Zurich", 47.4, 8.5, "CH", "EU"],
  [25, "eu-south-2", "Spain", 41.6, -0.9, "ES", "EU", { missing }],
  [26, "ap-south-2", "Hyderabad", 17.4, 78.5, "IN", "AS"],
  [27, "ap-southeast-4", "Melbourne", -37.8, 145.0, "AU", "OC", { missing }],
  [28, "il-central-1", "Tel Aviv", 32.1, 34.8, "IL", "AS"],
  [29, "ca-west-1", "Calgary", 51.0, -114.1, "CA", "NA"],
  [30, "ap-southeast-5", "Malaysia", 3.1, 101.7, "MY", "AS"],
  [31, "ap-southeast-7", "Thailand", 13.8, 100.5, "TH", "AS", { missing }],
  [32, "mx-central-1", "Querétaro", 20.6, -100.4, "MX", "NA", { missing }],
  [33, "ap-east-2", "Taipei", 25.0, 121.6, "TW", "AS", { missing }],
  [34, "ap-southeast-6", "New Zealand", -36.8, 174.8, "NZ", "OC", { missing }],
];

/**
 * Commercial regions of AWS in the order of their slots; zones and opt-in status come from {@link REGION_FACTS}.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const REGIONS: readonly Region[] = ROWS.map(
  ([slot, code, name, latitude, longitude, country, continent, traits]) => ({
    code,
    name,
    latitude,
    longitude,
    country,
    continent,
    zones: REGION_FACTS[code]?.zoneLetters.length ?? 0,
    optIn: REGION_FACTS[code]?.optIn ?? false,
    healthChecker: HEALTH_CHECKER_REGIONS.some((region) => region === code),
    slot,
    missing: [],
    ...traits,
  }),
);

const BY_CODE: ReadonlyMap<string, Region> = new Map(REGIONS.map((region) => [region.code, region]));

/** Returns the region with a code, or undefined. */
export function findRegion(code: string): Region | undefined {
  return BY_CODE.get(code);
}

/** Returns the region's own CIDR block, 10.<slot>.0.0/16. */
export function regionCidr(region: Region): string {
  return `10.${region.slot}.0.0/16`;
}
