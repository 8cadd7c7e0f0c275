import { isRecordName, normalizeDomain } from "../../common/domains";
import { GLOBAL_SERVICES_REGION, isRegionCode } from "../../common/regions";
import { expectOneOf, expectText, expectWhole } from "../shared/checks";
import { Faults } from "../shared/errors";
import type { CdnArgs, CdnCacheTimes, CdnDomain } from ".";

/**
 * Answers of an origin on which CloudFront can ask another.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
export const FAILOVER_CODES = [400, 403, 404, 416, 429, 500, 502, 503, 504] as const;

/**
 * Ids of AWS' managed caching policies, the same in every account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const MANAGED_CACHE = {
  CachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  CachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
} as const;

/** What a certificate for CloudFront must look like, for messages. */
export const CERTIFICATE_FORM = `the ARN of an ACM certificate in ${GLOBAL_SERVICES_REGION}, the one region CloudFront reads them from`;

const CERTIFICATE = new RegExp(
  `^arn:[a-z-]+:acm:${GLOBAL_SERVICES_REGION}:\\d{12}:certificate/[A-Za-z0-9-]+$`,
);
const WEB_ACL = new RegExp(`^arn:[a-z-]+:wafv2:${GLOBAL_SERVICES_REGION}:\\d{12}:global/webacl/.+$`);
const YEAR = 31_536_000;
const SECONDS_A_DAY = 86_400;

/** Names under which the distribution answers, and where their certificate comes from. */
export interface PlannedDomain {
  /** Names in normal form. */
  readonly aliases: readonly string[];
  /** Each name whose control is proved once, for itself and for the wildcard above it. */
  readonly proved: readonly string[];
}

/** Validated arguments, with every default in its place. */
export interface CdnPlan {
  readonly failoverCodes: readonly number[];
  readonly defaultRootObject: string;
  readonly domain: PlannedDomain | undefined;
  /** Managed policy by id, or times in seconds of an own one. */
  readonly cache: { readonly id: string } | Required<{ [K in keyof CdnCacheTimes]: number }>;
  readonly contentSecurityPolicy: string;
  readonly httpsSeconds: number;
}

/** Whether CloudFront can use the certificate. */
export function isCertificate(arn: string): boolean {
  return CERTIFICATE.test(arn);
}

/** The name that ACM wants proved for `alias`: a wildcard is proved like what it stands below. */
export function provedName(alias: string): string {
  return alias.replace(/^\*\./, "");
}

/**
 * Checks and completes the arguments.
 *
 * @throws {ArgumentError} telling every fault: two buckets of one region, a code CloudFront cannot fail over on, names without
 * a certificate, times out of order
 */
