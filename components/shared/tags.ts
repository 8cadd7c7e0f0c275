import type * as pulumi from "@pulumi/pulumi";

/** Tags of AWS resources, by key. */
export type Tags = pulumi.Input<Record<string, pulumi.Input<string>>>;
