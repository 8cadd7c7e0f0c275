import {
  ACCOUNT_PUBLIC_ACCESS_BLOCK,
  BUCKET,
  BUCKET_LOGGING,
  BUCKET_PUBLIC_ACCESS_BLOCK,
  BUCKET_VERSIONING,
} from "../facts/resource-types";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { evaluateWithin, isAnyTrue } from "../reading/three-valued-logic";

/** The four settings that block public access. */
export const PUBLIC_ACCESS_FLAGS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

/**
 * Finds the buckets to which a property refers, directly or through a resource about a bucket, such as its versioning, whose
 * `id` and `bucket` are the bucket's name.
 *
 * @throws {Undecided} when the property is unknown and its dependencies name no bucket
 */
export function findBuckets(stack: Stack, resource: Resource, path: string): readonly Resource[] {
  const buckets = stack.findTargets(resource, path, BUCKET);
  if (buckets.length > 0 || resource.read(path).state !== "undecided") return buckets;
  const [property = path] = path.split(".");
  const intermediates = stack
    .dependenciesOf(resource, property)
    .filter(({ type }) => type.startsWith("aws:s3/bucket"));
  return [...new Set(intermediates.flatMap((one) => findBuckets(stack, one, "bucket")))];
}

/** Resources of some types about buckets. */
interface BucketSettings {
  readonly byBucket: ReadonlyMap<Resource, readonly Resource[]>;
  /** Resources whose bucket is undecided. */
  readonly unresolved: readonly Resource[];
}

const indexes = new WeakMap<Stack, Map<string, BucketSettings>>();

/**
 * Finds the resources of some types about a bucket.
 *
 * @throws {Undecided} when none is known to be about the bucket and one is undecided
 */
export function findBucketSettings(
  stack: Stack,
  bucket: Resource,
  types: readonly string[],
): readonly Resource[] {
  const ofStack = indexes.get(stack) ?? new Map<string, BucketSettings>();
  indexes.set(stack, ofStack);
  const key = types.join(" ");
  const index = ofStack.get(key) ?? indexBucketSettings(stack, types);
  ofStack.set(key, index);
  const settings = index.byBucket.get(bucket);
  if (settings) return settings;
  const [unresolved] = index.unresolved;
  if (unresolved) throw unresolved.undecided("bucket").of(unresolved);
  return [];
}

function indexBucketSettings(stack: Stack, types: readonly string[]): BucketSettings {
  const byBucket = new Map<Resource, Resource[]>();
  const unresolved: Resource[] = [];
  for (const setting of stack.ofTypes(types)) {
    try {
      for (const bucket of findBuckets(stack, setting, "bucket")) {
        byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), setting]);
      }
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      unresolved.push(setting);
    }
  }
  return { byBucket, unresolved };
}

/** Reports several resources that set the same configuration of a bucket: the one that is deployed last wins. */
export function checkSetOnce(settings: readonly Resource[], what: string): string | undefined {
  if (settings.length < 2) return undefined;
  const names = settings.map(({ name }) => name).join(" and ");
  return `its ${what} is set by ${settings.length} resources, ${names}, expected one; remove the others`;
}

/** Whether a bucket is versioned, by a separate resource or by an inline block. */
export function isVersioned(stack: Stack, bucket: Resource): boolean {
  const settings = findBucketSettings(stack, bucket, BUCKET_VERSIONING);
  return isAnyTrue(
    ...settings.map(
      (setting) => () =>
        evaluateWithin(setting, () => setting.string("versioningConfiguration.status") === "Enabled"),
    ),
    () => bucket.boolean("versioning.enabled") === true,
    () => bucket.boolean("versionings.0.enabled") === true,
    // S3 enables versioning for a bucket with object lock.
    () => bucket.boolean("objectLockEnabled") === true,
  );
}

/**
 * Whether a setting of the bucket's public access block is true, or that of the account: S3 applies the stricter one.
 *
 * @param block the public access block of the bucket, if it has one
 */
export function isPublicAccessBlocked(stack: Stack, block: Resource | undefined, flag: string): boolean {
  return isAnyTrue(
    () => block?.boolean(flag) === true,
    ...stack
      .ofTypes(ACCOUNT_PUBLIC_ACCESS_BLOCK)
      .map((account) => () => evaluateWithin(account, () => account.boolean(flag) === true)),
  );
}

/** Finds the settings of the public access block that do not apply to a bucket. */
export function findUnblockedAccess(stack: Stack, bucket: Resource): readonly string[] {
  const [block] = findBucketSettings(stack, bucket, BUCKET_PUBLIC_ACCESS_BLOCK);
  return PUBLIC_ACCESS_FLAGS.filter((flag) => !isPublicAccessBlocked(stack, block, flag));
}

/** Finds the properties that name the target of a bucket's access logs, in separate resources and in the bucket itself. */
export function findAccessLogTargets(
  stack: Stack,
  bucket: Resource,
): readonly { readonly holder: Resource; readonly path: string }[] {
  const settings = findBucketSettings(stack, bucket, BUCKET_LOGGING);
  return [
    ...settings.map((holder) => ({ holder, path: "targetBucket" })),
    ...["logging.targetBucket", "loggings.0.targetBucket"]
      .filter((path) => bucket.isSet(path))
      .map((path) => ({ holder: bucket, path })),
  ];
}

/** Known names of a bucket. */
export function bucketNamesOf(bucket: Resource): readonly string[] {
  const readings = [bucket.read("bucket"), bucket.outputs.read("bucket"), bucket.outputs.read("id")];
  const names = readings.flatMap((reading) => (reading.state === "known" ? [String(reading.value)] : []));
  return [...new Set(names)];
}

/** Parses the name of a bucket from a reference: the name itself, an ARN, a domain name of S3, or a URL with `s3://`. */
export function parseBucketName(text: string): string {
  const [, name = text] =
    /^arn:[^:]*:s3:::([^/]+)/.exec(text) ??
    /^s3[an]?:\/\/([^/]+)/.exec(text) ??
    /^(.+?)\.s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com/.exec(text) ??
    [];
  return name;
}
