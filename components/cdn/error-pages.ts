import { checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { CdnArgs } from "./args";

/**
 * Errors for which CloudFront can return another response.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html
 */
const ERROR_CODES: readonly number[] = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** Checks the responses in place of errors. */
export function checkErrorPages(faults: Faults, errorPages: CdnArgs["errorPages"] = {}): void {
  for (const [code, { page, status, cacheSeconds }] of Object.entries(errorPages)) {
    const at = `errorPages.${code}`;
    checkOneOf(faults, "a key of errorPages", Number(code), ERROR_CODES);
    const isPath = page === undefined || /^\/\S{0,254}$/.test(page);
    faults.expect(isPath, `${at}.page`, page, "a path of up to 255 characters with a leading slash");
    checkOneOf(faults, `${at}.status`, status, [200, ...ERROR_CODES]);
    faults.expect(status === undefined || page !== undefined, `${at}.status`, status, "none without page");
    checkWholeNumber(faults, `${at}.cacheSeconds`, cacheSeconds, 0, 31_536_000);
  }
}

/** Returns the inputs for the responses in place of errors. */
export function errorPageInputs(errorPages: CdnArgs["errorPages"] = {}) {
  return Object.entries(errorPages).map(([code, { page, status, cacheSeconds = 10 }]) => ({
    errorCode: Number(code),
    errorCachingMinTtl: cacheSeconds,
    ...(page === undefined ? {} : { responsePagePath: page, responseCode: status ?? Number(code) }),
  }));
}
