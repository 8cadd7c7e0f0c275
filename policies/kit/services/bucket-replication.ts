import { BUCKET } from "../facts/resource-types";
import type { Props } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { bucketNamesOf, findBuckets, parseBucketName } from "./buckets";

/** A rule by which a bucket's objects are replicated. */
export interface ReplicationRule {
  /** What has the rule: a resource of its own, or the bucket with an inline block. */
  readonly holder: Resource;
  readonly props: Props;
  /** Place of the rule's destination in its holder. */
  readonly destination: string;
}

/** Places where rules stand: in a resource of their own, and in buckets and their aliases of version 2. */
const RULE_PATHS = ["rules", "replicationConfiguration.rules", "replicationConfigurations.0.rules"] as const;

/** The rules that a resource has, whatever their status. */
export function replicationRulesOf(holder: Resource): readonly ReplicationRule[] {
  return RULE_PATHS.flatMap((place) =>
    holder.list(place).map((props) => {
      const inner = props.read("destinations").state === "absent" ? "destination" : "destinations.0";
      return { holder, props, destination: `${props.at}${inner}` };
    }),
  );
}

/** The rules that a resource has and that are enabled. */
export function enabledReplicationRulesOf(holder: Resource): readonly ReplicationRule[] {
  return replicationRulesOf(holder).filter(({ props }) => props.string("status") === "Enabled");
}

/** The bucket that rules replicate from; undefined when it is outside of the stack. */
export function replicationSourceOf(stack: Stack, holder: Resource): Resource | undefined {
  return isBucket(holder) ? holder : findBuckets(stack, holder, "bucket")[0];
}

/**
 * The buckets that a rule may replicate to; none when they are outside of the stack. More than one when the rules depend
 * on several and nothing tells yet which of them is this rule's.
 */
export function replicationDestinationsOf(stack: Stack, rule: ReplicationRule): readonly Resource[] {
  const path = `${rule.destination}.bucket`;
  const told = rule.holder.read(path);
  const named = findBuckets(stack, rule.holder, path).filter(
    (bucket) => told.state !== "known" || isArnOfBucket(bucket, String(told.value)),
  );
  if (named.length < 2) return named;
  // Rules that are called after their source depend on it as well.
  const source = replicationSourceOf(stack, rule.holder);
  return named.filter((bucket) => bucket !== source);
}

/** Whether a known ARN may be a bucket's: one rule's bucket of another stack must not pass for that of the next rule. */
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
