import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

/** Route tables of each tier, one for each zone in the order of the subnets. */
export interface TierRouteTables {
  /** Route tables with a route to the internet gateway. */
  readonly public: pulumi.Output<string[]>;
  /** Route tables with a route to NAT, if there is one. */
  readonly private: pulumi.Output<string[]>;
  /** Route tables without a route out of the VPC. */
  readonly isolated: pulumi.Output<string[]>;
  /** Route tables of public and private subnets. */
  readonly routed: pulumi.Output<string[]>;
}

/** Returns the route tables of a VPC by tier; awsx lists them in the order of their subnets. */
export function routeTablesByTier(vpc: awsx.ec2.Vpc): TierRouteTables {
  const all = idsOf(vpc.routeTables);
  const subnetIds = idsOf(vpc.subnets);
  const ofTiers = (...tiers: readonly pulumi.Output<string[]>[]) =>
    pulumi
      .all([subnetIds, all, pulumi.all([...tiers])])
      .apply(([subnets, tables, chosen]) =>
        tables.filter((_, index) => chosen.flat().includes(subnets[index] ?? "")),
      );
  return {
    public: ofTiers(vpc.publicSubnetIds),
    private: ofTiers(vpc.privateSubnetIds),
    isolated: ofTiers(vpc.isolatedSubnetIds),
    routed: ofTiers(vpc.publicSubnetIds, vpc.privateSubnetIds),
  };
}

/** Returns the ids of a list of resources. */
export function idsOf(resources: pulumi.Output<pulumi.CustomResource[]>): pulumi.Output<string[]> {
  return resources.apply((list) => pulumi.output(list.map(({ id }) => id)));
}
