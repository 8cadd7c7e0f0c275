import type { Environment } from "../environment";

/**
 * Layers of stacks that must be up before the first layer of an environment can be previewed; none for a whole
 * environment, which begins with what needs nothing.
 */
export function layersBefore({ scope, settings }: Environment): Environment["layers"] {
  if (!scope || !settings) return [];
  const { environment, layout, regions, primary } = settings;
  const foundation = [`${environment}-foundation`];
  switch (scope.kind) {
    case "region":
      return [foundation];
    case "edge":
      return [foundation, regions.map(({ code }) => `${environment}-${code}`)];
    case "cluster":
      return layout === "single"
        ? [[environment]]
        : [foundation, [`${environment}-${settings.cluster.region ?? primary}`]];
    default:
      return [];
  }
}

/** Stacks that are not up although stacks in later layers read their outputs. */
export function missingFor(layers: Environment["layers"], filled: ReadonlySet<string>): readonly string[] {
  return layers
    .slice(0, -1)
    .flat()
    .filter((stack) => !filled.has(stack));
}
