import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import { z } from "zod";
import { type ClusterOutputs, clusterRegion, deployCluster } from "./cluster";
import { type Contact, onCallSubscribers } from "./contacts";
import { deployEdge, type EdgeOutputs } from "./edge";
import { createBillingGuard, deployFoundation, type FoundationOutputs } from "./foundation";
import {
  FoundationHandover,
  OUTPUT,
  RegionHandover,
  type RegionInputs,
  SiteRegionHandover,
} from "./handover";
import { ownTags } from "./own-tags";
import { deployRegion, type RegionOutputs } from "./region";
import { type Scope, upCommand } from "./scope";
import type { Settings } from "./settings";
import { readStackOutput } from "./stack-outputs";

/** Values from outside the settings that a deployment needs. */
export interface EstateContext {
  /** Name of the project. */
  readonly project: string;
  /** Returns the provider of a region, the same one at each call. */
  readonly provider: (region: string) => aws.Provider;
  /** Returns the name by which engines look up a stack of this project. */
  readonly fullName: (stack: string) => string;
  /** Phone that receives billing alarms by SMS; undefined for none. */
  readonly phone: pulumi.Input<string> | undefined;
  /** Returns the secret address of a contact that the settings name. */
  readonly contact: Contact;
  /** Start of a cluster's lifetime, in ISO 8601. */
  readonly clusterStartedAt: string | undefined;
}

/** Outputs of one stack: those of the layers in its scope. */
export interface EstateOutputs {
  readonly foundation?: FoundationOutputs;
  /** Outputs of the regions, by code. */
  readonly regions?: Readonly<Record<string, RegionOutputs>>;
  readonly edge?: EdgeOutputs;
  readonly cluster?: ClusterOutputs;
}

/**
 * Deploys the layers in the scope of a stack. Outputs of other stacks are read and checked first.
 *
 * @throws {RunError} when a stack that this one needs is not deployed, or the start of the cluster's lifetime is missing
 */
export async function deployEstate(
  scope: Scope,
  settings: Settings,
  context: EstateContext,
): Promise<EstateOutputs> {
  const { project, provider, phone, contact } = context;
  const tags = ownTags(project, settings);
  const onCall = () => onCallSubscribers(settings, contact);
  const at = (region: string) => ({ provider: provider(region) });
  switch (scope.kind) {
    case "environment": {
      const billing = createBillingGuard(settings, at(settings.primary), contact, phone);
      // Nothing that costs money exists before the alarms on its charges.
      const afterBilling = (region: string) => ({ ...at(region), dependsOn: billing.guard });
      const foundation = deployFoundation(settings, billing, afterBilling(settings.primary));
      const regions = Object.fromEntries(
        settings.regions.map((region) => [
          region.code,
          deployRegion(region, settings, onCall(), afterBilling(region.code), tags),
        ]),
      );
      return { foundation, regions, edge: deployEdge(settings, foundation, regions, onCall(), afterBilling) };
    }
    case "foundation": {
      const billing = createBillingGuard(settings, at(settings.primary), contact, phone);
      const afterBilling = { ...at(settings.primary), dependsOn: billing.guard };
      return { foundation: deployFoundation(settings, billing, afterBilling) };
    }
    case "region": {
      const region = settings.regions.find(({ code }) => code === scope.region);
      if (!region) throw new Error(`region ${scope.region} passed checkScope but is not in the settings`);
      // A region uses no output of the foundation; reading it ensures that billing alarms exist before anything costs money.
      await readFoundation(settings, context);
      return { regions: { [region.code]: deployRegion(region, settings, onCall(), at(region.code), tags) } };
    }
    case "edge": {
      const foundation = await readFoundation(settings, context);
      const schema = settings.cdn ? SiteRegionHandover : RegionHandover;
      const regions = await Promise.all(
        settings.regions.map(
          async ({ code }) => [code, await readRegion(code, settings, context, schema)] as const,
        ),
      );
      return { edge: deployEdge(settings, foundation, Object.fromEntries(regions), onCall(), at) };
    }
    case "cluster": {
      const code = clusterRegion(settings);
      const startedAt = requireStart(scope.environment, scope.cluster, context.clusterStartedAt);
      const region = await readRegion(code, settings, context);
      return { cluster: deployCluster(scope.cluster, startedAt, settings, region, provider(code)) };
    }
  }
}

function readFoundation({ environment }: Settings, { fullName }: EstateContext) {
  const stack = `${environment}-foundation`;
  return readStackOutput(
    { stack, environment, fullName: fullName(stack) },
    OUTPUT.foundation,
    FoundationHandover,
  );
}

async function readRegion(
  code: string,
  { environment, layout }: Settings,
  { fullName }: EstateContext,
  regionSchema: typeof RegionHandover | typeof SiteRegionHandover = RegionHandover,
): Promise<RegionInputs> {
  const stack = layout === "single" ? environment : `${environment}-${code}`;
  const schema = z.object({ [code]: regionSchema });
  const { [code]: region } = await readStackOutput(
    { stack, environment, fullName: fullName(stack) },
    OUTPUT.regions,
    schema,
  );
  if (!region) throw new Error(`region ${code} passed its schema but is missing`);
  return region;
}

function requireStart(environment: string, cluster: string, startedAt: string | undefined): string {
  if (startedAt !== undefined) return startedAt;
  const stack = `${environment}-cluster-${cluster}`;
  throw new RunError(
    `stack ${JSON.stringify(stack)}: archipelago:clusterStartedAt is missing, expected the start of the cluster's ` +
      "lifetime, in ISO 8601; run archipelago cluster up, or " +
      `${upCommand(stack, environment)} -c archipelago:clusterStartedAt=<time>`,
  );
}
