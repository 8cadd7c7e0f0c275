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

/** Key that encrypts, in one region, data that exists in several regions. */
export interface KeyUse {
  readonly key: Resource;
  /** Description of the resource that holds the data. */
  readonly data: string;
  /** Regions of the data. */
  readonly regions: readonly string[];
}

/** Uses of keys, and the reasons why there may be more. */
export interface KeyUses {
  readonly uses: readonly KeyUse[];
  readonly undecided: readonly Undecided[];
}

const KNOWN = new WeakMap<Stack, KeyUses>();

/** Uses of keys by replicated buckets and global tables, replica keys included. */
export function findKeyUses(stack: Stack): KeyUses {
  const known = KNOWN.get(stack);
  if (known) return known;
  const uses: KeyUse[] = [];
  const undecided: Undecided[] = [];
  for (const holder of stack.ofTypes([...BUCKET_REPLICATION, ...BUCKET, ...TABLE])) {
    try {
      const isTable = (TABLE as readonly string[]).includes(holder.type);
      uses.push(
        ...evaluateWithin(holder, () => (isTable ? usesOfTable(holder, stack) : usesOfBucket(holder, stack))),
      );
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      undecided.push(error);
    }
  }
  const result = { uses, undecided };
  KNOWN.set(stack, result);
  return result;
}

function usesOfBucket(holder: Resource, stack: Stack): readonly KeyUse[] {
  const rules = enabledReplicationRulesOf(holder);
  if (rules.length === 0) return [];
  const source = replicationSourceOf(stack, holder);
  const destinations = rules.flatMap((rule) => replicationDestinationsOf(stack, rule));
  const buckets = [...new Set([...(source ? [source] : []), ...destinations])];
  const regions = regionsOf(source ? buckets : [holder, ...buckets]);
  const data = `replicated bucket ${source?.name ?? holder.name}`;
  const replicaKeys = rules.flatMap(({ destination }) => [
    ...keysAt(holder, `${destination}.encryptionConfiguration.replicaKmsKeyId`, stack),
    ...keysAt(holder, `${destination}.replicaKmsKeyId`, stack),
  ]);
  const own = buckets.flatMap((bucket) => keysOfBucket(bucket, stack));
  return [...new Set([...own, ...replicaKeys])].map((key) => ({ key, data, regions }));
}

function keysOfBucket(bucket: Resource, stack: Stack): readonly Resource[] {
  const settings = findBucketSettings(stack, bucket, BUCKET_ENCRYPTION);
  const holders = [...settings, bucket];
  const paths = [
    "rules",
    "serverSideEncryptionConfiguration.rule",
    "serverSideEncryptionConfigurations.0.rules",
  ];
  return holders.flatMap((holder) =>
    evaluateWithin(holder, () =>
      paths.flatMap((path) =>
        holder
          .list(path)
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
  const separate = stack.findReferrers(table, TABLE_REPLICA, "globalTableArn");
  if (inline.length + separate.length === 0) return [];
  const regions = [
    ...regionsOf([table, ...separate]),
    ...inline.flatMap((replica) => replica.string("regionName") ?? []),
  ];
  const keys = [
    ...keysAt(table, "serverSideEncryption.kmsKeyArn", stack),
    ...inline.flatMap((replica) => keysAt(table, `${replica.at}kmsKeyArn`, stack)),
    ...separate.flatMap((replica) => evaluateWithin(replica, () => keysAt(replica, "kmsKeyArn", stack))),
  ];
  return [...new Set(keys)].map((key) => ({ key, data: `global table ${table.name}`, regions }));
}

/** Keys that a property names, directly or through aliases. */
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
