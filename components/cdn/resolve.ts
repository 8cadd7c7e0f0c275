import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { checkLength, checkOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import { type ResolvedAlarms, resolveAlarms } from "./alarms";
import { type CdnArgs, DEFAULT_PRICE_CLASS, PRICE_CLASSES, type PriceClass } from "./args";
import {
  type ResolvedBehavior,
  type ResolvedPathBehavior,
  resolveBehaviors,
  resolveDefaultBehavior,
} from "./behaviors";
import { type ResolvedDomain, resolveDomain } from "./domain";
import { checkErrorPages } from "./error-pages";
import { checkOrigins, isBucket } from "./origins";
import type { Pages } from "./pages";
import {
  checkResponseHeaders,
  type ResolvedSecurityHeaders,
  resolveSecurityHeaders,
} from "./response-headers";

/**
 * Status codes of an origin on which CloudFront can fail over.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
const FAILOVER_CODES: readonly number[] = [400, 403, 404, 416, 429, 500, 502, 503, 504];

const WEB_ACL_ARN = new RegExp(`^arn:[a-z-]+:wafv2:${GLOBAL_SERVICES_REGION}:\\d{12}:global/webacl/.+$`);

/** Validated arguments with all defaults filled in. */
export interface ResolvedCdnArgs extends Omit<CdnArgs, "domain" | "behaviors" | "securityHeaders"> {
  readonly defaultBehavior: ResolvedBehavior;
  readonly behaviors: readonly ResolvedPathBehavior[];
  readonly failoverCodes: readonly number[];
  readonly defaultRootObject: string | undefined;
  readonly pages: Pages;
  readonly priceClass: PriceClass;
  readonly minimumTls: "TLSv1.2_2021" | "TLSv1.2_2025" | "TLSv1.3_2025";
  readonly domain: ResolvedDomain | undefined;
  readonly securityHeaders: ResolvedSecurityHeaders;
  readonly alarms: ResolvedAlarms;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: two buckets of one region, a code on which CloudFront cannot fail over, domain names
 * without a certificate, cache times out of order, a behavior of an unknown origin
 */
export function resolveArgs(name: string, args: CdnArgs): ResolvedCdnArgs {
  const faults = new Faults(name);
  const domain = args.domain && resolveDomain(faults, args.domain);
  checkOrigins(faults, args, domain?.aliases ?? []);
  checkFailoverCodes(faults, args);
  const { priceClass = DEFAULT_PRICE_CLASS, minimumTls = "TLSv1.2_2021", pages = "files", webAclArn } = args;
  const defaultRootObject = args.defaultRootObject ?? (isBucket(args.primary) ? "index.html" : undefined);
  faults.expect(
    defaultRootObject === undefined || /^[^/].{0,254}$/.test(defaultRootObject),
    "defaultRootObject",
    defaultRootObject,
    "1 to 255 characters without a leading slash",
  );
  checkOneOf(faults, "priceClass", priceClass, PRICE_CLASSES);
  checkOneOf(faults, "minimumTls", minimumTls, ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"]);
  faults.expect(
    args.minimumTls === undefined || args.domain !== undefined,
    "minimumTls",
    args.minimumTls,
    "none without domain; AWS sets the TLS version of the name under cloudfront.net",
  );
  checkPages(faults, args);
  checkErrorPages(faults, args.errorPages);
  checkCountries(faults, args);
  const securityHeaders = resolveSecurityHeaders(faults, args.securityHeaders);
  checkResponseHeaders(faults, args);
  checkLogs(faults, args);
  if (typeof webAclArn === "string") {
    const form = `the ARN of a web ACL of scope CLOUDFRONT in ${GLOBAL_SERVICES_REGION}`;
    faults.expect(WEB_ACL_ARN.test(webAclArn), "webAclArn", webAclArn, form);
  }
  const alarms = resolveAlarms(faults, args);
  const defaultBehavior = resolveDefaultBehavior(faults, args);
  const behaviors = resolveBehaviors(faults, args);
  faults.raise();
  return {
    ...args,
    defaultBehavior,
    behaviors,
    failoverCodes: args.failoverCodes ?? [500, 502, 503, 504],
    defaultRootObject,
    pages,
    priceClass,
    minimumTls,
    domain,
    securityHeaders,
    alarms,
  };
}

function checkPages(faults: Faults, { pages, primary, functions }: CdnArgs): void {
  checkOneOf(faults, "pages", pages, ["files", "folders", "app"]);
  if (pages === undefined || pages === "files") return;
  faults.expect(isBucket(primary), "pages", pages, '"files" for a server, which receives the path itself');
  const given = functions?.viewerRequestArn;
  faults.expect(
    given === undefined,
    "functions.viewerRequestArn",
    given,
    `none with pages "${pages}", which is such a function`,
  );
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html */
function checkCountries(faults: Faults, { allowedCountries, blockedCountries }: CdnArgs): void {
  for (const [argument, codes] of Object.entries({ allowedCountries, blockedCountries })) {
    if (codes === undefined) continue;
    const distinct = codes.length > 0 && new Set(codes).size === codes.length;
    const valid = distinct && codes.every((code) => /^[A-Z]{2}$/.test(code));
    faults.expect(valid, argument, codes, "one code or more such as KR, each once");
  }
  const isOne = allowedCountries === undefined || blockedCountries === undefined;
  faults.expect(
    isOne,
    "blockedCountries",
    blockedCountries,
    "none with allowedCountries, which blocks all others",
  );
}

function checkLogs(faults: Faults, { logDestinationArn, logFormat, logFields }: CdnArgs): void {
  checkOneOf(faults, "logFormat", logFormat, ["json", "w3c", "plain", "parquet"]);
  for (const [argument, value] of Object.entries({ logFormat, logFields })) {
    const isUsed = value === undefined || logDestinationArn !== undefined;
    faults.expect(isUsed, argument, value, "none without logDestinationArn");
  }
  if (logFormat === "parquet" && typeof logDestinationArn === "string") {
    const isS3 = logDestinationArn.split(":")[2] === "s3";
    faults.expect(isS3, "logDestinationArn", logDestinationArn, "the ARN of a bucket, for parquet");
  }
  if (!logFields) return;
  const distinct = logFields.length > 0 && new Set(logFields).size === logFields.length;
  faults.expect(distinct, "logFields", logFields, "one field or more, each once");
  for (const field of logFields) checkLength(faults, "a field of logFields", field, 1, 64);
}

function checkFailoverCodes(faults: Faults, { secondary, behaviors = [], failoverCodes }: CdnArgs): void {
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
  const failsOver =
    secondary !== undefined || behaviors.some(({ fallbackOrigin }) => fallbackOrigin !== undefined);
  faults.expect(failsOver, "failoverCodes", failoverCodes, "none without a secondary or a fallbackOrigin");
}
