import { evaluateWithin, KEY, REPLICA_KEY, type Resource, type Stack, stackRule } from "../../kit";
import { findKeyUses, type KeyUse } from "../key-uses";

/** Data that a single-region key encrypts cannot be read elsewhere when that region fails. */
export const kmsMultiRegionKeys = stackRule({
  name: "kms-multi-region-keys",
  title: "Keys exist in each region of the data",
  description:
    "Keys of replicated S3 buckets and DynamoDB global tables are multi-Region keys with a replica in each region of the data.",
  level: "advisory",
  severity: "medium",
  tags: ["multi-region"],
  remediationSteps:
    "Set multiRegion true on the aws.kms.Key (which replaces it), and create an aws.kms.ReplicaKey with its ARN as primaryKeyArn in each other region of the data.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
  types: KEY,
  checks: {
    replicas: (key, { stack }) => {
      const { uses: all, undecided } = findKeyUses(stack);
      const uses = all.filter((use) => use.key === key);
      const [use] = uses;
      const [doubt] = undecided;
      if (!use && doubt) throw doubt;
      return use && findKeyFault(key, use, [...new Set(uses.flatMap(({ regions }) => regions))], stack);
    },
  },
});

function findKeyFault(
  key: Resource,
  { data }: KeyUse,
  regions: readonly string[],
  stack: Stack,
): string | undefined {
  const own = key.region();
  const elsewhere = regions.filter((region) => region !== own).sort();
  if (elsewhere.length === 0) return undefined;
  if (key.boolean("multiRegion") !== true) {
    return `multiRegion is ${key.boolean("multiRegion") ?? "missing"}, expected true, since it encrypts ${data}, which is also in ${elsewhere.join(", ")}`;
  }
  const replicas = stack
    .findReferrers(key, REPLICA_KEY, "primaryKeyArn")
    .map((replica) => evaluateWithin(replica, () => replica.region()));
  const missing = elsewhere.filter((region) => !replicas.includes(region));
  if (missing.length === 0) return undefined;
  return `it has no replica in ${missing.join(", ")}, where ${data} is too; add aws.kms.ReplicaKey there with its ARN as primaryKeyArn`;
}
