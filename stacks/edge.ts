import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../common/regions";
import type { AlarmSubscribers } from "../components";
import { createCdn } from "./edge/cdn";
import { createOperations } from "./edge/operations";
import type { RegionsByCode } from "./edge/regions";
import { createReplication, createSiteReplication } from "./edge/replication";
import { createRouting } from "./edge/routing";
import { createSlackChannels } from "./edge/slack";
import { createKey } from "./encryption";
import type { FoundationInputs } from "./handover";
import type { Settings } from "./settings";

/** Outputs of the edge. */
export interface EdgeOutputs {
  /** Topic in us-east-1 to which the alarms on global services publish: health checks, CDN. */
  readonly operationsTopicArn: pulumi.Output<string>;
  /** Full names of the DNS records, by label; undefined without dns. */
  readonly recordNames: pulumi.Output<Record<string, string>> | undefined;
  /** Ids of the regions' health checks, by region; undefined without dns. */
  readonly healthCheckIds: pulumi.Output<Record<string, string>> | undefined;
  /** Id of the CloudFront distribution, for invalidations; undefined without cdn. */
  readonly cdnDistributionId: pulumi.Output<string> | undefined;
  /** Domain name of the CloudFront distribution; undefined without cdn. */
  readonly cdnDomainName: pulumi.Output<string> | undefined;
  /** Role that replicates the primary's data bucket; undefined without replication. */
  readonly replicationRoleArn: pulumi.Output<string> | undefined;
}

/**
 * Deploys the resources that join the regions: the operations topic, DNS routing with health checks, the CDN, replication,
 * Slack channels.
 *
 * @param onCall subscribers of the alarms
 * @param options returns the options of components in a region
 */
export function deployEdge(
  settings: Settings,
  foundation: FoundationInputs,
  regions: RegionsByCode,
  onCall: AlarmSubscribers,
  options: (region: string) => pulumi.ComponentResourceOptions,
): EdgeOutputs {
  const inPrimary = options(settings.primary);
  const inGlobal = options(GLOBAL_SERVICES_REGION);
  const kmsKeyArn = createKey("edge-key", settings, { publishers: ["cloudwatch"] }, inGlobal);
  const operations = createOperations(onCall, kmsKeyArn, inGlobal);
  const replication = createReplication(settings, regions, inPrimary);
  createSiteReplication(settings, regions, inPrimary);
  const { zoneId } = foundation;
  const cdn = createCdn(
    settings,
    { regions, zoneId, alarmTopicArn: operations.alarmTopicArn, kmsKeyArn },
    options,
  );
  const dns = createRouting(settings, foundation, operations.alarmTopicArn, inPrimary);
  createSlackChannels(settings, foundation, regions, operations.alarmTopicArn, options);
  return {
    operationsTopicArn: operations.alarmTopicArn,
    recordNames: dns?.fqdns,
    healthCheckIds: dns?.healthCheckIds,
    cdnDistributionId: cdn?.distributionId,
    cdnDomainName: cdn?.domainName,
    replicationRoleArn: replication?.roleArn,
  };
}
