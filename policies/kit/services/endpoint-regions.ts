import { findRegionsInName } from "../facts/region-names";
import { ENDPOINT } from "../facts/resource-types/global";
import type { Props } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";

/** What answers requests in one region, of what a property depends on. */
export function findEndpoints(stack: Stack, resource: Resource, property: string): readonly Resource[] {
  const types: readonly string[] = ENDPOINT;
  return stack.dependenciesOf(resource, property).filter(({ type }) => types.includes(type));
}

/** The one region that a name tells of; undefined when it tells of none or of several. */
export function findOnlyRegionInName(name: string): string | undefined {
  const regions = new Set(findRegionsInName(name).map(({ region }) => region));
  return regions.size === 1 ? [...regions][0] : undefined;
}

/**
 * The region that an answer of Route 53 leads to, as far as anything tells it: its policy, the resources that its target
 * comes from, the target's name, or its own identifier. Undefined when nothing does.
 */
export function targetRegionOf(stack: Stack, record: Resource): string | undefined {
  return (
    text(record.object("latencyRoutingPolicies"), "region") ??
    text(record.object("geoproximityRoutingPolicy"), "awsRegion") ??
    onlyOf(
      ["aliases", "records"].flatMap((property) =>
        findEndpoints(stack, record, property).map((endpoint) => endpoint.region()),
      ),
    ) ??
    onlyOf(targetTexts(record).flatMap((target) => findOnlyRegionInName(target) ?? [])) ??
    findOnlyRegionInName(text(record, "setIdentifier") ?? "")
  );
}

function targetTexts(record: Resource): readonly string[] {
  return ["aliases.0.name", "records.0"].flatMap((path) => text(record, path) ?? []);
}

function text(props: Props | undefined, path: string): string | undefined {
  const reading = props?.read(path);
  return reading?.state === "known" ? String(reading.value) : undefined;
}

function onlyOf(regions: readonly string[]): string | undefined {
  return new Set(regions).size === 1 ? regions[0] : undefined;
}
