import { findRegionsInName } from "../facts/region-names";
import { ENDPOINT } from "../facts/resource-types/global";
import type { Props } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";

/** Finds the regional endpoints on which a property depends. */
export function findEndpoints(stack: Stack, resource: Resource, property: string): readonly Resource[] {
  const types: readonly string[] = ENDPOINT;
  return stack.dependenciesOf(resource, property).filter(({ type }) => types.includes(type));
}

/** Finds the only region in a name; undefined when the name contains none or several. */
export function findOnlyRegionInName(name: string): string | undefined {
  const regions = new Set(findRegionsInName(name).map(({ region }) => region));
  return regions.size === 1 ? [...regions][0] : undefined;
}

/**
 * The region to which a record of Route 53 leads, by its routing policy, the resources on which its target depends, the target's
 * name, or its set identifier. Undefined when none of them names a region.
 */
export function targetRegionOf(stack: Stack, record: Resource): string | undefined {
  return (
    readKnown(record.object("latencyRoutingPolicies"), "region") ??
    readKnown(record.object("geoproximityRoutingPolicy"), "awsRegion") ??
    onlyOf(
      ["aliases", "records"].flatMap((property) =>
        findEndpoints(stack, record, property).map((endpoint) => endpoint.region()),
      ),
    ) ??
    onlyOf(readTargets(record).flatMap((target) => findOnlyRegionInName(target) ?? [])) ??
    findOnlyRegionInName(readKnown(record, "setIdentifier") ?? "")
  );
}

function readTargets(record: Resource): readonly string[] {
  return ["aliases.0.name", "records.0"].flatMap((path) => readKnown(record, path) ?? []);
}

function readKnown(props: Props | undefined, path: string): string | undefined {
  const reading = props?.read(path);
  return reading?.state === "known" ? String(reading.value) : undefined;
}

function onlyOf(regions: readonly string[]): string | undefined {
  return new Set(regions).size === 1 ? regions[0] : undefined;
}
