import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** The stack output under which each layer hands its own on, the same in both layouts. */
export const OUTPUT = { foundation: "foundation", regions: "regions" } as const;

/** What later layers need of the foundation. */
export const FoundationHandover = z.object({
  billingTopicArn: z.string(),
  zoneId: z.string().optional(),
});

/** What later layers need of a region. */
export const RegionHandover = z.object({
  vpcId: z.string(),
  privateSubnetIds: z.array(z.string()).min(1),
  bucketName: z.string(),
  bucketArn: z.string(),
  bucketRegionalDomainName: z.string(),
  alarmTopicArn: z.string(),
});

/** Values of one stack as another takes them: at hand within one program, read from its state across programs. */
export type Handed<T> = {
  readonly [K in keyof T]: pulumi.Input<Exclude<T[K], undefined>> | Extract<T[K], undefined>;
};

/** What later layers need of the foundation, as values or outputs. */
export type FoundationHanded = Handed<z.output<typeof FoundationHandover>>;

/** What later layers need of a region, as values or outputs. */
export type RegionHanded = Handed<z.output<typeof RegionHandover>>;
