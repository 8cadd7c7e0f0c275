import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../common/regions";
import { AccountGuard, type AlarmSubscribers, Logs, Monitoring } from "../components";
import { createKey } from "./encryption";
import type { OwnTags } from "./own-tags";
import { createNetwork } from "./region/network";
import { createReaper } from "./region/reaper";
import { createSite } from "./region/site";
import { createLogBucket, createStorage } from "./region/storage";
import type { RegionSettings, Settings } from "./settings";
import { aliasSubscriptions } from "./subscriptions";

/** Outputs of one region, for the layers above it. */
export interface RegionOutputs {
  /** Id of the network. */
  readonly vpcId: pulumi.Output<string>;
  /** Subnets that route to the internet gateway, one per zone. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Subnets that route out through NAT, one per zone. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Subnets without a way out, one per zone. */
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  /** Names of the availability zones, in the order of the subnets. */
  readonly zoneNames: pulumi.Output<string[]>;
  /** Whether private subnets reach the internet through NAT. */
  readonly privateSubnetsReachInternet: pulumi.Output<boolean>;
  /** Addresses from which private subnets reach the internet. */
  readonly natPublicIps: pulumi.Output<string[]>;
  /** Name of the data bucket. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the data bucket. */
  readonly bucketArn: pulumi.Output<string>;
  /** Name of the bucket that CloudFront publishes; undefined without cdn. */
  readonly siteBucketName: pulumi.Output<string> | undefined;
  /** ARN of the bucket that CloudFront publishes; undefined without cdn. */
  readonly siteBucketArn: pulumi.Output<string> | undefined;
  /** Regional domain name of the bucket that CloudFront publishes; undefined without cdn. */
  readonly siteBucketDomainName: pulumi.Output<string> | undefined;
  /** Name of the bucket that receives the access logs of the others; undefined without storage.accessLogs. */
  readonly accessLogsBucketName: pulumi.Output<string> | undefined;
  /** Names of the log groups, by label. */
  readonly logGroupNames: pulumi.Output<Record<string, string>>;
  /** Topic to which the alarms of this region publish. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** Name of the dashboard. */
  readonly dashboardName: pulumi.Output<string | undefined>;
}

/**
 * Deploys one region, independent of all others, in the region of the provider in `options`.
 *
 * @param onCall subscribers of the alarms
 */
export function deployRegion(
  region: RegionSettings,
  settings: Settings,
  onCall: AlarmSubscribers,
  options: pulumi.ComponentResourceOptions,
  tags: OwnTags,
): RegionOutputs {
  const { code } = region;
  const { environment } = settings;
  if (settings.accountGuard.blockPublicClusters)
    new AccountGuard(`account-${code}`, { blockPublicBuckets: false }, options);
  const kmsKeyArn = createKey(`key-${code}`, settings, { publishers: ["cloudwatch"] }, options);
  const accessLogs = createLogBucket(code, settings, options);
  const network = createNetwork(region, settings, options, accessLogs, kmsKeyArn);
  const storage = createStorage(code, settings, options, accessLogs);
  const site = createSite(code, settings, options, accessLogs);
  const errors = { namespace: `Archipelago/${environment}`, metricName: "ApplicationErrors" };
  const { emails } = settings.monitoring;
  const monitoring = new Monitoring(
    `monitoring-${code}`,
    {
      subscribers: onCall,
      kmsKeyArn,
      globalServices: code === GLOBAL_SERVICES_REGION,
      dashboard: {
        title: `${environment} in ${code}`,
        graphs: [
          { title: "Errors in the application's log", metrics: [errors], statistic: "Sum" },
          bucketSizeGraph(storage.bucketName),
        ],
      },
    },
    { ...options, ...aliasSubscriptions(`monitoring-${code}`, emails) },
  );
  const logs = new Logs(
    `logs-${code}`,
    {
      groups: { application: {}, access: {} },
      retentionDays: settings.logs.retentionDays,
      kmsKeyArn,
      filters: {
        errors: {
          group: "application",
          pattern: '{ $.level = "ERROR" }',
          ...errors,
          defaultValue: 0,
          alarm: { threshold: 5, periodSeconds: 300, description: `Errors of the application in ${code}.` },
        },
      },
      alarmTopicArns: [monitoring.alarmTopicArn],
    },
    options,
  );
  createReaper(code, settings, { tags, alarmTopicArn: monitoring.alarmTopicArn, kmsKeyArn }, options);
  const { vpcId, publicSubnetIds, privateSubnetIds, isolatedSubnetIds } = network;
  const { zoneNames, privateSubnetsReachInternet, natPublicIps } = network;
  const { bucketName, bucketArn } = storage;
  const { alarmTopicArn, dashboardName } = monitoring;
  return {
    vpcId,
    publicSubnetIds,
    privateSubnetIds,
    isolatedSubnetIds,
    zoneNames,
    privateSubnetsReachInternet,
    natPublicIps,
    bucketName,
    bucketArn,
    siteBucketName: site?.bucketName,
    siteBucketArn: site?.bucketArn,
    siteBucketDomainName: site?.bucketRegionalDomainName,
    accessLogsBucketName: accessLogs?.bucketName,
    logGroupNames: logs.logGroupNames,
    alarmTopicArn,
    dashboardName,
  };
}

/** Graph of the bucket's size, which S3 reports once a day for each storage class. */
function bucketSizeGraph(bucketName: pulumi.Output<string>) {
  const metrics = ["StandardStorage", "StandardIAStorage", "GlacierInstantRetrievalStorage"].map(
    (StorageType) => ({
      namespace: "AWS/S3",
      metricName: "BucketSizeBytes",
      dimensions: { BucketName: bucketName, StorageType },
    }),
  );
  return { title: "Size of the bucket", metrics, statistic: "Average" as const, periodSeconds: 86_400 };
}
