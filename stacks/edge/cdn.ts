import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { Cdn, Logs } from "../../components";
import type { Settings } from "../settings";
import { type RegionsByCode, requireSiteBucket } from "./regions";

/** Creates the CDN over the site buckets of primary and secondary; undefined without cdn. */
export function createCdn(
  settings: Settings,
  regions: RegionsByCode,
  options: (region: string) => pulumi.ComponentResourceOptions,
): Cdn | undefined {
  const { cdn, primary, secondary } = settings;
  if (!cdn) return undefined;
  return new Cdn(
    "cdn",
    {
      primary: originSpec(primary, regions),
      secondary: secondary === undefined ? undefined : originSpec(secondary, regions),
      priceClass: cdn.priceClass,
      logDestinationArn: createAccessLogs(settings, options(GLOBAL_SERVICES_REGION)),
    },
    options(primary),
  );
}

/**
 * Creates the log group of CloudFront's access logs in the region that CloudFront delivers them from, and returns its ARN.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
function createAccessLogs(
  { logs }: Settings,
  options: pulumi.ComponentResourceOptions,
): pulumi.Output<string> {
  const { logGroupArns } = new Logs(
    "cdn-logs",
    { groups: { access: {} }, retentionDays: logs.retentionDays },
    options,
  );
  return logGroupArns.apply((arns) => arns["access"] ?? "");
}

function originSpec(region: string, regions: RegionsByCode) {
  return { region, bucketRegionalDomainName: requireSiteBucket(region, regions).domainName };
}
