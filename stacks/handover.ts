import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** Names of the stack outputs that later layers read, the same in both layouts. */
export const OUTPUT = { foundation: "foundation", regions: "regions" } as const;

/** Outputs of the foundation that later layers need. */
export const FoundationHandover = z.object({
  billingTopicArn: z.string(),
  zoneId: z.string().optional(),
});

/** Outputs of a region with a bucket that CloudFront publishes. */
const SiteBucket = z.object({
  siteBucketName: z.string(),
  siteBucketArn: z.string(),
  siteBucketDomainName: z.string(),
});

/** Outputs of a region that later layers need. */
export const RegionHandover = z.object({
  vpcId: z.string(),
  publicSubnetIds: z.array(z.string()).min(1),
  privateSubnetIds: z.array(z.string()).min(1),
  /** Undefined for a region that an earlier version deployed. */
  privateSubnetsReachInternet: z.boolean().optional(),
  bucketName: z.string(),
  bucketArn: z.string(),
  ...SiteBucket.partial().shape,
  alarmTopicArn: z.string(),
});

/** Outputs of a region that the edge needs for a CDN: those of the site bucket too. */
export const SiteRegionHandover = RegionHandover.extend(SiteBucket.shape);

/** Outputs of one layer as inputs of another: outputs of resources in one program, plain values across programs. */
export type InputsOf<T> = {
  readonly [K in keyof T]: pulumi.Input<Exclude<T[K], undefined>> | Extract<T[K], undefined>;
};

/** {@link FoundationHandover} as plain values or outputs. */
export type FoundationInputs = InputsOf<z.output<typeof FoundationHandover>>;

/** {@link RegionHandover} as plain values or outputs. */
export type RegionInputs = InputsOf<z.output<typeof RegionHandover>>;
