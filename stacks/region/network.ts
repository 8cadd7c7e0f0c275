import type * as pulumi from "@pulumi/pulumi";
import { Network, Storage } from "../../components";
import { clusterRegion, clusterSubnetType } from "../cluster";
import type { RegionSettings, Settings } from "../settings";
import { accessLogsTo } from "./storage";

/**
 * Creates the network of a region, and the bucket of its flow log if the settings send it to one.
 *
 * @param kmsKeyArn key of the flow log's log group, unless the region has one of its own
 */
export function createNetwork(
  { code, cidr, zones, zoneNames, nat, flowLogKmsKeyArn }: RegionSettings,
  settings: Settings,
  options: pulumi.ComponentResourceOptions,
  logBucket: Storage | undefined,
  kmsKeyArn: pulumi.Input<string> | undefined,
): Network {
  const { network, storage } = settings;
  const hasPublicClusters = clusterRegion(settings) === code && clusterSubnetType(settings) === "public";
  const toBucket = network.flowLogDestination === "s3";
  const bucket = toBucket
    ? new Storage(
        `flow-logs-${code}`,
        {
          logSources: ["vended"],
          kmsKeyArn: flowLogKmsKeyArn,
          accessLogs: accessLogsTo(logBucket),
          transitions: [],
          expireAfterDays: network.flowLogRetentionDays,
          noncurrentTransitions: [],
          // flow logs are never written twice: a noncurrent version is an expired one
          noncurrentExpireAfterDays: 1,
          forceDestroy: storage.emptyOnDestroy,
        },
        options,
      )
    : undefined;
  return new Network(
    `network-${code}`,
    {
      cidrBlock: cidr,
      zones: zoneNames ?? zones,
      nat,
      publicIpOnLaunch: network.publicIpOnLaunch ?? hasPublicClusters,
      gatewayAccess: network.gatewayAccess,
      // the order of the settings must have no effect
      trustedBuckets: [...network.trustedBuckets].sort(),
      flowLogDestination: network.flowLogDestination,
      flowLogBucketArn: bucket?.bucketArn,
      flowLogTraffic: network.flowLogTraffic,
      flowLogFields: network.flowLogFields,
      flowLogAggregationSeconds: network.flowLogAggregationSeconds,
      flowLogRetentionDays: network.flowLogRetentionDays,
      kmsKeyArn: toBucket ? undefined : (flowLogKmsKeyArn ?? kmsKeyArn),
    },
    options,
  );
}