export function cdnPlan(name: string, args: CdnArgs): CdnPlan {
  const faults = new Faults(name);
  checkOrigins(faults, args);
  const { defaultRootObject = "index.html", securityHeaders = {}, webAclArn } = args;
  const root = /^[^/].{0,254}$/.test(defaultRootObject);
  faults.expect(root, "defaultRootObject", defaultRootObject, "1 to 255 characters without a leading slash");
  expectOneOf(faults, "priceClass", args.priceClass, ["PriceClass_100", "PriceClass_200", "PriceClass_All"]);
  expectOneOf(faults, "plainHttp", args.plainHttp, ["redirect-to-https", "https-only"]);
  expectOneOf(faults, "minimumTls", args.minimumTls, ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"]);
  const named = args.minimumTls === undefined || args.domain !== undefined;
  faults.expect(
    named,
    "minimumTls",
    args.minimumTls,
    "none without domain; AWS sets the TLS of its own name",
  );
  const { httpsDays = 365, frames } = securityHeaders;
  const contentSecurityPolicy = securityHeaders.contentSecurityPolicy ?? strictContent(frames);
  expectText(faults, "securityHeaders.contentSecurityPolicy", contentSecurityPolicy, 1, 2048);
  expectOneOf(faults, "securityHeaders.frames", frames, ["DENY", "SAMEORIGIN"]);
  expectWhole(faults, "securityHeaders.httpsDays", httpsDays, 1, 730);
  if (typeof webAclArn === "string") {
    faults.expect(
      WEB_ACL.test(webAclArn),
      "webAclArn",
      webAclArn,
      `the ARN of a web ACL of scope CLOUDFRONT in ${GLOBAL_SERVICES_REGION}`,
    );
  }
  const domain = args.domain && domainPlan(faults, args.domain);
  const cache = cachePlan(faults, args.cache);
  faults.raise();
  return {
    failoverCodes: args.failoverCodes ?? [500, 502, 503, 504],
    defaultRootObject,
    domain,
    cache,
    contentSecurityPolicy,
    httpsSeconds: httpsDays * SECONDS_A_DAY,
  };
}

/** Only what comes from the same place may load; who may frame the pages is said twice, for browsers of both ages. */
function strictContent(frames: "DENY" | "SAMEORIGIN" = "DENY"): string {
  const ancestors = frames === "DENY" ? "'none'" : "'self'";
  return `default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors ${ancestors}`;
}

function checkOrigins(faults: Faults, { primary, secondary, failoverCodes }: CdnArgs): void {
  const form = "a region code such as eu-west-1";
  faults.expect(isRegionCode(primary.region), "primary.region", primary.region, form);
  if (secondary) {
    faults.expect(isRegionCode(secondary.region), "secondary.region", secondary.region, form);
    const apart = secondary.region !== primary.region;
    faults.expect(
      apart,
      "secondary.region",
      secondary.region,
      "another region than the primary's, which may be down",
    );
  }
  if (failoverCodes === undefined) return;
  const usable =
    failoverCodes.length > 0 && failoverCodes.every((code) => FAILOVER_CODES.some((one) => one === code));
  const distinct = new Set(failoverCodes).size === failoverCodes.length;
  faults.expect(
    usable && distinct,
    "failoverCodes",
    failoverCodes,
    `one or more of ${FAILOVER_CODES.join(", ")}, each once`,
  );
  faults.expect(secondary !== undefined, "failoverCodes", failoverCodes, "none without a secondary");
}

function domainPlan(faults: Faults, { aliases, certificateArn, zoneId }: CdnDomain): PlannedDomain {
  const names = aliases.map(normalizeDomain);
  faults.expect(
    names.length >= 1 && names.length <= 100,
    "number of domain.aliases",
    names.length,
    "1 to 100",
  );
  for (const name of names) {
    const good = isRecordName(name, true) && name.includes(".");
    faults.expect(good, "domain.aliases", name, "a domain name such as www.example.com or *.example.com");
  }
  faults.expect(new Set(names).size === names.length, "domain.aliases", aliases, "each name once");
  const sourced = certificateArn !== undefined || zoneId !== undefined;
  faults.expect(sourced, "domain", { aliases }, "a certificateArn, or a zoneId in which one is proved");
  if (typeof certificateArn === "string") {
    faults.expect(isCertificate(certificateArn), "domain.certificateArn", certificateArn, CERTIFICATE_FORM);
  }
  return { aliases: names, proved: [...new Set(names.map(provedName))] };
}

function cachePlan(faults: Faults, cache: CdnArgs["cache"] = "CachingOptimized"): CdnPlan["cache"] {
  if (typeof cache === "string") {
    expectOneOf(faults, "cache", cache, ["CachingOptimized", "CachingDisabled"]);
    return { id: MANAGED_CACHE[cache] };
  }
  const times = { min: cache.min ?? 0, default: cache.default ?? SECONDS_A_DAY, max: cache.max ?? YEAR };
  for (const [key, seconds] of Object.entries(times)) expectWhole(faults, `cache.${key}`, seconds, 0, YEAR);
  const ordered = times.min <= times.default && times.default <= times.max;
  faults.expect(ordered, "cache", times, "min <= default <= max");
  return times;
}
