import type { Environment } from "../environment";

/**
 * Layers of stacks that must be deployed before the first layer of an environment can be previewed; none for a whole
 * environment, whose first layer reads no stack.
 */
export function requiredLayers({ scope, settings }: Environment): Environment["layers"] {
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

/** Finds the stacks that are not deployed although stacks of later layers read their outputs. */
export function findMissing(layers: Environment["layers"], deployed: ReadonlySet<string>): readonly string[] {
  return layers
    .slice(0, -1)
    .flat()
    .filter((stack) => !deployed.has(stack));
}
