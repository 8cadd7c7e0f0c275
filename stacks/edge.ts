import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Cdn, type DnsRecord, DnsRouting, Logs, StorageReplication } from "../components";
import type { FoundationHanded, RegionHanded } from "./handover";
import type { RegionSettings, Settings } from "./settings";

/** What the edge makes reachable. */
export interface EdgeOutputs {
  /** Full names of the DNS records, by label; absent without dns. */
  readonly recordNames: pulumi.Output<Record<string, string>> | undefined;
  /** Ids of the regions' health checks, by region; absent without dns. */
  readonly healthCheckIds: pulumi.Output<Record<string, string>> | undefined;
  /** Name under which CloudFront answers; absent without cdn. */
  readonly cdnDomainName: pulumi.Output<string> | undefined;
  /** Role that replicates the primary's bucket; absent without replication. */
  readonly replicationRoleArn: pulumi.Output<string> | undefined;
}

/** Regions by code, as laid down. */
export type Regions = Readonly<Record<string, RegionHanded>>;

/**
 * Lays down what joins the regions: routing and health checks, the CDN, replication.
 *
 * @param provider gives the provider of a region
 */
export function edgeStack(
  settings: Settings,
  foundation: FoundationHanded,
  regions: Regions,
  provider: (region: string) => aws.Provider,
): EdgeOutputs {
  const lead = { provider: provider(settings.primary) };
  const replication = replicate(settings, regions, lead);
  const cdn = settings.cdn
    ? new Cdn(
        "cdn",
        {
          primary: origin(settings.primary, regions),
          secondary: settings.secondary === undefined ? undefined : origin(settings.secondary, regions),
          priceClass: settings.cdn.priceClass,
          logDestinationArn: accessLogs(settings, provider(CLOUDFRONT_REGION)),
        },
        lead,
      )
    : undefined;
  const dns = route(settings, foundation, regions, lead);
  return {
    recordNames: dns?.fqdns,
    healthCheckIds: dns?.healthCheckIds,
    cdnDomainName: cdn?.domainName,
    replicationRoleArn: replication?.roleArn,
  };
}

/** CloudFront is run from here. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html */
const CLOUDFRONT_REGION = "us-east-1";

/** ARN of the log group that gets CloudFront's access logs. */
function accessLogs({ logs }: Settings, provider: aws.Provider): pulumi.Output<string> {
  const { logGroupArns } = new Logs(
    "cdn-logs",
    { groups: { access: {} }, retentionDays: logs.retentionDays },
    { provider },
  );
  return logGroupArns.apply((arns) => arns["access"] ?? "");
}

function replicate(settings: Settings, regions: Regions, lead: pulumi.ComponentResourceOptions) {
  const { primary, secondary, storage } = settings;
  const all = settings.regions.map(({ code }) => code).filter((code) => code !== primary);
  const chosen = { none: [], secondary: secondary === undefined ? [] : [secondary], all }[
    storage.replication
  ];
  if (chosen.length === 0) return undefined;
  const source = at(primary, regions);
  return new StorageReplication(
    "replication",
    {
      sourceBucketName: source.bucketName,
      sourceBucketArn: source.bucketArn,
      destinations: Object.fromEntries(
        chosen.map((code) => [code, { bucketArn: at(code, regions).bucketArn }] as const),
      ),
    },
    lead,
  );
}

function route(
  { dns, regions: all, primary, secondary }: Settings,
  foundation: FoundationHanded,
  regions: Regions,
  lead: pulumi.ComponentResourceOptions,
) {
  if (!dns || foundation.zoneId === undefined) return undefined;
  const reachable = all.flatMap(({ endpoint, ...region }) =>
    endpoint === undefined ? [] : [{ ...region, endpoint }],
  );
  const routed =
    dns.policy === "failover"
      ? reachable.filter(({ code }) => code === primary || code === secondary)
      : reachable;
  return new DnsRouting(
    "dns",
    {
      zone: { id: foundation.zoneId, name: dns.zone },
      records: { [dns.record]: record(`${dns.record}.${dns.zone}`, dns.policy, primary, routed) },
      healthChecks: Object.fromEntries(
        routed.map(({ code, endpoint }) => [code, { fqdn: endpoint, path: dns.healthPath }]),
      ),
      // the checks' metrics are in us-east-1 alone, and an alarm tells only topics of its own region
      alarmTopicArns: [regions["us-east-1"]?.alarmTopicArn ?? foundation.billingTopicArn],
    },
    lead,
  );
}

function record(
  name: string,
  policy: "failover" | "latency" | "weighted",
  primary: string,
  routed: readonly (RegionSettings & { readonly endpoint: string })[],
): DnsRecord {
  const common = { name, type: "CNAME" as const };
  const answers = routed.map(({ code, endpoint, weight }) => ({
    code,
    weight,
    answer: { target: { values: [endpoint] }, healthCheck: code },
  }));
  if (policy === "weighted") {
    const endpoints = Object.fromEntries(
      answers.map(({ code, answer, weight }) => [code, { ...answer, weight }]),
    );
    return { ...common, policy, endpoints };
  }
  const endpoints = Object.fromEntries(answers.map(({ code, answer }) => [code, answer]));
  return policy === "failover" ? { ...common, policy, primary, endpoints } : { ...common, policy, endpoints };
}

function origin(region: string, regions: Regions) {
  return { region, bucketRegionalDomainName: at(region, regions).bucketRegionalDomainName };
}

function at(code: string, regions: Regions): RegionHanded {
  const region = regions[code];
  if (!region) throw new Error(`the edge was not given region ${code}`);
  return region;
}
