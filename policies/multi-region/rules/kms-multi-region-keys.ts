import { evaluateWithin, KEY, REPLICA_KEY, type Resource, type Stack, stackRule } from "../../kit";
import { type KeyUse, keyUsesIn } from "../key-uses";

/** What a key of one region alone has encrypted cannot be read elsewhere when that region fails. */
export const kmsMultiRegionKeys = stackRule({
  name: "kms-multi-region-keys",
  title: "Keys are where the data is",
  description:
    "Keys of replicated S3 buckets and of DynamoDB global tables are multi-Region keys with a replica in each region of the data.",
  level: "advisory",
  severity: "medium",
  tags: ["multi-region"],
  remediationSteps:
    "Set multiRegion true on the aws.kms.Key (which replaces it), and make an aws.kms.ReplicaKey with its ARN as primaryKeyArn in each other region of the data.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
  types: KEY,
  checks: {
    replicas: (key, { stack }) => {
      const { found, open } = keyUsesIn(stack);
      const uses = found.filter((use) => use.key === key);
      const [use] = uses;
      const [doubt] = open;
      if (!use && doubt) throw doubt;
      return use && keyFlaw(key, use, [...new Set(uses.flatMap(({ regions }) => regions))], stack);
    },
  },
});

function keyFlaw(
  key: Resource,
  { data }: KeyUse,
  regions: readonly string[],
  stack: Stack,
): string | undefined {
  const own = key.region();
  const elsewhere = regions.filter((region) => region !== own).sort();
  if (elsewhere.length === 0) return undefined;
  if (key.boolean("multiRegion") !== true) {
    return `multiRegion is ${key.boolean("multiRegion") ?? "missing"}, expected true, since it encrypts ${data}, which is in ${elsewhere.join(", ")} as well`;
  }
  const replicas = stack
    .findReferrers(key, REPLICA_KEY, "primaryKeyArn")
    .map((replica) => evaluateWithin(replica, () => replica.region()));
  const missing = elsewhere.filter((region) => !replicas.includes(region));
  if (missing.length === 0) return undefined;
  return `it has no replica in ${missing.join(", ")}, where ${data} is as well; add aws.kms.ReplicaKey there with its ARN as primaryKeyArn`;
}
