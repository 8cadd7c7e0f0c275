import { BUCKET } from "../facts/resource-types";
import type { Props } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { bucketNamesOf, findBuckets, parseBucketName } from "./buckets";

/** A rule that replicates objects of a bucket. */
export interface ReplicationRule {
  /** The resource with the rule: a separate one, or the bucket itself. */
  readonly holder: Resource;
  readonly props: Props;
  /** Path of the rule's destination in its holder. */
  readonly destination: string;
}

/** Paths of rules in separate resources, in buckets and in their aliases of version 2. */
const RULE_PATHS = ["rules", "replicationConfiguration.rules", "replicationConfigurations.0.rules"] as const;

/** The rules of a resource, enabled and disabled. */
export function replicationRulesOf(holder: Resource): readonly ReplicationRule[] {
  return RULE_PATHS.flatMap((path) =>
    holder.list(path).map((props) => {
      const inner = props.read("destinations").state === "absent" ? "destination" : "destinations.0";
      return { holder, props, destination: `${props.at}${inner}` };
    }),
  );
}

/** The enabled rules of a resource. */
export function enabledReplicationRulesOf(holder: Resource): readonly ReplicationRule[] {
  return replicationRulesOf(holder).filter(({ props }) => props.string("status") === "Enabled");
}

/** The source bucket of rules; undefined when it is outside of the stack. */
export function replicationSourceOf(stack: Stack, holder: Resource): Resource | undefined {
  return isBucket(holder) ? holder : findBuckets(stack, holder, "bucket")[0];
}

/**
 * The possible destination buckets of a rule; empty when they are outside of the stack. There are several when the rules depend
 * on several buckets and the destination of this rule is unknown.
 */
export function replicationDestinationsOf(stack: Stack, rule: ReplicationRule): readonly Resource[] {
  const path = `${rule.destination}.bucket`;
  const destination = rule.holder.read(path);
  const buckets = findBuckets(stack, rule.holder, path).filter(
    (bucket) => destination.state !== "known" || isArnOfBucket(bucket, String(destination.value)),
  );
  if (buckets.length < 2) return buckets;
  // Rules that are named after their source depend on it as well.
  const source = replicationSourceOf(stack, rule.holder);
  return buckets.filter((bucket) => bucket !== source);
}

/** Whether a known ARN may be that of a bucket; otherwise the rule replicates to a bucket outside of the stack. */
function isArnOfBucket(bucket: Resource, arn: string): boolean {
  const names = bucketNamesOf(bucket);
  const own = bucket.outputs.read("arn");
  return (
    (own.state === "known" && own.value === arn) || names.length === 0 || names.includes(parseBucketName(arn))
  );
}

function isBucket({ type }: Resource): boolean {
  return (BUCKET as readonly string[]).includes(type);
}
