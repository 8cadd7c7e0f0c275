import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import { STORAGE_CORS_METHODS, type StorageCorsRule } from "./args";

/** Scheme and host, perhaps with a port, as browsers send it: no path, not even a slash. */
const ORIGIN = /^(?:\*|[a-z][a-z0-9+.-]*:\/\/[^/\s]+)$/i;

/**
 * Checks the rules of cross-origin access as S3 does.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function checkCors(faults: Faults, rules: readonly StorageCorsRule[]): void {
  faults.expect(rules.length <= 100, "cors", rules.length, "at most 100 rules");
  for (const [index, rule] of rules.entries()) {
    const path = `cors[${index}]`;
    const { origins, methods, headers = [], exposedHeaders = [], maxAgeSeconds } = rule;
    faults.expect(origins.length > 0, `${path}.origins`, origins, "at least one origin");
    faults.expect(methods.length > 0, `${path}.methods`, methods, "at least one method");
    for (const [at, origin] of origins.entries()) {
      const valid = ORIGIN.test(origin) && hasOneWildcard(origin);
      const form = "a scheme and a host without a path, such as https://example.com, with at most one *";
      faults.expect(valid, `${path}.origins[${at}]`, origin, form);
    }
    for (const [at, method] of methods.entries()) {
      checkOneOf(faults, `${path}.methods[${at}]`, method, STORAGE_CORS_METHODS);
    }
    for (const [at, header] of headers.entries()) {
      faults.expect(hasOneWildcard(header), `${path}.headers[${at}]`, header, "a header with at most one *");
    }
    for (const [at, header] of exposedHeaders.entries()) {
      faults.expect(!header.includes("*"), `${path}.exposedHeaders[${at}]`, header, "a header without *");
    }
    checkWholeNumber(faults, `${path}.maxAgeSeconds`, maxAgeSeconds, 0, 86_400);
  }
}

function hasOneWildcard(text: string): boolean {
  return text.split("*").length <= 2;
}

/** Creates the configuration of cross-origin access. */
export function createCors(
  name: string,
  bucket: pulumi.Input<string>,
  rules: readonly StorageCorsRule[],
  opts: pulumi.CustomResourceOptions,
): void {
  const corsRules = rules.map(({ origins, methods, headers, exposedHeaders, maxAgeSeconds }) => ({
    allowedOrigins: [...origins],
    allowedMethods: [...methods],
    ...(headers ? { allowedHeaders: [...headers] } : {}),
    ...(exposedHeaders ? { exposeHeaders: [...exposedHeaders] } : {}),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  }));
  new aws.s3.BucketCorsConfiguration(name, { bucket, corsRules }, opts);
}
