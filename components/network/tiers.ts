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
  /** Route tables of all tiers. */
  readonly all: pulumi.Output<string[]>;
}

/** Returns the route tables of a VPC by tier; awsx lists them in the order of their subnets. */
export function routeTablesByTier(vpc: awsx.ec2.Vpc): TierRouteTables {
  const all = idsOf(vpc.routeTables);
  const subnetIds = idsOf(vpc.subnets);
  const ofTier = (tierSubnetIds: pulumi.Output<string[]>) =>
    pulumi
      .all([subnetIds, all, tierSubnetIds])
      .apply(([subnets, tables, tier]) => tables.filter((_, index) => tier.includes(subnets[index] ?? "")));
  return {
    public: ofTier(vpc.publicSubnetIds),
    private: ofTier(vpc.privateSubnetIds),
    isolated: ofTier(vpc.isolatedSubnetIds),
    all,
  };
}

/** Returns the ids of a list of resources. */
export function idsOf(resources: pulumi.Output<pulumi.CustomResource[]>): pulumi.Output<string[]> {
  return resources.apply((list) => pulumi.output(list.map(({ id }) => id)));
}
