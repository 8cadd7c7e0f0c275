import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ClusterSubnetType, EphemeralCluster } from "../components";
import type { RegionInputs } from "./handover";
import type { Settings } from "./settings";

/** Outputs of a cluster, for its user. */
export interface ClusterOutputs {
  /** EMR's id of the cluster. */
  readonly clusterId: pulumi.Output<string>;
  /** DNS name of the master node. */
  readonly masterPublicDns: pulumi.Output<string>;
  /** End of the cluster's lifetime, in ISO 8601. */
  readonly expiresAt: pulumi.Output<string>;
  /** Start of the cluster's lifetime, in ISO 8601; later updates pass the same value. */
  readonly startedAt: string;
}

/** Returns the code of the region in which clusters run. */
export function clusterRegion(settings: Settings): string {
  return settings.cluster.region ?? settings.primary;
}

/** Returns the type of a cluster's subnets: private where they have a way out, else public. */
export function clusterSubnetType(settings: Settings): ClusterSubnetType {
  const code = clusterRegion(settings);
  const hasNat = settings.regions.some((region) => region.code === code && region.nat !== "none");
  return settings.cluster.subnets ?? (hasNat ? "private" : "public");
}

function firstSubnet(
  name: string,
  type: ClusterSubnetType,
  { privateSubnetIds, publicSubnetIds }: RegionInputs,
): pulumi.Output<string> {
  return pulumi.output(type === "private" ? privateSubnetIds : publicSubnetIds).apply(([first]) => {
    if (first === undefined) throw new pulumi.RunError(`${name}: the region has no ${type} subnet`);
    return first;
  });
}

/**
 * Deploys one short-lived cluster into the network of an existing region.
 *
 * @param startedAt start of the cluster's lifetime, in ISO 8601; the same in every run
 */
export function deployCluster(
  name: string,
  startedAt: string,
  settings: Settings,
  region: RegionInputs,
  provider: aws.Provider,
): ClusterOutputs {
  const { owner, ttlHours, nodes, instanceType, idleMinutes } = settings.cluster;
  const subnetType = clusterSubnetType(settings);
  const bucket = pulumi.interpolate`s3://${region.bucketName}`;
  const cluster = new EphemeralCluster(
    `cluster-${name}`,
    {
      owner: owner ?? settings.environment,
      lifetime: { startedAt, ttlHours },
      vpcId: region.vpcId,
      subnetIds: [firstSubnet(`cluster-${name}`, subnetType, region)],
      subnetType,
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
