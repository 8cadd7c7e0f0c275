import type { Environment } from "./environment";
import { UsageError } from "./errors";
import type { Operation } from "./operate";
import { commandName } from "./text";
import type { Workspace } from "./workspace";

/**
 * Refuses an operation that cannot end well for want of another stack, before anything is started.
 *
 * @throws {UsageError} naming what has to be there, and how to bring it up
 */
export async function refusePremature(
  { backend, project }: Workspace,
  environment: Environment,
  operation: Operation,
): Promise<void> {
  if (operation === "refresh") return;
  const stacks = await backend.stacks(project.name);
  const filled = new Set(stacks.flatMap(({ stack, resources }) => (resources === 0 ? [] : [stack])));
  if (operation === "destroy") {
    refuseInhabited(environment, filled);
    return;
  }
  const missing = neededBy(environment).filter((stack) => !filled.has(stack));
  if (missing.length > 0) {
    const there = missing.length === 1 ? "is" : "are";
    throw new UsageError(
      `stack ${JSON.stringify(environment.layers.flat()[0])}: it reads ${missing.join(", ")}, which ${there} not there; ` +
        `bring up first: ${missing.map((stack) => `${commandName()} up ${stack}`).join(", ")}`,
    );
  }
  refuseUnshared(environment, filled);
}

/**
 * Refuses a choice of regions of an environment whose regions are in one stack, before that is there.
 *
 * @throws {UsageError} naming the command that brings it up
 */
export async function refuseTargeted(
  { backend, project }: Workspace,
  environment: Environment,
): Promise<void> {
  const stacks = await backend.stacks(project.name);
  refuseUnshared(
    environment,
    new Set(stacks.flatMap(({ stack, resources }) => (resources === 0 ? [] : [stack]))),
  );
}

function refuseUnshared({ name, settings, regions }: Environment, filled: ReadonlySet<string>): void {
  if (!regions || settings?.layout !== "single" || filled.has(settings.environment)) return;
  throw new UsageError(
    `--regions: ${name} is not there yet, expected it once whole, since its regions share what is made first; ` +
      `run ${commandName()} up ${settings.environment}`,
  );
}

/** A cluster lives in a network of its environment, which could be deleted only half while it is there. */
function refuseInhabited(
  { name, settings, regions, scope, layers }: Environment,
  filled: ReadonlySet<string>,
): void {
  if (!settings || scope?.kind === "cluster") return;
  const home = settings.cluster.region ?? settings.primary;
  const isHome =
    regions?.includes(home) ??
    layers.flat().some((stack) => [settings.environment, `${settings.environment}-${home}`].includes(stack));
  const clusters = [...filled].filter((stack) => stack.startsWith(`${settings.environment}-cluster-`));
  if (!isHome || clusters.length === 0) return;
  throw new UsageError(
    `destroy: ${name} still has clusters in its network, ${clusters.join(", ")}, expected none; ` +
      `take them away first: ${clusters.map((stack) => `${commandName()} destroy ${stack}`).join(", ")}`,
  );
}

/** Stacks whose outputs a single stack reads; none for a whole environment, which brings them up itself. */
function neededBy({ scope, settings }: Environment): readonly string[] {
  if (!scope || !settings) return [];
  const { environment, layout, regions, primary } = settings;
  switch (scope.kind) {
    case "region":
      return [`${environment}-foundation`];
    case "edge":
      return [`${environment}-foundation`, ...regions.map(({ code }) => `${environment}-${code}`)];
    case "cluster":
      return [layout === "single" ? environment : `${environment}-${settings.cluster.region ?? primary}`];
    default:
      return [];
  }
}
