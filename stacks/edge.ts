import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../common/regions";
import { Cdn, type DnsRecord, DnsRouting, Logs, StorageReplication } from "../components";
import type { FoundationInputs, RegionInputs } from "./handover";
import type { RegionSettings, Settings } from "./settings";

/** Outputs of the edge. */
export interface EdgeOutputs {
  /** Full names of the DNS records, by label; undefined without dns. */
  readonly recordNames: pulumi.Output<Record<string, string>> | undefined;
  /** Ids of the regions' health checks, by region; undefined without dns. */
  readonly healthCheckIds: pulumi.Output<Record<string, string>> | undefined;
  /** Domain name of the CloudFront distribution; undefined without cdn. */
  readonly cdnDomainName: pulumi.Output<string> | undefined;
  /** Role that replicates the primary's bucket; undefined without replication. */
  readonly replicationRoleArn: pulumi.Output<string> | undefined;
}

/** Outputs of the regions, by code. */
export type RegionsByCode = Readonly<Record<string, RegionInputs>>;

/**
 * Deploys the resources that join the regions: DNS routing with health checks, the CDN, replication.
 *
 * @param provider returns the provider of a region
 */
export function deployEdge(
  settings: Settings,
  foundation: FoundationInputs,
  regions: RegionsByCode,
  provider: (region: string) => aws.Provider,
): EdgeOutputs {
  const inPrimary = { provider: provider(settings.primary) };
  const replication = createReplication(settings, regions, inPrimary);
  const cdn = settings.cdn
    ? new Cdn(
        "cdn",
        {
          primary: originSpec(settings.primary, regions),
          secondary: settings.secondary === undefined ? undefined : originSpec(settings.secondary, regions),
          priceClass: settings.cdn.priceClass,
          logDestinationArn: createAccessLogs(settings, provider(GLOBAL_SERVICES_REGION)),
        },
        inPrimary,
      )
    : undefined;
  const dns = createRouting(settings, foundation, regions, inPrimary);
  return {
    recordNames: dns?.fqdns,
    healthCheckIds: dns?.healthCheckIds,
    cdnDomainName: cdn?.domainName,
    replicationRoleArn: replication?.roleArn,
  };
}

/**
 * Creates the log group of CloudFront's access logs in the region that CloudFront delivers them from, and returns its ARN.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
function createAccessLogs({ logs }: Settings, provider: aws.Provider): pulumi.Output<string> {
  const { logGroupArns } = new Logs(
    "cdn-logs",
    { groups: { access: {} }, retentionDays: logs.retentionDays },
    { provider },
  );
  return logGroupArns.apply((arns) => arns["access"] ?? "");
}

function createReplication(
  settings: Settings,
  regions: RegionsByCode,
  options: pulumi.ComponentResourceOptions,
) {
  const { primary, secondary, storage } = settings;
  const others = settings.regions.map(({ code }) => code).filter((code) => code !== primary);
  // S3 keeps the rules in order: the secondary first, then by code, so that the order of the settings has no effect.
  const all = [secondary ?? [], others.filter((code) => code !== secondary).sort()].flat();
  const targets = { none: [], secondary: all.slice(0, 1), all }[storage.replication];
  if (targets.length === 0) return undefined;
  const source = requireRegion(primary, regions);
  return new StorageReplication(
    "replication",
    {
      sourceBucketName: source.bucketName,
      sourceBucketArn: source.bucketArn,
      destinations: Object.fromEntries(
        targets.map((code) => [code, { bucketArn: requireRegion(code, regions).bucketArn }] as const),
      ),
    },
    options,
  );
}

function createRouting(
  { dns, regions: all, primary, secondary }: Settings,
  foundation: FoundationInputs,
  regions: RegionsByCode,
  options: pulumi.ComponentResourceOptions,
) {
  if (!dns || foundation.zoneId === undefined) return undefined;
  const reachable = all.flatMap(({ endpoint, ...region }) =>
    endpoint === undefined ? [] : [{ ...region, endpoint }],
  );
  const targets =
    dns.policy === "failover"
      ? reachable.filter(({ code }) => code === primary || code === secondary)
      : reachable;
  return new DnsRouting(
    "dns",
    {
      zone: { id: foundation.zoneId, name: dns.zone },
      records: { [dns.record]: recordSpec(`${dns.record}.${dns.zone}`, dns.policy, primary, targets) },
      healthChecks: Object.fromEntries(
        targets.map(({ code, endpoint }) => [code, { fqdn: endpoint, path: dns.healthPath }]),
      ),
      // Health checks report to the region of global services only, and an alarm notifies topics of its own region only.
      alarmTopicArns: [regions[GLOBAL_SERVICES_REGION]?.alarmTopicArn ?? foundation.billingTopicArn],
    },
    options,
  );
}

function recordSpec(
  name: string,
  policy: "failover" | "latency" | "weighted",
  primary: string,
  targets: readonly (RegionSettings & { readonly endpoint: string })[],
): DnsRecord {
  const common = { name, type: "CNAME" as const };
  const targetOf = ({ code, endpoint }: { readonly code: string; readonly endpoint: string }) => ({
    target: { values: [endpoint] },
    healthCheck: code,
  });
  if (policy === "weighted") {
    const endpoints = Object.fromEntries(
      targets.map((region) => [region.code, { ...targetOf(region), weight: region.weight }]),
    );
    return { ...common, policy, endpoints };
  }
  const endpoints = Object.fromEntries(targets.map((region) => [region.code, targetOf(region)]));
  return policy === "failover" ? { ...common, policy, primary, endpoints } : { ...common, policy, endpoints };
}

function originSpec(region: string, regions: RegionsByCode) {
  return { region, bucketRegionalDomainName: requireRegion(region, regions).bucketRegionalDomainName };
}

function requireRegion(code: string, regions: RegionsByCode): RegionInputs {
  const region = regions[code];
  if (!region) throw new Error(`region ${code} is missing among the inputs of the edge`);
  return region;
}
