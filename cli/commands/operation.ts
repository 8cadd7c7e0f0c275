import { type Environment, readEnvironment } from "../environment";
import { type Operated, type Operation, operate } from "../operate";
import { namedPacks } from "../policy/packs";
import { refusePremature } from "../preconditions";
import { type Inventory, takeInventory } from "../report/inventory";
import { operatedJson } from "../report/json";
import { summaryLines } from "../report/summary";
import { coloursOf, commandName } from "../text";
import { openWorkspace, type Workspace } from "../workspace";
import { type OperationFlags, refuseAws } from "./options";

/** Does an operation on an environment and prints what came of it; answers the exit code. */
export async function runOperation(
  operation: Operation,
  name: string,
  flags: OperationFlags,
): Promise<number> {
  refuseAws(operation, flags);
  const policyPacks = flags.policyPack && namedPacks(flags.policyPack, process.cwd());
  const workspace = await openWorkspace(flags);
  const environment = await readEnvironment(workspace, name, {
    ...(flags.regions && { regions: flags.regions }),
    withFoundation: operation === "up" || operation === "preview",
    ...(flags.stack !== undefined && { stack: flags.stack }),
    ...(flags.target && { targets: flags.target }),
  });
  await refusePremature(workspace, environment, operation);
  const operated = await operate(workspace, environment, operation, {
    silent: flags.json === true,
    verbose: flags.verbose === true,
    ...(flags.parallel !== undefined && { parallel: flags.parallel }),
    ...(flags.refresh !== undefined && { refresh: flags.refresh }),
    ...(flags.clearPendingCreates !== undefined && { clearPendingCreates: flags.clearPendingCreates }),
    ...(flags.force !== undefined && { force: flags.force }),
    ...(policyPacks && { policyPacks }),
  });
  await print(workspace, environment, operated, flags);
  return operated.exitCode;
}

async function print(
  workspace: Workspace,
  environment: Environment,
  operated: Operated,
  { json, verbose }: OperationFlags,
): Promise<void> {
  const inventory = operated.operation === "preview" ? [] : await readInventory(workspace, environment);
  if (json) {
    console.log(operatedJson(operated, inventory));
    return;
  }
  const lines = summaryLines(operated, {
    colours: coloursOf(process.stdout),
    command: commandName(),
    inventory,
    clusters: await clustersOf(workspace, environment),
    verbose: verbose === true,
    told: verbose === true || process.stdout.isTTY !== true,
  });
  console.log(lines.join("\n"));
}

/** What the states of an environment's stacks say is there; a stack that cannot be read is left out. */
export async function readInventory(
  workspace: Workspace,
  environment: Environment,
): Promise<readonly Inventory[]> {
  const { backend, project } = workspace;
  const known = await backend.stacks(project.name);
  const stacks = environment.layers
    .flat()
    .filter((stack) => known.some((one) => one.stack === stack && !one.fault));
  const views = await Promise.all(
    stacks.map(async (stack) => [stack, (await backend.read(project.name, stack)).base.resources] as const),
  );
  return takeInventory(new Map(views), environment);
}

/** Cluster stacks of an environment that hold something. */
export async function clustersOf(
  { backend, project }: Workspace,
  environment: Environment,
): Promise<readonly string[]> {
  const prefix = `${environment.settings?.environment ?? environment.name}-cluster-`;
  const own = new Set(environment.layers.flat());
  const known = await backend.stacks(project.name);
  return known.flatMap(({ stack, resources }) =>
    stack.startsWith(prefix) && resources !== 0 && !own.has(stack) ? [stack] : [],
  );
}
