import { type Environment, readEnvironment } from "../environment";
import { commandName, createColours } from "../formatting";
import type { Operation } from "../operation-labels";
import { parsePacks } from "../policy/select-packs";
import { rejectProtected } from "../protected-resources";
import { type Inventory, takeInventory } from "../report/inventory";
import { operationJson } from "../report/json";
import { summaryLines } from "../report/summary";
import { checkRequiredStacks } from "../required-stacks";
import { type OperationReport, runOperation } from "../run-operation";
import { openWorkspace, type Workspace } from "../workspace";
import { type OperationFlags, rejectAws } from "./options";

/** Runs an operation on an environment, prints its result and returns the exit code. */
export async function runOperationCommand(
  operation: Operation,
  name: string,
  flags: OperationFlags,
): Promise<number> {
  rejectAws(operation, flags);
  const policyPacks = flags.policyPack && parsePacks(flags.policyPack, process.cwd());
  const workspace = await openWorkspace(flags);
  const environment = await readEnvironment(workspace, name, {
    ...(flags.regions && { regions: flags.regions }),
    withFoundation: operation === "up" || operation === "preview",
    ...(flags.stack !== undefined && { stack: flags.stack }),
    ...(flags.target && { targets: flags.target }),
  });
  await checkRequiredStacks(workspace, environment, operation);
  if (operation === "destroy") await rejectProtected(workspace, environment);
  const report = await runOperation(workspace, environment, operation, {
    silent: flags.json === true,
    verbose: flags.verbose === true,
    ...(flags.parallel !== undefined && { parallel: flags.parallel }),
    ...(flags.refresh !== undefined && { refresh: flags.refresh }),
    ...(flags.clearPendingCreates !== undefined && { clearPendingCreates: flags.clearPendingCreates }),
    ...(flags.force !== undefined && { force: flags.force }),
    ...(policyPacks && { policyPacks }),
  });
  await print(workspace, environment, report, flags);
  return report.exitCode;
}

async function print(
  workspace: Workspace,
  environment: Environment,
  report: OperationReport,
  { json, verbose }: OperationFlags,
): Promise<void> {
  const inventory = report.operation === "preview" ? [] : await readInventory(workspace, environment);
  if (json) {
    console.log(operationJson(report, inventory));
    return;
  }
  const lines = summaryLines(report, {
    colours: createColours(process.stdout),
    command: commandName(),
    inventory,
    clusters: await listClusters(workspace, environment),
    verbose: verbose === true,
    messagesShown: verbose === true || process.stdout.isTTY !== true,
  });
  console.log(lines.join("\n"));
}

/** Reads the deployed resources from the states of an environment's stacks; leaves out stacks that cannot be read. */
export async function readInventory(
  workspace: Workspace,
  environment: Environment,
): Promise<readonly Inventory[]> {
  const { backend, project } = workspace;
  const summaries = await backend.stacks(project.name);
  const stacks = environment.layers
    .flat()
    .filter((stack) => summaries.some((summary) => summary.stack === stack && !summary.fault));
  const views = await Promise.all(
    stacks.map(async (stack) => [stack, (await backend.read(project.name, stack)).base.resources] as const),
  );
  return takeInventory(new Map(views), environment);
}

/** Lists the cluster stacks of an environment that are not empty. */
export async function listClusters(
  { backend, project }: Workspace,
  environment: Environment,
): Promise<readonly string[]> {
  const prefix = `${environment.settings?.environment ?? environment.name}-cluster-`;
  const own = new Set(environment.layers.flat());
  const summaries = await backend.stacks(project.name);
  return summaries.flatMap(({ stack, resources }) =>
    stack.startsWith(prefix) && resources !== 0 && !own.has(stack) ? [stack] : [],
  );
}
