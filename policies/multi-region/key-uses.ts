import {
  BUCKET,
  BUCKET_ENCRYPTION,
  BUCKET_REPLICATION,
  enabledReplicationRulesOf,
  evaluateWithin,
  findBucketSettings,
  KEY,
  KEY_ALIAS,
  REPLICA_KEY,
  type Resource,
  replicationDestinationsOf,
  replicationSourceOf,
  type Stack,
  TABLE,
  TABLE_REPLICA,
  Undecided,
} from "../kit";

/** Data that is in several regions, and a key that encrypts it in one of them. */
export interface KeyUse {
  readonly key: Resource;
  /** What holds the data, in words. */
  readonly data: string;
  /** All regions of the data. */
  readonly regions: readonly string[];
}

/** What could not be known of a use. */
export interface KeyUses {
  readonly found: readonly KeyUse[];
  readonly open: readonly Undecided[];
}

const KNOWN = new WeakMap<Stack, KeyUses>();

/** The keys of replicated buckets and of global tables, whether they are copies of others or not. */
export function keyUsesIn(stack: Stack): KeyUses {
  const known = KNOWN.get(stack);
  if (known) return known;
  const found: KeyUse[] = [];
  const open: Undecided[] = [];
  for (const holder of stack.ofTypes([...BUCKET_REPLICATION, ...BUCKET, ...TABLE])) {
    try {
      const isTable = (TABLE as readonly string[]).includes(holder.type);
      found.push(
        ...evaluateWithin(holder, () => (isTable ? usesOfTable(holder, stack) : usesOfBucket(holder, stack))),
      );
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      open.push(error);
    }
  }
  const uses = { found, open };
  KNOWN.set(stack, uses);
  return uses;
}

function usesOfBucket(holder: Resource, stack: Stack): readonly KeyUse[] {
  const rules = enabledReplicationRulesOf(holder);
  if (rules.length === 0) return [];
  const source = replicationSourceOf(stack, holder);
  const destinations = rules.flatMap((rule) => replicationDestinationsOf(stack, rule));
  const buckets = [...new Set([...(source ? [source] : []), ...destinations])];
  const regions = regionsOf(source ? buckets : [holder, ...buckets]);
  const data = `replicated bucket ${source?.name ?? holder.name}`;
  const named = rules.flatMap(({ destination }) => [
    ...keysAt(holder, `${destination}.encryptionConfiguration.replicaKmsKeyId`, stack),
    ...keysAt(holder, `${destination}.replicaKmsKeyId`, stack),
  ]);
  const own = buckets.flatMap((bucket) => keysOfBucket(bucket, stack));
  return [...new Set([...own, ...named])].map((key) => ({ key, data, regions }));
}

function keysOfBucket(bucket: Resource, stack: Stack): readonly Resource[] {
  const settings = findBucketSettings(stack, bucket, BUCKET_ENCRYPTION);
  const holders = [...settings, bucket];
  const places = [
    "rules",
    "serverSideEncryptionConfiguration.rule",
    "serverSideEncryptionConfigurations.0.rules",
  ];
  return holders.flatMap((holder) =>
    evaluateWithin(holder, () =>
      places.flatMap((place) =>
        holder
          .list(place)
          .flatMap((rule) =>
            ["applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults.0"].flatMap((inner) =>
              keysAt(holder, `${rule.at}${inner}.kmsMasterKeyId`, stack),
            ),
          ),
      ),
    ),
  );
}

function usesOfTable(table: Resource, stack: Stack): readonly KeyUse[] {
  const inline = table.list("replicas");
  const apart = stack.findReferrers(table, TABLE_REPLICA, "globalTableArn");
  if (inline.length + apart.length === 0) return [];
  const regions = [
    ...regionsOf([table, ...apart]),
    ...inline.flatMap((replica) => replica.string("regionName") ?? []),
  ];
  const keys = [
    ...keysAt(table, "serverSideEncryption.kmsKeyArn", stack),
    ...inline.flatMap((replica) => keysAt(table, `${replica.at}kmsKeyArn`, stack)),
    ...apart.flatMap((replica) => evaluateWithin(replica, () => keysAt(replica, "kmsKeyArn", stack))),
  ];
  return [...new Set(keys)].map((key) => ({ key, data: `global table ${table.name}`, regions }));
}

/** The keys that a property names, also by way of their aliases. */
function keysAt(resource: Resource, path: string, stack: Stack): readonly Resource[] {
  if (resource.read(path).state === "absent") return [];
  return stack.findTargets(resource, path, [...KEY, ...REPLICA_KEY, ...KEY_ALIAS]).flatMap((one) => {
    const isAlias = (KEY_ALIAS as readonly string[]).includes(one.type);
    return isAlias ? stack.findTargets(one, "targetKeyId", [...KEY, ...REPLICA_KEY]) : [one];
  });
}

function regionsOf(resources: readonly Resource[]): readonly string[] {
  return [...new Set(resources.map((resource) => evaluateWithin(resource, () => resource.region())))];
}
