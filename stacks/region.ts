import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Logs, Monitoring, Network, Storage } from "../components";
import type { RegionSettings, Settings } from "./settings";

/** What one region hands to the layers above it. */
export interface RegionOutputs {
  /** Id of the network. */
  readonly vpcId: pulumi.Output<string>;
  /** Subnets that route to the internet gateway, one a zone. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Subnets that route out through NAT, one a zone. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Subnets without a way out, one a zone. */
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  /** Name of the bucket. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket. */
  readonly bucketArn: pulumi.Output<string>;
  /** Domain of the bucket with its region. */
  readonly bucketRegionalDomainName: pulumi.Output<string>;
  /** Names of the log groups, by label. */
  readonly logGroupNames: pulumi.Output<Record<string, string>>;
  /** Topic that alarms of this region are told to. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** Name of the dashboard. */
  readonly dashboardName: pulumi.Output<string | undefined>;
}

/** Lays one region down, complete in itself, in the region of `provider`. */
export function regionStack(
  region: RegionSettings,
  settings: Settings,
  provider: aws.Provider,
): RegionOutputs {
  const { code } = region;
  const { network: common, environment } = settings;
  const network = new Network(
    `network-${code}`,
    {
      cidrBlock: region.cidr,
      zones: region.zones,
      nat: region.nat,
      flowLogTraffic: common.flowLogTraffic,
      flowLogRetentionDays: common.flowLogRetentionDays,
    },
    { provider },
  );
  const storage = regionStorage(code, settings, provider);
  const errors = { namespace: `Archipelago/${environment}`, metricName: "ApplicationErrors" };
  const monitoring = new Monitoring(
    `monitoring-${code}`,
    {
      emails: Object.fromEntries(
        settings.monitoring.emails.map((email, index) => [`email-${index + 1}`, email]),
      ),
      globalServices: code === "us-east-1",
      dashboard: {
        title: `${environment} in ${code}`,
        graphs: [
          { title: "Errors in the application's log", metrics: [errors], statistic: "Sum" },
          storageGraph(storage.bucketName),
        ],
      },
    },
    { provider },
  );
  const logs = new Logs(
    `logs-${code}`,
    {
      groups: { application: {}, access: {} },
      retentionDays: settings.logs.retentionDays,
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
    { provider },
  );
  const { vpcId, publicSubnetIds, privateSubnetIds, isolatedSubnetIds } = network;
  const { bucketName, bucketArn, bucketRegionalDomainName } = storage;
  const { alarmTopicArn, dashboardName } = monitoring;
  return {
    vpcId,
    publicSubnetIds,
    privateSubnetIds,
    isolatedSubnetIds,
    bucketName,
    bucketArn,
    bucketRegionalDomainName,
    logGroupNames: logs.logGroupNames,
    alarmTopicArn,
    dashboardName,
  };
}

function regionStorage(code: string, settings: Settings, provider: aws.Provider): Storage {
  const { infrequentAfterDays, archiveAfterDays, noncurrentDays, emptyOnDestroy } = settings.storage;
  return new Storage(
    `storage-${code}`,
    {
      transitions: [
        { days: infrequentAfterDays, storageClass: "STANDARD_IA" },
        { days: archiveAfterDays, storageClass: "GLACIER_IR" },
      ],
      noncurrentTransitions: [],
      noncurrentExpireAfterDays: noncurrentDays,
      cloudFrontRead: settings.cdn !== undefined && [settings.primary, settings.secondary].includes(code),
      forceDestroy: emptyOnDestroy,
    },
    { provider },
  );
}

/** S3 reports the size of a bucket once a day, by storage class. */
function storageGraph(bucketName: pulumi.Output<string>) {
  const metrics = ["StandardStorage", "StandardIAStorage", "GlacierInstantRetrievalStorage"].map(
    (StorageType) => ({
      namespace: "AWS/S3",
      metricName: "BucketSizeBytes",
      dimensions: { BucketName: bucketName, StorageType },
    }),
  );
  return { title: "Size of the bucket", metrics, statistic: "Average" as const, periodSeconds: 86_400 };
}
