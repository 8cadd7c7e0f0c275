import { checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { CdnSecurityHeaders } from "./args";

const SECONDS_PER_DAY = 86_400;

/** Security headers with all defaults filled in. */
export interface ResolvedSecurityHeaders {
  readonly contentSecurityPolicy: string;
  readonly frames: "DENY" | "SAMEORIGIN";
  readonly httpsDays: number;
}

/** Checks the security headers and fills in their defaults. */
export function resolveSecurityHeaders(
  faults: Faults,
  { frames = "DENY", httpsDays = 365, ...rest }: CdnSecurityHeaders = {},
): ResolvedSecurityHeaders {
  const contentSecurityPolicy = rest.contentSecurityPolicy ?? strictContentSecurityPolicy(frames);
  checkLength(faults, "securityHeaders.contentSecurityPolicy", contentSecurityPolicy, 1, 2048);
  checkOneOf(faults, "securityHeaders.frames", frames, ["DENY", "SAMEORIGIN"]);
  checkWholeNumber(faults, "securityHeaders.httpsDays", httpsDays, 1, 730);
  return { contentSecurityPolicy, frames, httpsDays };
}

/** Allows resources of the same origin only. It repeats X-Frame-Options as frame-ancestors, which newer browsers prefer. */
function strictContentSecurityPolicy(frames: "DENY" | "SAMEORIGIN"): string {
  const ancestors = frames === "DENY" ? "'none'" : "'self'";
  return `default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors ${ancestors}`;
}

/** Returns the inputs for headers that every response carries; they override the origin's. */
export function securityHeadersInputs(headers: ResolvedSecurityHeaders) {
  const override = true;
  return {
    contentSecurityPolicy: { contentSecurityPolicy: headers.contentSecurityPolicy, override },
    contentTypeOptions: { override },
    frameOptions: { frameOption: headers.frames, override },
    referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
    strictTransportSecurity: {
      accessControlMaxAgeSec: headers.httpsDays * SECONDS_PER_DAY,
      includeSubdomains: true,
      preload: false,
      override,
    },
  };
}
