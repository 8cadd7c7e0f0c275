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

/** The four ways in which public access is blocked. */
export const PUBLIC_ACCESS_FLAGS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

/**
 * The buckets that a property names, also by way of another resource about a bucket, whose `id` and `bucket` are the
 * bucket's name.
 *
 * @throws {Undecided} when the property is unknown and the graph does not tell
 */
export function findBuckets(stack: Stack, resource: Resource, path: string): readonly Resource[] {
  const named = stack.findTargets(resource, path, BUCKET);
  if (named.length > 0 || resource.read(path).state !== "undecided") return named;
  const [property = path] = path.split(".");
  const between = stack
    .dependenciesOf(resource, property)
    .filter(({ type }) => type.startsWith("aws:s3/bucket"));
  return [...new Set(between.flatMap((one) => findBuckets(stack, one, "bucket")))];
}

/** Resources that set something of buckets, by bucket, and those that may belong to any. */
interface BucketSettings {
  readonly byBucket: ReadonlyMap<Resource, readonly Resource[]>;
  readonly unresolved: readonly Resource[];
}

const indexes = new WeakMap<Stack, Map<string, BucketSettings>>();

/**
 * The resources of some types that set something of a bucket.
 *
 * @throws {Undecided} when none does, but there is one of which it cannot be known
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
  const byBucket = index.byBucket.get(bucket);
  if (byBucket) return byBucket;
  const [stray] = index.unresolved;
  if (stray) throw new Undecided(`bucket of ${stray.name}`);
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

/** A finding when several resources set what a bucket has only one of: the one that is laid last would win. */
export function checkSetOnce(settings: readonly Resource[], what: string): string | undefined {
  if (settings.length < 2) return undefined;
  const names = settings.map(({ name }) => name).join(" and ");
  return `its ${what} is set by ${settings.length} resources, ${names}, expected one; remove the others`;
}

/** Whether a bucket keeps the versions of its objects, by a resource of its own or by an inline block. */
export function isVersioned(stack: Stack, bucket: Resource): boolean {
  const settings = findBucketSettings(stack, bucket, BUCKET_VERSIONING);
  return isAnyTrue(
    ...settings.map(
      (setting) => () =>
        evaluateWithin(setting, () => setting.string("versioningConfiguration.status") === "Enabled"),
    ),
    () => bucket.boolean("versioning.enabled") === true,
    () => bucket.boolean("versionings.0.enabled") === true,
    // S3 turns versioning on when a bucket is made for locks.
    () => bucket.boolean("objectLockEnabled") === true,
  );
}

/**
 * Whether a flag of a bucket's block is on, or of the block of the whole account: S3 takes the stricter of both.
 *
 * @param block the block of the bucket, when there is one
 */
export function isPublicAccessBlocked(stack: Stack, block: Resource | undefined, flag: string): boolean {
  return isAnyTrue(
    () => block?.boolean(flag) === true,
    ...stack
      .ofTypes(ACCOUNT_PUBLIC_ACCESS_BLOCK)
      .map((account) => () => evaluateWithin(account, () => account.boolean(flag) === true)),
  );
}

/** The ways in which public access to a bucket is not blocked. */
export function findUnblockedAccess(stack: Stack, bucket: Resource): readonly string[] {
  const [block] = findBucketSettings(stack, bucket, BUCKET_PUBLIC_ACCESS_BLOCK);
  return PUBLIC_ACCESS_FLAGS.filter((flag) => !isPublicAccessBlocked(stack, block, flag));
}

/** Places in a resource, of its own or of a bucket's inline block, that name the bucket that takes a bucket's access logs. */
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

/** Names that a bucket is known by. */
export function bucketNamesOf(bucket: Resource): readonly string[] {
  const readings = [bucket.read("bucket"), bucket.outputs.read("bucket"), bucket.outputs.read("id")];
  const names = readings.flatMap((reading) => (reading.state === "known" ? [String(reading.value)] : []));
  return [...new Set(names)];
}

/**
 * The name of the bucket in a text that points to one: the name itself, an ARN, a domain of S3, or an address that
 * begins with `s3://`.
 */
export function parseBucketName(text: string): string {
  const [, name = text] =
    /^arn:[^:]*:s3:::([^/]+)/.exec(text) ??
    /^s3[an]?:\/\/([^/]+)/.exec(text) ??
    /^(.+?)\.s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com/.exec(text) ??
    [];
  return name;
}
