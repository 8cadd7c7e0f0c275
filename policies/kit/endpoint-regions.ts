import type { Stack } from "./graph";
import type { Props } from "./props";
import { regionsIn } from "./region-names";
import type { Resource } from "./resource";
import { ENDPOINT } from "./types/global";

/** What answers requests in one region, of what a property depends on. */
export function endpointsOf(stack: Stack, resource: Resource, property: string): readonly Resource[] {
  const types: readonly string[] = ENDPOINT;
  return stack.dependenciesOf(resource, property).filter(({ type }) => types.includes(type));
}

/** The one region that a name tells of; undefined when it tells of none or of several. */
export function regionInName(name: string): string | undefined {
  const regions = new Set(regionsIn(name).map(({ region }) => region));
  return regions.size === 1 ? [...regions][0] : undefined;
}

/**
 * The region that an answer of Route 53 leads to, as far as anything tells it: its policy, the resources that its target
 * comes from, the target's name, or its own identifier. Undefined when nothing does.
 */
export function regionOfAnswer(stack: Stack, record: Resource): string | undefined {
  return (
    text(record.object("latencyRoutingPolicies"), "region") ??
    text(record.object("geoproximityRoutingPolicy"), "awsRegion") ??
    onlyOf(
      ["aliases", "records"].flatMap((property) =>
        endpointsOf(stack, record, property).map((endpoint) => endpoint.region()),
      ),
    ) ??
    onlyOf(targetTexts(record).flatMap((target) => regionInName(target) ?? [])) ??
    regionInName(text(record, "setIdentifier") ?? "")
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
