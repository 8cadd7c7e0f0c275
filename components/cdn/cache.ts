import type * as aws from "@pulumi/aws";
import { checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { CdnBehaviorOptions, CdnCache, ManagedCache } from "./args";
import { checkNames, namesInputs } from "./names";

/**
 * Ids of the caching policies that AWS manages, the same in every account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const MANAGED_POLICY_IDS: Readonly<Record<ManagedCache, string>> = {
  CachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  CachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  UseOriginCacheControlHeaders: "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
  "UseOriginCacheControlHeaders-QueryStrings": "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
};

const MANAGED_NAMES = Object.keys(MANAGED_POLICY_IDS) as ManagedCache[];

const DAY = 86_400;
const YEAR = 31_536_000;

/** Times and key of a caching policy to create. */
export interface ResolvedCachePolicy extends CdnCache {
  readonly min: number;
  readonly default: number;
  readonly max: number;
}

/** A managed caching policy by id, or a policy to create. */
export type ResolvedCache = { readonly managedPolicyId: string } | ResolvedCachePolicy;

/** Whether objects are cached at all. */
export function isCaching(cache: ResolvedCache): boolean {
  return !("managedPolicyId" in cache) || cache.managedPolicyId !== MANAGED_POLICY_IDS.CachingDisabled;
}

/**
 * Checks the caching argument and fills in its defaults. CloudFront accepts no key and no compression in a policy whose longest
 * time is 0, so that one becomes the managed policy for disabled caching.
 *
 * @param at path of the behavior in the arguments, with a dot at the end; empty for the default
 */
export function resolveCache(
  faults: Faults,
  at: string,
  cache: CdnBehaviorOptions["cache"],
  isBucketOrigin: boolean,
): ResolvedCache {
  if (typeof cache === "string" || cache === undefined) {
    const name = cache ?? (isBucketOrigin ? "CachingOptimized" : "CachingDisabled");
    checkOneOf(faults, `${at}cache`, name, MANAGED_NAMES);
    faults.expect(
      !isBucketOrigin || !name.startsWith("UseOrigin"),
      `${at}cache`,
      name,
      "CachingOptimized, CachingDisabled or cache times; the policy sends the viewer's Host header, which S3 rejects",
    );
    return { managedPolicyId: MANAGED_POLICY_IDS[name] };
  }
  const { min = 0, max = YEAR } = cache;
  const times = { min, default: cache.default ?? Math.min(Math.max(DAY, min), max), max };
  for (const [key, seconds] of Object.entries(times))
    checkWholeNumber(faults, `${at}cache.${key}`, seconds, 0, YEAR);
  const inOrder = times.min <= times.default && times.default <= times.max;
  faults.expect(inOrder, `${at}cache`, times, "min <= default <= max");
  const { headers, cookies, queryStrings } = cache;
  checkNames(faults, `${at}cache.headers`, headers, /^(?!accept-encoding$)[a-z0-9_-]+$/i);
  checkNames(faults, `${at}cache.cookies`, cookies);
  checkNames(faults, `${at}cache.queryStrings`, queryStrings);
  if (max !== 0) return { ...cache, ...times };
  for (const [key, names] of Object.entries({ headers, cookies, queryStrings })) {
    const advice = "none with max 0, which disables caching; use forward";
    faults.expect(names === undefined || names.length === 0, `${at}cache.${key}`, names, advice);
  }
  return { managedPolicyId: MANAGED_POLICY_IDS.CachingDisabled };
}

/** Returns the inputs of a caching policy. */
export function cachePolicyInputs(
  { min, default: defaultTtl, max, headers, cookies, queryStrings }: ResolvedCachePolicy,
  compress: boolean,
): aws.cloudfront.CachePolicyArgs {
  const cookieNames = namesInputs(cookies);
  const headerNames = namesInputs(headers);
  const queryNames = namesInputs(queryStrings);
  return {
    minTtl: min,
    defaultTtl,
    maxTtl: max,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: {
        cookieBehavior: cookieNames.behavior,
        ...(cookieNames.items ? { cookies: { items: cookieNames.items } } : {}),
      },
      headersConfig: {
        headerBehavior: headerNames.behavior,
        ...(headerNames.items ? { headers: { items: headerNames.items } } : {}),
      },
      queryStringsConfig: {
        queryStringBehavior: queryNames.behavior,
        ...(queryNames.items ? { queryStrings: { items: queryNames.items } } : {}),
      },
      enableAcceptEncodingGzip: compress,
      enableAcceptEncodingBrotli: compress,
    },
  };
}
