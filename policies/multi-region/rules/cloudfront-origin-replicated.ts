import {
  ANY_DISTRIBUTION,
  BUCKET,
  BUCKET_REPLICATION,
  bucketNamesOf,
  enabledReplicationRulesOf,
  evaluateWithin,
  findBucketSettings,
  findBuckets,
  findFlaws,
  findOnlyRegionInName,
  isAnyPassing,
  type Props,
  parseBucketName,
  type Resource,
  replicationDestinationsOf,
  type Stack,
  stackRule,
} from "../../kit";
import { type Origin, originsOf } from "../origins";

/** A second origin answers 403 for every object that the first one has not replicated to it. */
export const cloudfrontOriginReplicated = stackRule({
  name: "cloudfront-origin-replicated",
  title: "Buckets of an origin group are replicated",
  description:
    "The first bucket of a CloudFront origin group is replicated to the second, which otherwise returns 403 when CloudFront fails over.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "CloudFront.4",
    specification: "CloudFront distributions should have origin failover configured",
  },
  tags: ["multi-region"],
  remediationSteps:
    "Add an aws.s3.BucketReplicationConfig from the first member's bucket to the second's, with versioning of both. If a pipeline uploads to both buckets, exempt the distribution with that reason.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html",
  types: ANY_DISTRIBUTION,
  checks: {
    "replication between its buckets": (distribution, { stack }) =>
      findFlaws(distribution.list("originGroups"), (group) => findGap(group, distribution, stack)),
  },
});

function findGap(group: Props, distribution: Resource, stack: Stack): string | undefined {
  const ids = group.list("members").map((member) => member.string("originId"));
  const [first = [], second = []] = ids.map((id) =>
    originsOf(distribution)
      .filter((origin) => origin.id === id)
      .flatMap((origin) => bucketsOf(origin, distribution, stack)),
  );
  if (first.length === 0 || second.length === 0) return undefined;
  const pairs = first.flatMap((source) =>
    second.flatMap((destination) => (source === destination ? [] : [{ source, destination }])),
  );
  if (pairs.length === 0) return undefined;
  const isReplicated = isAnyPassing(pairs, ({ source, destination }) =>
    replicatesTo(source, destination, stack),
  );
  if (isReplicated) return undefined;
  return `${group.at}members are ${listNames(first)} and ${listNames(second)}, and no rule replicates the first to the second, which returns 403 when CloudFront fails over; add aws.s3.BucketReplicationConfig`;
}

/**
 * The possible buckets of an origin: several when its name is unknown and neither its id nor its dependencies single one out;
 * none for other origins and for buckets outside of the stack.
 */
function bucketsOf({ id, props }: Origin, distribution: Resource, stack: Stack): readonly Resource[] {
  if (props.read("customOriginConfig").state !== "absent") return [];
  const path = `${props.at}domainName`;
  const reading = distribution.read(path);
  if (reading.state === "known") {
    const name = parseBucketName(String(reading.value));
    return stack.ofTypes(BUCKET).filter((bucket) => bucketNamesOf(bucket).includes(name));
  }
  const buckets = findBuckets(stack, distribution, path);
  const region = findOnlyRegionInName(id);
  const inRegion = buckets.filter((bucket) => bucket.region() === region);
  return inRegion.length > 0 ? inRegion : buckets;
}

function replicatesTo(source: Resource, destination: Resource, stack: Stack): boolean {
  const holders = [source, ...findBucketSettings(stack, source, BUCKET_REPLICATION)];
  return isAnyPassing(holders, (holder) =>
    evaluateWithin(holder, () =>
      enabledReplicationRulesOf(holder).some((rule) =>
        replicationDestinationsOf(stack, rule).includes(destination),
      ),
    ),
  );
}

function listNames(buckets: readonly Resource[]): string {
  return buckets.map(({ name }) => name).join(" or ");
}
