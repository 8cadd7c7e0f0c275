import type { Environment } from "./environment";
import { UsageError } from "./errors";
import { commandName } from "./formatting";
import type { Operation } from "./operation-labels";
import type { Workspace } from "./workspace";

/**
 * Rejects an operation that needs another stack first, before anything starts.
 *
 * @throws {UsageError} naming the required stacks and the commands that deploy them
 */
export async function checkRequiredStacks(
  workspace: Workspace,
  environment: Environment,
  operation: Operation,
): Promise<void> {
  if (operation === "refresh") return;
  const deployed = await readDeployedStacks(workspace);
  if (operation === "destroy") {
    rejectWithClusters(environment, deployed);
    return;
  }
  const missing = requiredStacks(environment).filter((stack) => !deployed.has(stack));
  if (missing.length > 0) {
    const verb = missing.length === 1 ? "is" : "are";
    throw new UsageError(
      `stack ${JSON.stringify(environment.layers.flat()[0])}: it reads ${missing.join(", ")}, which ${verb} not deployed; ` +
        `deploy first: ${missing.map((stack) => `${commandName()} up ${stack}`).join(", ")}`,
    );
  }
  rejectUndeployed(environment, deployed);
}

/**
 * Rejects a selection of regions in an environment of one stack, until that stack is deployed.
 *
 * @throws {UsageError} naming the command that deploys it
 */
export async function checkSharedStack(workspace: Workspace, environment: Environment): Promise<void> {
  rejectUndeployed(environment, await readDeployedStacks(workspace));
}

async function readDeployedStacks({ backend, project }: Workspace): Promise<ReadonlySet<string>> {
  const stacks = await backend.stacks(project.name);
  return new Set(stacks.flatMap(({ stack, resources }) => (resources === 0 ? [] : [stack])));
}

function rejectUndeployed({ name, settings, regions }: Environment, deployed: ReadonlySet<string>): void {
  if (!regions || settings?.layout !== "single" || deployed.has(settings.environment)) return;
  throw new UsageError(
    `--regions: ${name} is not deployed yet, expected a first up without --regions, since its regions share resources; ` +
      `run ${commandName()} up ${settings.environment}`,
  );
}

/** Rejects a destroy while clusters run in the environment's network: AWS would delete only half of it. */
function rejectWithClusters(
  { name, settings, regions, scope, layers }: Environment,
  deployed: ReadonlySet<string>,
): void {
  if (!settings || scope?.kind === "cluster") return;
  const home = settings.cluster.region ?? settings.primary;
  const isHome =
    regions?.includes(home) ??
    layers.flat().some((stack) => [settings.environment, `${settings.environment}-${home}`].includes(stack));
  const clusters = [...deployed].filter((stack) => stack.startsWith(`${settings.environment}-cluster-`));
  if (!isHome || clusters.length === 0) return;
  throw new UsageError(
    `destroy: ${name} has clusters in its network, ${clusters.join(", ")}, expected none; ` +
      `destroy them first: ${clusters.map((stack) => `${commandName()} destroy ${stack}`).join(", ")}`,
  );
}

/** Stacks whose outputs a single stack reads; none for a whole environment, which deploys them itself. */
function requiredStacks({ scope, settings }: Environment): readonly string[] {
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
