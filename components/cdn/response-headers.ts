import type * as aws from "@pulumi/aws";
import { checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { CdnArgs, CdnCors, CdnSecurityHeaders } from "./args";

const SECONDS_PER_DAY = 86_400;

/** Most headers in one list of a policy. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_HEADERS = 10;

/** Name of a header. @see https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Headers with an argument of their own, which a policy cannot list as others. */
const SECURITY_HEADER =
  /^(?:content-security-policy|x-content-type-options|x-frame-options|referrer-policy|strict-transport-security|access-control-.*)$/i;

/** Security headers with all defaults filled in. */
export interface ResolvedSecurityHeaders {
  readonly contentSecurityPolicy: string | false;
  readonly frames: "DENY" | "SAMEORIGIN";
  readonly httpsDays: number;
  readonly httpsSubdomains: boolean;
  readonly httpsPreload: boolean;
}

/** Checks the security headers and fills in their defaults. */
export function resolveSecurityHeaders(
  faults: Faults,
  {
    frames = "DENY",
    httpsDays = 365,
    httpsSubdomains = false,
    httpsPreload = false,
    ...rest
  }: CdnSecurityHeaders = {},
): ResolvedSecurityHeaders {
  const contentSecurityPolicy = rest.contentSecurityPolicy ?? strictContentSecurityPolicy(frames);
  if (contentSecurityPolicy !== false)
    checkLength(faults, "securityHeaders.contentSecurityPolicy", contentSecurityPolicy, 1, 2048);
  checkOneOf(faults, "securityHeaders.frames", frames, ["DENY", "SAMEORIGIN"]);
  checkWholeNumber(faults, "securityHeaders.httpsDays", httpsDays, 1, 730);
  faults.expect(
    !httpsPreload || (httpsSubdomains && httpsDays >= 365),
    "securityHeaders.httpsPreload",
    httpsPreload,
    "false without httpsSubdomains and httpsDays of 365 or more, which browsers' lists require",
  );
  return { contentSecurityPolicy, frames, httpsDays, httpsSubdomains, httpsPreload };
}

/** Allows resources of the same origin only. It repeats X-Frame-Options as frame-ancestors, which newer browsers prefer. */
function strictContentSecurityPolicy(frames: "DENY" | "SAMEORIGIN"): string {
  const ancestors = frames === "DENY" ? "'none'" : "'self'";
  return `default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors ${ancestors}`;
}

/** Checks the headers of responses besides those for security. */
export function checkResponseHeaders(
  faults: Faults,
  { cors, responseHeaders = {}, removeResponseHeaders = [] }: CdnArgs,
): void {
  if (cors) checkCors(faults, cors);
  const added = Object.keys(responseHeaders);
  for (const [argument, names] of Object.entries({ responseHeaders: added, removeResponseHeaders })) {
    faults.expect(
      names.length <= MAX_HEADERS,
      `number of ${argument}`,
      names.length,
      `at most ${MAX_HEADERS}`,
    );
    const distinct = new Set(names.map((name) => name.toLowerCase())).size === names.length;
    faults.expect(distinct, argument, names, "each name once");
    for (const name of names) {
      const valid = HEADER.test(name) && !SECURITY_HEADER.test(name);
      faults.expect(valid, argument, name, "names of headers that neither securityHeaders nor cors sets");
    }
  }
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyCorsConfig.html */
function checkCors(faults: Faults, { origins, methods, headers, exposeHeaders, ...rest }: CdnCors): void {
  faults.expect(origins.length > 0, "cors.origins", origins, "at least one origin, or *");
  for (const origin of origins) {
    const valid = /^(?:\*|https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::(?:\d{1,5}|\*))?)$/i.test(origin);
    faults.expect(valid, "cors.origins", origin, "an origin such as https://app.example.com, or *");
  }
  faults.expect(methods === undefined || methods.length > 0, "cors.methods", methods, "at least one method");
  checkWholeNumber(faults, "cors.maxAgeSeconds", rest.maxAgeSeconds, 0, SECONDS_PER_DAY);
  const lists = { origins, headers: headers ?? ["*"], exposeHeaders: exposeHeaders ?? [] };
  for (const [key, list] of Object.entries(lists)) {
    faults.expect(
      rest.credentials !== true || !list.includes("*"),
      `cors.${key}`,
      list,
      "no * with credentials, since browsers reject the combination",
    );
  }
}

/** Returns the inputs for the headers of responses; they override the origin's. */
export function responseHeadersInputs(
  headers: ResolvedSecurityHeaders,
  { cors, responseHeaders = {}, removeResponseHeaders = [] }: CdnArgs,
): aws.cloudfront.ResponseHeadersPolicyArgs {
  const custom = Object.entries(responseHeaders).map(([header, value]) => ({
    header,
    value,
    override: true,
  }));
  const removed = removeResponseHeaders.map((header) => ({ header }));
  return {
    securityHeadersConfig: securityHeadersInputs(headers),
    ...(cors ? { corsConfig: corsInputs(cors) } : {}),
    ...(custom.length > 0 ? { customHeadersConfig: { items: custom } } : {}),
    ...(removed.length > 0 ? { removeHeadersConfig: { items: removed } } : {}),
  };
}

function securityHeadersInputs(headers: ResolvedSecurityHeaders) {
  const override = true;
  const { contentSecurityPolicy } = headers;
  return {
    ...(contentSecurityPolicy === false
      ? {}
      : { contentSecurityPolicy: { contentSecurityPolicy, override } }),
    contentTypeOptions: { override },
    frameOptions: { frameOption: headers.frames, override },
    referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
    strictTransportSecurity: {
      accessControlMaxAgeSec: headers.httpsDays * SECONDS_PER_DAY,
      includeSubdomains: headers.httpsSubdomains,
      preload: headers.httpsPreload,
      override,
    },
  };
}

function corsInputs({ origins, methods, headers, exposeHeaders, credentials, maxAgeSeconds }: CdnCors) {
  return {
    accessControlAllowOrigins: { items: [...origins] },
    accessControlAllowMethods: { items: [...(methods ?? ["GET", "HEAD", "OPTIONS"])] },
    accessControlAllowHeaders: { items: [...(headers ?? ["*"])] },
    ...(exposeHeaders && exposeHeaders.length > 0
      ? { accessControlExposeHeaders: { items: [...exposeHeaders] } }
      : {}),
    accessControlAllowCredentials: credentials ?? false,
    accessControlMaxAgeSec: maxAgeSeconds ?? 600,
    originOverride: true,
  };
}
