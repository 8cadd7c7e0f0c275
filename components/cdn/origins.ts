import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { isHostName, normalizeDomain } from "../../common/domains";
import { isRegionCode } from "../../common/regions";
import { checkLabels, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { CdnArgs, CdnBehavior, CdnBucketOrigin, CdnOrigin, CdnServerOrigin } from "./args";

/** Gives up on an unreachable member of a group after 6 s; CloudFront's default is 3 attempts of 10 s. */
const FAST_FAILOVER = { connectionAttempts: 2, connectionTimeout: 3 };

/** Most origins of a distribution. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_ORIGINS = 100;

/** Headers that CloudFront does not add. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html */
const FORBIDDEN_HEADER =
  /^(?:Cache-Control|Connection|Content-Length|Cookie|Host|If-(?:Match|Modified-Since|None-Match|Range|Unmodified-Since)|Max-Forwards|Pragma|Proxy-.*|Range|Request-Range|TE|Trailer|Transfer-Encoding|Upgrade|Via|X-Amz-.*|X-Edge-.*|X-Real-Ip)$/i;

/** Origins of the arguments. */
type Origins = Pick<CdnArgs, "primary" | "secondary" | "origins">;

/** Whether an origin is a bucket. */
export function isBucket(origin: CdnOrigin): origin is CdnBucketOrigin {
  return "bucketRegionalDomainName" in origin;
}

/** Origin or group that a behavior requests, by id. */
export interface OriginTarget {
  /** Id of the origin, or of the group. */
  readonly id: string;
  /** The origin that is requested first. */
  readonly origin: CdnOrigin;
  /** Ids of the group's members, in order; undefined without a fallback. */
  readonly members: readonly [string, string] | undefined;
}

/** Returns the target of requests that no behavior's pattern matches. */
export function defaultTarget({ primary, secondary }: Origins): OriginTarget {
  const first = leaderId(primary, "primary");
  return secondary
    ? {
        id: "primary-then-secondary",
        origin: primary,
        members: [first, leaderId(secondary, "secondary")],
      }
    : { id: first, origin: primary, members: undefined };
}

/** Returns the target of a behavior; undefined when it names an origin that does not exist. */
export function targetOf(
  args: Origins,
  { origin: label, fallbackOrigin }: Pick<CdnBehavior, "origin" | "fallbackOrigin">,
): OriginTarget | undefined {
  if (label === undefined) return defaultTarget(args);
  const origin = args.origins?.[label];
  if (!origin) return undefined;
  return fallbackOrigin === undefined
    ? { id: label, origin, members: undefined }
    : { id: `${label}-then-${fallbackOrigin}`, origin, members: [label, fallbackOrigin] };
}

/** Lists all origins with their ids. */
export function listOrigins({
  primary,
  secondary,
  origins = {},
}: Origins): readonly (readonly [string, CdnOrigin])[] {
  return [
    [leaderId(primary, "primary"), primary],
    ...(secondary ? [[leaderId(secondary, "secondary"), secondary] as const] : []),
    ...Object.entries(origins),
  ];
}

function leaderId(origin: CdnOrigin, role: string): string {
  return isBucket(origin) ? `bucket-${origin.region}` : role;
}

/** Checks all origins. */
export function checkOrigins(faults: Faults, args: Origins, aliases: readonly string[]): void {
  const { primary, secondary, origins = {} } = args;
  checkOrigin(faults, "primary", primary, aliases);
  if (secondary) checkOrigin(faults, "secondary", secondary, aliases);
  if (secondary && isBucket(primary) && isBucket(secondary)) {
    faults.expect(
      secondary.region !== primary.region,
      "secondary.region",
      secondary.region,
      "another region than the primary's, so that it can serve when that region fails",
    );
  }
  const labels = Object.keys(origins);
  checkLabels(faults, "origins", labels);
  const count = listOrigins(args).length;
  faults.expect(
    count <= MAX_ORIGINS,
    "number of origins",
    count,
    `at most ${MAX_ORIGINS} with primary and secondary`,
  );
  const taken = [
    leaderId(primary, "primary"),
    "secondary",
    ...(secondary ? [leaderId(secondary, "secondary")] : []),
  ];
  for (const label of labels) {
    faults.expect(
      !taken.includes(label),
      "a key of origins",
      label,
      `another label than ${taken.join(", ")}`,
    );
  }
  for (const [label, origin] of Object.entries(origins))
    checkOrigin(faults, `origins.${label}`, origin, aliases);
}

function checkOrigin(faults: Faults, at: string, origin: CdnOrigin, aliases: readonly string[]): void {
  const { path, shieldRegion } = origin;
  const region = "a region code such as eu-west-1";
  const isPath = path === undefined || /^\/[^\s*?"]{0,254}(?<!\/)$/.test(path);
  faults.expect(
    isPath,
    `${at}.path`,
    path,
    "1 to 255 characters with a leading and without a trailing slash",
  );
  const isRegion = shieldRegion === undefined || isRegionCode(shieldRegion);
  faults.expect(isRegion, `${at}.shieldRegion`, shieldRegion, region);
  if (isBucket(origin)) {
    faults.expect(isRegionCode(origin.region), `${at}.region`, origin.region, region);
  } else {
    checkServer(faults, at, origin, aliases);
  }
}

function checkServer(
  faults: Faults,
  at: string,
  { domainName, port = 443, headers = {}, readTimeoutSeconds, keepaliveSeconds }: CdnServerOrigin,
  aliases: readonly string[],
): void {
  if (typeof domainName === "string") {
    const name = normalizeDomain(domainName);
    if (
      faults.expect(isHostName(name), `${at}.domainName`, domainName, "a host name such as api.example.com")
    ) {
      const other = "another name than the aliases, which lead to the distribution itself";
      faults.expect(!aliases.includes(name), `${at}.domainName`, domainName, other);
    }
  }
  const isPort = port === 443 || (Number.isInteger(port) && port >= 1024 && port <= 65_535);
  faults.expect(isPort, `${at}.port`, port, "443, or a whole number from 1024 to 65535");
  checkWholeNumber(faults, `${at}.readTimeoutSeconds`, readTimeoutSeconds, 1, 120);
  checkWholeNumber(faults, `${at}.keepaliveSeconds`, keepaliveSeconds, 1, 120);
  const names = Object.keys(headers);
  faults.expect(names.length <= 30, `number of ${at}.headers`, names.length, "at most 30");
  for (const header of names) {
    const isAllowed = /^[A-Za-z0-9-]{1,256}$/.test(header) && !FORBIDDEN_HEADER.test(header);
    faults.expect(
      isAllowed,
      `a key of ${at}.headers`,
      header,
      "the name of a header that CloudFront does not set itself",
    );
  }
}

/** Returns the inputs for all origins and the groups that `targets` need. */
export function originInputs(
  args: Origins & { readonly failoverCodes: readonly number[] },
  targets: readonly OriginTarget[],
  accessControlId: pulumi.Input<string> | undefined,
): Pick<aws.cloudfront.DistributionArgs, "origins" | "originGroups"> {
  const groups = new Map(targets.flatMap(({ id, members }) => (members ? [[id, members] as const] : [])));
  const grouped = new Set([...groups.values()].flat());
  return {
    origins: listOrigins(args).map(([originId, origin]) => ({
      originId,
      ...(isBucket(origin)
        ? {
            domainName: origin.bucketRegionalDomainName,
            ...(accessControlId === undefined ? {} : { originAccessControlId: accessControlId }),
          }
        : serverInputs(origin)),
      ...(origin.path === undefined ? {} : { originPath: origin.path }),
      ...(origin.shieldRegion === undefined
        ? {}
        : { originShield: { enabled: true, originShieldRegion: origin.shieldRegion } }),
      ...(grouped.has(originId) ? FAST_FAILOVER : {}),
    })),
    originGroups: [...groups].map(([originId, members]) => ({
      originId,
      failoverCriteria: { statusCodes: [...args.failoverCodes] },
      members: members.map((member) => ({ originId: member })),
    })),
  };
}

function serverInputs({ domainName, port = 443, headers = {}, ...timeouts }: CdnServerOrigin) {
  const customHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return {
    domainName,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: port,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      originReadTimeout: timeouts.readTimeoutSeconds ?? 30,
      originKeepaliveTimeout: timeouts.keepaliveSeconds ?? 5,
    },
    ...(customHeaders.length > 0 ? { customHeaders } : {}),
  };
}
