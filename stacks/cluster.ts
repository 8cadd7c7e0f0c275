import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EphemeralCluster } from "../components";
import type { RegionHanded } from "./handover";
import type { Settings } from "./settings";

/** What a cluster's user needs to know. */
export interface ClusterOutputs {
  /** Id by which EMR knows the cluster. */
  readonly clusterId: pulumi.Output<string>;
  /** Name of the master node within its network. */
  readonly masterPublicDns: pulumi.Output<string>;
  /** Moment at which the cluster has outlived its use, in ISO 8601. */
  readonly expiresAt: pulumi.Output<string>;
  /** Moment from which its hours count, in ISO 8601; a later update is given this one again. */
  readonly startedAt: string;
}

/** The region that clusters of these settings run in. */
export function clusterRegion(settings: Settings): string {
  return settings.cluster.region ?? settings.primary;
}

/**
 * Lays one short-lived cluster down, in a network that is there already.
 *
 * @param startedAt moment from which its hours count, in ISO 8601; the same in every run
 */
export function clusterStack(
  name: string,
  startedAt: string,
  settings: Settings,
  region: RegionHanded,
  provider: aws.Provider,
): ClusterOutputs {
  const { owner, ttlHours, nodes, instanceType, idleMinutes } = settings.cluster;
  const bucket = pulumi.interpolate`s3://${region.bucketName}`;
  const cluster = new EphemeralCluster(
    `cluster-${name}`,
    {
      owner: owner ?? settings.environment,
      lifetime: { startedAt, ttlHours },
      vpcId: region.vpcId,
      subnetId: pulumi.output(region.privateSubnetIds).apply(([first]) => {
        if (first === undefined)
          throw new pulumi.RunError(`cluster-${name}: the region has no private subnet`);
        return first;
      }),
      logUri: pulumi.interpolate`${bucket}/clusters/${name}/logs/`,
      readFrom: [pulumi.interpolate`${bucket}/jobs/`],
      writeTo: [pulumi.interpolate`${bucket}/clusters/${name}/`],
      nodes,
      masterInstanceType: instanceType,
      coreInstanceType: instanceType,
      idleTimeoutSeconds: idleMinutes * 60,
    },
    { provider },
  );
  const { clusterId, masterPublicDns, expiresAt } = cluster;
  return { clusterId, masterPublicDns, expiresAt, startedAt };
}
