import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { Cdn, type CdnBehavior, type CdnOrigin, Logs, Storage } from "../../components";
import type { FoundationInputs } from "../handover";
import type { Settings } from "../settings";
import { type RegionsByCode, requireSiteBucket } from "./regions";

/** Settings of the CDN. */
type CdnSettings = NonNullable<Settings["cdn"]>;

/** Parts of the edge that the CDN uses. */
interface CdnInputs {
  readonly regions: RegionsByCode;
  readonly zoneId: FoundationInputs["zoneId"];
  /** Topic in us-east-1 that the alarms notify. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** Key in us-east-1 of the access logs' log group; undefined for that of CloudWatch Logs. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
}

/** Creates the CDN over the site buckets of primary and secondary; undefined without cdn. */
export function createCdn(
  settings: Settings,
  { regions, zoneId, alarmTopicArn, kmsKeyArn }: CdnInputs,
  options: (region: string) => pulumi.ComponentResourceOptions,
): Cdn | undefined {
  const { cdn, primary, secondary } = settings;
  if (!cdn) return undefined;
  const { aliases, notFoundPage, contentSecurityPolicy, httpsSubdomains } = cdn;
  return new Cdn(
    "cdn",
    {
      primary: bucketOrigin(primary, regions),
      secondary: secondary === undefined ? undefined : bucketOrigin(secondary, regions),
      ...serverArgs(settings, cdn),
      // The order of the settings must have no effect, and the first alias is the name of the certificate.
      domain: aliases.length === 0 ? undefined : { aliases: [...aliases].sort(), zoneId },
      pages: cdn.pages,
      errorPages: notFoundPage === undefined ? undefined : notFoundResponses(notFoundPage),
      priceClass: cdn.priceClass,
      securityHeaders: { contentSecurityPolicy, httpsSubdomains },
      ...countryArgs(cdn),
      webAclArn: cdn.webAclArn,
      logDestinationArn: createLogDestination(settings, cdn.logs, kmsKeyArn, options(GLOBAL_SERVICES_REGION)),
      alarmTopicArns: [alarmTopicArn],
      errorRatePercent: cdn.errorRatePercent,
      originLatencyMs: cdn.originLatencyMs,
    },
    options(primary),
  );
}

/** Returns the servers behind some paths, each by default the record that routes to the regions. */
function serverArgs(
  { dns }: Settings,
  { servers }: CdnSettings,
): { readonly origins: Record<string, CdnOrigin>; readonly behaviors: CdnBehavior[] } {
  const routed = dns ? `${dns.record}.${dns.zone}` : "";
  const entries = Object.entries(servers);
  return {
    origins: Object.fromEntries(
      entries.map(([label, { domainName = routed }]) => [label, { domainName }] as const),
    ),
    behaviors: entries.flatMap(([origin, { paths }]) =>
      paths.map((path, index) => ({
        label: index === 0 ? origin : `${origin}-${index + 1}`,
        path,
        origin,
        methods: "all" as const,
      })),
    ),
  };
}

function countryArgs({ countries }: CdnSettings) {
  if (!countries) return {};
  const codes = [...countries.codes].sort();
  return countries.access === "allow" ? { allowedCountries: codes } : { blockedCountries: codes };
}

/** S3 returns 403 for a missing object, because CloudFront may not list the bucket. */
function notFoundResponses(page: string) {
  const response = { page, status: 404 };
  return { 403: response, 404: response };
}

/**
 * Creates the destination of CloudFront's access logs in the region that CloudFront delivers them from, and returns its ARN;
 * undefined for none.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
function createLogDestination(
  { logs, storage }: Settings,
  destination: CdnSettings["logs"],
  kmsKeyArn: pulumi.Input<string> | undefined,
  options: pulumi.ComponentResourceOptions,
): pulumi.Output<string> | undefined {
  switch (destination) {
    case "none":
      return undefined;
    case "cloudwatch": {
      const { logGroupArns } = new Logs(
        "cdn-logs",
        { groups: { access: {} }, retentionDays: logs.retentionDays, kmsKeyArn },
        options,
      );
      return logGroupArns.apply((arns) => arns["access"] ?? "");
    }
    case "s3":
      return new Storage(
        "cdn-logs",
        {
          logSources: ["vended"],
          transitions: [],
          expireAfterDays: storage.accessLogDays,
          noncurrentTransitions: [],
          noncurrentExpireAfterDays: 1,
          forceDestroy: storage.emptyOnDestroy,
        },
        options,
      ).bucketArn;
  }
}

function bucketOrigin(region: string, regions: RegionsByCode) {
  return { region, bucketRegionalDomainName: requireSiteBucket(region, regions).domainName };
}
