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
} from "../kit";

/** Origin of a distribution. */
export interface Origin {
  readonly id: string;
  readonly props: Props;
}

/** Lists the origins of a distribution. */
export function originsOf(distribution: Resource): readonly Origin[] {
  return distribution.list("origins").map((props) => ({ id: idOf(props), props }));
}

/** Id of an origin or a group; multi-tenant distributions use another property. */
export function idOf(props: Props): string {
  return props.string("originId") ?? props.string("id") ?? "";
}

/**
 * Regions of some origins of a distribution: one per origin, undefined for a name that may resolve to any region.
 *
 * @throws {Undecided} when an origin's name is unknown, and neither the graph nor its id shows the region
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
  const candidates = own ? findCandidates(own, distribution, stack) : [];
  const rivals = unknown.filter(
    (origin) => String(findCandidates(origin, distribution, stack)) === String(candidates),
  );
  // Two unknown names derived from two resources in two regions cover both regions.
  const isPair = rivals.length === 2 && candidates.length === 2 && new Set(candidates).size === 2;
  if (isPair && origins.length === 2 && rivals.every(({ id }) => ids.has(id))) return candidates;
  return origins.map((origin) => regionOfOrigin(origin, distribution, stack));
}

function regionOfOrigin(origin: Origin, distribution: Resource, stack: Stack): string | undefined {
  const reading = origin.props.read("domainName");
  if (reading.state === "absent") return undefined;
  if (reading.state === "known") return regionOfName(String(reading.value), stack);
  const regions = new Set(findCandidates(origin, distribution, stack));
  if (regions.size === 1) return [...regions][0];
  const regionInId = findOnlyRegionInName(origin.id);
  if (regionInId !== undefined && regions.has(regionInId)) return regionInId;
  const sources = stack.dependenciesOf(distribution, "origins");
  const records = sources.filter(({ type }) => (RECORD as readonly string[]).includes(type));
  // A name of a global endpoint, such as an accelerator's, may resolve to any region.
  const isElsewhere = regions.size === 0 && sources.some((source) => isRegionless(source));
  if (isElsewhere && records.length === 0) return undefined;
  const [record] = records;
  if (regions.size === 0 && record && records.length === 1) return regionOfRecord(record, stack);
  throw origin.props.undecided("domainName");
}

/** Regions of the endpoints that an origin's unknown name may belong to. */
function findCandidates({ props }: Origin, distribution: Resource, stack: Stack): readonly string[] {
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

/** Region of a known name: of the record with that name, in the name itself, or of the bucket that it names. */
function regionOfName(name: string, stack: Stack): string | undefined {
  const [set] = recordSetsOf(stack).findByName(name);
  const [record] = set?.members ?? [];
  if (record) return regionOfRecord(record, stack);
  const regionInName = AWS_NAME.test(name) ? findOnlyRegionInName(name) : undefined;
  if (regionInName !== undefined) return regionInName;
  const [, bucket] = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com/.exec(name) ?? [];
  const bucketOfName = bucket === undefined ? undefined : findBucket(bucket, stack);
  return bucketOfName?.region();
}

const AWS_NAME = /\.(?:amazonaws\.com(?:\.cn)?|on\.aws|awsapprunner\.com|elasticbeanstalk\.com)$/;

function findBucket(name: string, stack: Stack): Resource | undefined {
  return stack.ofTypes(BUCKET).find((bucket) => {
    const own = bucket.read("bucket");
    return own.state === "known" && own.value === name;
  });
}

/** Region of a simple record; undefined for a routed one, which fails over by itself. */
function regionOfRecord(record: Resource, stack: Stack): string | undefined {
  const set = recordSetsOf(stack).of(record);
  return set.policy === "simple" ? targetRegionOf(stack, record) : undefined;
}
