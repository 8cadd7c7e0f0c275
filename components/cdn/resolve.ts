import { GLOBAL_SERVICES_REGION, isRegionCode } from "../../common/regions";
import { checkOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import { type CdnArgs, DEFAULT_PRICE_CLASS, PRICE_CLASSES, type PriceClass } from "./args";
import { type ResolvedCache, resolveCache } from "./cache";
import { type ResolvedDomain, resolveDomain } from "./domain";
import { type ResolvedSecurityHeaders, resolveSecurityHeaders } from "./security-headers";

/**
 * Status codes of an origin on which CloudFront can fail over.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
const FAILOVER_CODES: readonly number[] = [400, 403, 404, 416, 429, 500, 502, 503, 504];

const WEB_ACL_ARN = new RegExp(`^arn:[a-z-]+:wafv2:${GLOBAL_SERVICES_REGION}:\\d{12}:global/webacl/.+$`);

/** Validated arguments with all defaults filled in. */
export interface ResolvedCdnArgs extends Omit<CdnArgs, "domain" | "cache" | "securityHeaders"> {
  readonly failoverCodes: readonly number[];
  readonly defaultRootObject: string;
  readonly priceClass: PriceClass;
  readonly plainHttp: "redirect-to-https" | "https-only";
  readonly minimumTls: "TLSv1.2_2021" | "TLSv1.2_2025" | "TLSv1.3_2025";
  readonly compress: boolean;
  readonly domain: ResolvedDomain | undefined;
  readonly cache: ResolvedCache;
  readonly securityHeaders: ResolvedSecurityHeaders;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: two buckets of one region, a code on which CloudFront cannot fail over, domain names
 * without a certificate, cache times out of order
 */
export function resolveArgs(name: string, args: CdnArgs): ResolvedCdnArgs {
  const faults = new Faults(name);
  checkOrigins(faults, args);
  checkFailoverCodes(faults, args);
  const { defaultRootObject = "index.html", priceClass = DEFAULT_PRICE_CLASS, webAclArn } = args;
  const { plainHttp = "redirect-to-https", minimumTls = "TLSv1.2_2021" } = args;
  faults.expect(
    /^[^/].{0,254}$/.test(defaultRootObject),
    "defaultRootObject",
    defaultRootObject,
    "1 to 255 characters without a leading slash",
  );
  checkOneOf(faults, "priceClass", priceClass, PRICE_CLASSES);
  checkOneOf(faults, "plainHttp", plainHttp, ["redirect-to-https", "https-only"]);
  checkOneOf(faults, "minimumTls", minimumTls, ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"]);
  faults.expect(
    args.minimumTls === undefined || args.domain !== undefined,
    "minimumTls",
    args.minimumTls,
    "none without domain; AWS sets the TLS version of the name under cloudfront.net",
  );
  const securityHeaders = resolveSecurityHeaders(faults, args.securityHeaders);
  if (typeof webAclArn === "string") {
    const form = `the ARN of a web ACL of scope CLOUDFRONT in ${GLOBAL_SERVICES_REGION}`;
    faults.expect(WEB_ACL_ARN.test(webAclArn), "webAclArn", webAclArn, form);
  }
  const domain = args.domain && resolveDomain(faults, args.domain);
  const cache = resolveCache(faults, args.cache);
  faults.raise();
  return {
    ...args,
    failoverCodes: args.failoverCodes ?? [500, 502, 503, 504],
    defaultRootObject,
    priceClass,
    plainHttp,
    minimumTls,
    compress: args.compress ?? true,
    domain,
    cache,
    securityHeaders,
  };
}

function checkOrigins(faults: Faults, { primary, secondary }: CdnArgs): void {
  const form = "a region code such as eu-west-1";
  faults.expect(isRegionCode(primary.region), "primary.region", primary.region, form);
  if (!secondary) return;
  faults.expect(isRegionCode(secondary.region), "secondary.region", secondary.region, form);
  faults.expect(
    secondary.region !== primary.region,
    "secondary.region",
    secondary.region,
    "another region than the primary's, so that it can serve when that region fails",
  );
}

function checkFailoverCodes(faults: Faults, { secondary, failoverCodes }: CdnArgs): void {
  if (failoverCodes === undefined) return;
  const allSupported =
    failoverCodes.length > 0 && failoverCodes.every((code) => FAILOVER_CODES.includes(code));
  const allDistinct = new Set(failoverCodes).size === failoverCodes.length;
  faults.expect(
    allSupported && allDistinct,
    "failoverCodes",
    failoverCodes,
    `one or more of ${FAILOVER_CODES.join(", ")}, each once`,
  );
  faults.expect(secondary !== undefined, "failoverCodes", failoverCodes, "none without a secondary");
}
