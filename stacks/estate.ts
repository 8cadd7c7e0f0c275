import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import { z } from "zod";
import { type ClusterOutputs, clusterRegion, clusterStack } from "./cluster";
import { type EdgeOutputs, edgeStack } from "./edge";
import { type FoundationOutputs, foundationStack } from "./foundation";
import { FoundationHandover, OUTPUT, type RegionHanded, RegionHandover } from "./handover";
import { readOutput } from "./references";
import { type RegionOutputs, regionStack } from "./region";
import { command, type Scope } from "./scope";
import type { Settings } from "./settings";

/** What the program of a stack is given from outside. */
export interface World {
  /** The provider of a region, the same at each call. */
  readonly provider: (region: string) => aws.Provider;
  /** The name by which engines look a stack of this project up. */
  readonly fullName: (stack: string) => string;
  /** Phones that are told of charges. */
  readonly phones: readonly pulumi.Input<string>[];
  /** Moment from which a cluster's hours count, in ISO 8601. */
  readonly clusterStartedAt: string | undefined;
}

/** What one stack holds: the layers that its scope names. */
export interface Estate {
  readonly foundation?: FoundationOutputs;
  /** Regions by code. */
  readonly regions?: Readonly<Record<string, RegionOutputs>>;
  readonly edge?: EdgeOutputs;
  readonly cluster?: ClusterOutputs;
}

/**
 * Lays down what the scope of a stack names. Layers of other stacks are read, and checked, before anything is laid down.
 *
 * @throws {RunError} when another stack that is needed is not up, or the cluster's start is not said
 */
export async function layDown(scope: Scope, settings: Settings, world: World): Promise<Estate> {
  const { provider, phones } = world;
  switch (scope.kind) {
    case "environment": {
      const foundation = foundationStack(settings, provider(settings.primary), phones);
      const regions = Object.fromEntries(
        settings.regions.map((region) => [region.code, regionStack(region, settings, provider(region.code))]),
      );
      return { foundation, regions, edge: edgeStack(settings, foundation, regions, provider) };
    }
    case "foundation":
      return { foundation: foundationStack(settings, provider(settings.primary), phones) };
    case "region": {
      const region = settings.regions.find(({ code }) => code === scope.region);
      if (!region) throw new Error(`region ${scope.region} fitted the settings but is not in them`);
      // a region takes nothing from the foundation, but nothing that costs may precede what watches the bill
      await foundationOf(settings, world);
      return { regions: { [region.code]: regionStack(region, settings, provider(region.code)) } };
    }
    case "edge": {
      const foundation = await foundationOf(settings, world);
      const regions = await Promise.all(
        settings.regions.map(async ({ code }) => [code, await regionOf(code, settings, world)] as const),
      );
      return { edge: edgeStack(settings, foundation, Object.fromEntries(regions), provider) };
    }
    case "cluster": {
      const code = clusterRegion(settings);
      const startedAt = startOf(scope.environment, scope.cluster, world.clusterStartedAt);
      const region = await regionOf(code, settings, world);
      return { cluster: clusterStack(scope.cluster, startedAt, settings, region, provider(code)) };
    }
  }
}

function foundationOf({ environment }: Settings, { fullName }: World) {
  const stack = `${environment}-foundation`;
  return readOutput({ stack, environment, fullName: fullName(stack) }, OUTPUT.foundation, FoundationHandover);
}

async function regionOf(
  code: string,
  { environment, layout }: Settings,
  { fullName }: World,
): Promise<RegionHanded> {
  const stack = layout === "single" ? environment : `${environment}-${code}`;
  const schema = z.object({ [code]: RegionHandover });
  const { [code]: region } = await readOutput(
    { stack, environment, fullName: fullName(stack) },
    OUTPUT.regions,
    schema,
  );
  if (!region) throw new Error(`region ${code} passed its schema but is not there`);
  return region;
}

function startOf(environment: string, cluster: string, startedAt: string | undefined): string {
  if (startedAt !== undefined) return startedAt;
  const stack = `${environment}-cluster-${cluster}`;
  throw new RunError(
    `stack ${JSON.stringify(stack)}: archipelago:clusterStartedAt is missing, expected the moment from which the ` +
      "cluster's hours count, in ISO 8601; run archipelago cluster up, or " +
      `${command(stack, environment)} -c archipelago:clusterStartedAt=<moment>`,
  );
}
