import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createCdn } from "./edge/cdn";
import type { RegionsByCode } from "./edge/regions";
import { createReplication, createSiteReplication } from "./edge/replication";
import { createRouting } from "./edge/routing";
import type { FoundationInputs } from "./handover";
import type { Settings } from "./settings";

/** Outputs of the edge. */
export interface EdgeOutputs {
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
  createSiteReplication(settings, regions, inPrimary);
  const cdn = createCdn(settings, regions, provider);
  const dns = createRouting(settings, foundation, regions, inPrimary);
  return {
    recordNames: dns?.fqdns,
    healthCheckIds: dns?.healthCheckIds,
    cdnDistributionId: cdn?.distributionId,
    cdnDomainName: cdn?.domainName,
    replicationRoleArn: replication?.roleArn,
  };
}
