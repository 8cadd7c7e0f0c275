import { nearest } from "./near";

/** What the simulator knows of a region. */
export interface RegionFacts {
  /** Zone letters in the order in which EC2 lists them. */
  readonly zones: string;
  /** Short form in zone ids, such as `use1`. */
  readonly zoneIdPrefix: string;
  /** Whether an account must enable it first: true for those launched after 2019-03-20. */
  readonly optIn: boolean;
  /** Name of the place, as AWS's endpoints list has it. */
  readonly description: string;
}

const fact = (description: string, zoneIdPrefix: string, zones = "abc", optIn = false): RegionFacts => ({
  zones,
  zoneIdPrefix,
  optIn,
  description,
});

/**
 * Regions and their zones.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html and botocore data/endpoints.json
 */
export const REGIONS: Readonly<Record<string, RegionFacts>> = {
  "us-east-1": fact("US East (N. Virginia)", "use1", "abcdef"),
  "us-east-2": fact("US East (Ohio)", "use2"),
  "us-west-1": fact("US West (N. California)", "usw1", "ac"),
  "us-west-2": fact("US West (Oregon)", "usw2", "abcd"),
  "ca-central-1": fact("Canada (Central)", "cac1", "abd"),
  "ca-west-1": fact("Canada West (Calgary)", "caw1", "abc", true),
  "mx-central-1": fact("Mexico (Central)", "mxc1", "abc", true),
  "sa-east-1": fact("South America (Sao Paulo)", "sae1"),
  "eu-west-1": fact("Europe (Ireland)", "euw1"),
  "eu-west-2": fact("Europe (London)", "euw2"),
  "eu-west-3": fact("Europe (Paris)", "euw3"),
  "eu-central-1": fact("Europe (Frankfurt)", "euc1"),
  "eu-central-2": fact("Europe (Zurich)", "euc2", "abc", true),
  "eu-north-1": fact("Europe (Stockholm)", "eun1"),
  "eu-south-1": fact("Europe (Milan)", "eus1", "abc", true),
  "eu-south-2": fact("Europe (Spain)", "eus2", "abc", true),
  "il-central-1": fact("Israel (Tel Aviv)", "ilc1", "abc", true),
  "me-south-1": fact("Middle East (Bahrain)", "mes1", "abc", true),
  "me-central-1": fact("Middle East (UAE)", "mec1", "abc", true),
  "af-south-1": fact("Africa (Cape Town)", "afs1", "abc", true),
  "ap-south-1": fact("Asia Pacific (Mumbai)", "aps1"),
  "ap-south-2": fact("Asia Pacific (Hyderabad)", "aps2", "abc", true),
  "ap-southeast-1": fact("Asia Pacific (Singapore)", "apse1"),
  "ap-southeast-2": fact("Asia Pacific (Sydney)", "apse2"),
  "ap-southeast-3": fact("Asia Pacific (Jakarta)", "apse3", "abc", true),
  "ap-southeast-4": fact("Asia Pacific (Melbourne)", "apse4", "abc", true),
  "ap-southeast-5": fact("Asia Pacific (Malaysia)", "apse5", "abc", true),
  "ap-southeast-6": fact("Asia Pacific (New Zealand)", "apse6", "abc", true),
  "ap-southeast-7": fact("Asia Pacific (Thailand)", "apse7", "abc", true),
  "ap-northeast-1": fact("Asia Pacific (Tokyo)", "apne1", "acd"),
  "ap-northeast-2": fact("Asia Pacific (Seoul)", "apne2", "abcd"),
  "ap-northeast-3": fact("Asia Pacific (Osaka)", "apne3"),
  "ap-east-1": fact("Asia Pacific (Hong Kong)", "ape1", "abc", true),
  "ap-east-2": fact("Asia Pacific (Taipei)", "ape2", "abc", true),
  "cn-north-1": fact("China (Beijing)", "cnn1"),
  "cn-northwest-1": fact("China (Ningxia)", "cnnw1"),
  "us-gov-east-1": fact("AWS GovCloud (US-East)", "usge1"),
  "us-gov-west-1": fact("AWS GovCloud (US-West)", "usgw1"),
  "eusc-de-east-1": fact("AWS European Sovereign Cloud (Germany)", "eusc-dee1"),
};

/** Zone names of a region in order, such as `eu-west-1a`. */
export function zonesOf(region: string): readonly string[] {
  return [...(REGIONS[region]?.zones ?? "")].map((letter) => region + letter);
}

/** Zone ids of a region, each standing for the zone name at its place, such as `euw1-az1`. */
export function zoneIdsOf(region: string): readonly string[] {
  const facts = REGIONS[region];
  return [...(facts?.zones ?? "")].map((_, i) => `${facts?.zoneIdPrefix}-az${i + 1}`);
}

/** Whether there is such a region. */
export function isRegion(region: string): boolean {
  return Object.hasOwn(REGIONS, region);
}

/** What to say of a region that does not exist: the provider's words, and what may have been meant. */
export function invalidRegion(region: string): string {
  const near = nearest(region, Object.keys(REGIONS));
  return `invalid AWS Region: ${region}${near.length > 0 ? `; did you mean ${near.join(" or ")}?` : ", expected a code such as us-east-1"}`;
}
