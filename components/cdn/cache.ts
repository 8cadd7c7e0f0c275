import type * as aws from "@pulumi/aws";
import { checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { CdnArgs, CdnCacheTimes } from "./args";

/**
 * Ids of the caching policies that AWS manages, the same in every account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const MANAGED_POLICY_IDS = {
  CachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  CachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
} as const;

const DAY = 86_400;
const YEAR = 31_536_000;

/** Cache times in seconds, with all defaults filled in. */
export type ResolvedCacheTimes = { readonly [K in keyof Required<CdnCacheTimes>]: number };

/** A managed caching policy by id, or the times of a policy to create. */
export type ResolvedCache = { readonly managedPolicyId: string } | ResolvedCacheTimes;

/** Checks the caching argument and fills in its defaults. */
export function resolveCache(faults: Faults, cache: CdnArgs["cache"] = "CachingOptimized"): ResolvedCache {
  if (typeof cache === "string") {
    checkOneOf(faults, "cache", cache, ["CachingOptimized", "CachingDisabled"]);
    return { managedPolicyId: MANAGED_POLICY_IDS[cache] };
  }
  const times = { min: cache.min ?? 0, default: cache.default ?? DAY, max: cache.max ?? YEAR };
  for (const [key, seconds] of Object.entries(times))
    checkWholeNumber(faults, `cache.${key}`, seconds, 0, YEAR);
  const inOrder = times.min <= times.default && times.default <= times.max;
  faults.expect(inOrder, "cache", times, "min <= default <= max");
  return times;
}

/** Returns the inputs of a caching policy by path alone: static objects do not vary by cookie, header or query string. */
export function cachePolicyInputs(
  times: ResolvedCacheTimes,
  compress: boolean,
): aws.cloudfront.CachePolicyArgs {
  return {
    minTtl: times.min,
    defaultTtl: times.default,
    maxTtl: times.max,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
      enableAcceptEncodingGzip: compress,
      enableAcceptEncodingBrotli: compress,
    },
  };
}
