import {
  BUCKET,
  findEndpoints,
  findOnlyRegionInName,
  type Props,
  RECORD,
  type Resource,
  recordSetsOf,
  type Stack,
  targetRegionOf,
  Undecided,
} from "../kit";

/** An origin of a distribution, and where it is. */
export interface Origin {
  readonly id: string;
  readonly props: Props;
}

/** The origins of a distribution, by their ids. */
export function originsOf(distribution: Resource): readonly Origin[] {
  return distribution.list("origins").map((props) => ({ id: idOf(props), props }));
}

/** The id of an origin or of a group, which distributions of many tenants write otherwise. */
export function idOf(props: Props): string {
  return props.string("originId") ?? props.string("id") ?? "";
}

/**
 * The regions that some origins of a distribution are in, as far as anything tells them: one for each origin, undefined for
 * a name that may lead to any.
 *
 * @throws {Undecided} when an origin's name is not known, and neither the graph nor its id tell its region
 */
export function regionsOfOrigins(
  origins: readonly Origin[],
  distribution: Resource,
  stack: Stack,
): readonly (string | undefined)[] {
  const unknown = originsOf(distribution).filter(
    ({ props }) => props.read("domainName").state === "undecided",
  );
  const ids = new Set(origins.map(({ id }) => id));
  const [own] = unknown.filter(({ id }) => ids.has(id));
  const places = own ? candidatesOf(own, distribution, stack) : [];
  const rivals = unknown.filter(
    (origin) => String(candidatesOf(origin, distribution, stack)) === String(places),
  );
  // Two names that are not known, made of two resources in two regions, are in both.
  const isPair = rivals.length === 2 && places.length === 2 && new Set(places).size === 2;
  if (isPair && origins.length === 2 && rivals.every(({ id }) => ids.has(id))) return places;
  return origins.map((origin) => regionOfOrigin(origin, distribution, stack));
}

function regionOfOrigin(origin: Origin, distribution: Resource, stack: Stack): string | undefined {
  const reading = origin.props.read("domainName");
  if (reading.state === "absent") return undefined;
  if (reading.state === "known") return regionOfName(String(reading.value), stack);
  const regions = new Set(candidatesOf(origin, distribution, stack));
  if (regions.size === 1) return [...regions][0];
  const told = findOnlyRegionInName(origin.id);
  if (told !== undefined && regions.has(told)) return told;
  const sources = stack.dependenciesOf(distribution, "origins");
  const records = sources.filter(({ type }) => (RECORD as readonly string[]).includes(type));
  // A name that is none of an endpoint of one region, such as an accelerator's, may lead to any.
  const isElsewhere = regions.size === 0 && sources.some((source) => isRegionless(source));
  if (isElsewhere && records.length === 0) return undefined;
  const [record] = records;
  if (regions.size === 0 && record && records.length === 1) return regionOfRecord(record, stack);
  throw new Undecided(`${origin.props.at}domainName`);
}

/** Regions of what an origin's name may come from. */
function candidatesOf({ props }: Origin, distribution: Resource, stack: Stack): readonly string[] {
  const endpoints = findEndpoints(stack, distribution, "origins");
  const buckets = endpoints.filter(({ type }) => (BUCKET as readonly string[]).includes(type));
  const others = endpoints.filter((one) => !buckets.includes(one));
  const isWeb = ["customOriginConfig", "customOriginConfigs", "vpcOriginConfig", "vpcOriginConfigs"].some(
    (key) => props.read(key).state !== "absent",
  );
  const fitting = isWeb && others.length > 0 ? others : !isWeb && buckets.length > 0 ? buckets : endpoints;
  return fitting.map((endpoint) => endpoint.region());
}

function isRegionless(resource: Resource): boolean {
  return /^aws:(?:globalaccelerator|s3control)\//.test(resource.type);
}

/** The region of a name that is known: what it says, its bucket's, or that of the record that bears it. */
function regionOfName(name: string, stack: Stack): string | undefined {
  const [set] = recordSetsOf(stack).findByName(name);
  const [record] = set?.members ?? [];
  if (record) return regionOfRecord(record, stack);
  const told = AWS_NAME.test(name) ? findOnlyRegionInName(name) : undefined;
  if (told !== undefined) return told;
  const [, bucket] = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com/.exec(name) ?? [];
  const named = bucket === undefined ? undefined : bucketNamed(bucket, stack);
  return named?.region();
}

const AWS_NAME = /\.(?:amazonaws\.com(?:\.cn)?|on\.aws|awsapprunner\.com|elasticbeanstalk\.com)$/;

function bucketNamed(name: string, stack: Stack): Resource | undefined {
  return stack.ofTypes(BUCKET).find((bucket) => {
    const own = bucket.read("bucket");
    return own.state === "known" && own.value === name;
  });
}

/** The region of a record with one answer; answers of several fail over by themselves. */
function regionOfRecord(record: Resource, stack: Stack): string | undefined {
  const set = recordSetsOf(stack).of(record);
  return set.policy === "simple" ? targetRegionOf(stack, record) : undefined;
}
