import type * as pulumi from "@pulumi/pulumi";
import type { RegionInputs } from "../handover";

/** Outputs of the regions, by code. */
export type RegionsByCode = Readonly<Record<string, RegionInputs>>;

/** Returns the outputs of a region. */
export function requireRegion(code: string, regions: RegionsByCode): RegionInputs {
  const region = regions[code];
  if (!region) throw new Error(`region ${code} is missing among the inputs of the edge`);
  return region;
}

/** Bucket that CloudFront publishes in one region. */
interface SiteBucket {
  readonly name: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
  readonly domainName: pulumi.Input<string>;
}

/** Returns the site bucket of a region, which exists in every region of an environment with a CDN. */
export function requireSiteBucket(code: string, regions: RegionsByCode): SiteBucket {
  const { siteBucketName, siteBucketArn, siteBucketDomainName } = requireRegion(code, regions);
  if (siteBucketName === undefined || siteBucketArn === undefined || siteBucketDomainName === undefined)
    throw new Error(`the site bucket of ${code} is missing among the inputs of the edge`);
  return { name: siteBucketName, arn: siteBucketArn, domainName: siteBucketDomainName };
}
