/** Words that region codes begin with, partitions other than `aws` included. */
export const REGION_AREAS = ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx", "cn", "eusc"] as const;

/** Words that follow the area in GovCloud, isolated partitions and the European Sovereign Cloud, as sources of patterns. */
export const REGION_PARTS = ["gov", "iso[a-z]?", "de"] as const;

/** Words that end region codes, before the number; longer words first, so that a pattern takes the longest. */
export const REGION_DIRECTIONS = [
  "northeast",
  "northwest",
  "southeast",
  "southwest",
  "north",
  "south",
  "east",
  "west",
  "central",
] as const;

/**
 * Form of a region code such as `eu-west-1`, `us-gov-west-1`, `us-isob-east-1` or `eusc-de-east-1`, as the source of
 * a pattern without groups or anchors.
 *
 * @see botocore data/partitions.json, `regionRegex` of each partition
 */
export const REGION_CODE = `(?:${REGION_AREAS.join("|")})(?:-(?:${REGION_PARTS.join("|")}))?-(?:${REGION_DIRECTIONS.join("|")})-[0-9]`;

const WHOLE_CODE = new RegExp(`^${REGION_CODE}$`);

/** Whether a string has the form of a region code; the region may be newer than {@link REGION_FACTS}. */
export function isRegionCode(text: string): boolean {
  return WHOLE_CODE.test(text);
}

/**
 * Region of AWS's global services in the commercial partition: certificates of CloudFront, the billing metric, metrics
 * of Route 53's health checks.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
 */
export const GLOBAL_SERVICES_REGION = "us-east-1";

/** Regions with Route 53 health checkers. @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const HEALTH_CHECKER_REGIONS = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

/** Region with Route 53 health checkers. */
export type HealthCheckerRegion = (typeof HEALTH_CHECKER_REGIONS)[number];

/**
 * Regions with an endpoint of Amazon Q Developer in chat applications, formerly AWS Chatbot. A channel in one of them shows
 * messages of topics in any region.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/chatbot.html
 */
export const CHAT_REGIONS: readonly string[] = ["us-east-2", "us-west-2", "eu-west-1", "ap-southeast-1"];

/** Facts of one region. */
export interface RegionFacts {
  /** Name in AWS's endpoints list. */
  readonly description: string;
  /** Short form in zone ids, such as `use1`. */
  readonly zoneIdPrefix: string;
  /** Letters of the availability zones that a new account can use, in the order in which EC2 lists them. */
  readonly zoneLetters: string;
  /** Whether an account must enable the region before its first use: true for those launched after 2019-03-20. */
  readonly optIn: boolean;
}

const fact = (
  description: string,
  zoneIdPrefix: string,
  zoneLetters = "abc",
  optIn = false,
): RegionFacts => ({
  description,
  zoneIdPrefix,
  zoneLetters,
  optIn,
});

/**
 * Regions of AWS, by code.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html and botocore data/endpoints.json
 */
export const REGION_FACTS: Readonly<Record<string, RegionFacts>> = {
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
