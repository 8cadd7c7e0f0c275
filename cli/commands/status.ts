import { Command } from "commander";
import { type Environment, readEnvironment } from "../environment";
import { messageOf } from "../errors";
import { type Colours, commandName, createColours, oneLine, stripControls, WIDTH, wrap } from "../formatting";
import { formatResource } from "../operation-log";
import { formatTable, inventoryJson, inventoryTable } from "../report/inventory";
import { openWorkspace, type Workspace } from "../workspace";
import { listClusters, readInventory } from "./operation";
import { type OperationFlags, withWorkspace } from "./options";

/** Status of a stack, as recorded in its state. */
interface StackStatus {
  readonly stack: string;
  /** Number of entries in its state; absent without a readable state. */
  readonly resources?: number;
  /** Time of the last update, ISO 8601. */
  readonly updated?: string;
  /** Started operations with an unknown result. */
  readonly pending: readonly string[];
  /** Owner of its lock. */
  readonly lock?: string;
  readonly fault?: string;
  readonly notices: readonly string[];
}

/** The command `archipelago status`: shows the deployed resources of the states; changes nothing and takes no lock. */
export function statusCommand(): Command {
  return withWorkspace(new Command("status"))
    .description("show the resources of each region, and unfinished operations")
    .argument("<env>", "environment, or one of its stacks")
    .option("--json", "print one JSON object and nothing else")
    .action(async (name: string, flags: OperationFlags) => {
      const workspace = await openWorkspace(flags);
      const environment = await readEnvironment(workspace, name);
      const stacks = [...environment.layers.flat(), ...(await listClusters(workspace, environment))];
      const statuses = await Promise.all(stacks.map((stack) => readStatus(workspace, stack)));
      const inventory = await readInventory(workspace, environment);
      if (flags.json) {
        const output = { environment: name, stacks: statuses, places: inventoryJson(inventory) };
        console.log(JSON.stringify(output, undefined, 2));
        return;
      }
      const colours = createColours(process.stdout);
      const resources = inventory.length > 0 ? ["", ...inventoryTable(inventory, colours)] : [];
      console.log(
        [
          ...stackLines(statuses, colours),
          ...resources,
          ...pendingLines(statuses),
          ...hints(environment, statuses),
        ].join("\n"),
      );
    });
}

async function readStatus({ backend, project }: Workspace, stack: string): Promise<StackStatus> {
  const summary = (await backend.stacks(project.name)).find((each) => each.stack === stack);
  if (!summary) return { stack, pending: [], notices: [] };
  const [lock] = summary.locked ? await backend.locks(project.name, stack) : [];
  const owner = lock && {
    lock: lock.owner
      ? `${lock.owner.username}, process ${lock.owner.pid} on ${lock.owner.hostname} since ${lock.owner.timestamp}`
      : `unknown (${lock.id})`,
  };
  const known = { stack, ...(summary.updated !== undefined && { updated: summary.updated }), ...owner };
  try {
    const { base, notices } = await backend.read(project.name, stack);
    const pending = base.pendingOperations.map(
      ({ type, resource }) => `${type} ${formatResource(resource.urn)}`,
    );
    return { ...known, resources: base.resources.length, pending, notices };
  } catch (error) {
    return { ...known, fault: messageOf(error), pending: [], notices: [] };
  }
}

function stackLines(statuses: readonly StackStatus[], colours: Colours): readonly string[] {
  const widest = Math.max(5, ...statuses.map(({ stack }) => stack.length));
  const first = Math.min(widest + 1, 30);
  const rows = statuses.map((status) => [status.stack, describe(status), timeOf(status.updated)]);
  return formatTable(["stack", "state", "last update"], rows, [first, WIDTH - first - 22, 20], colours);
}

function describe({ resources, pending, lock, fault }: StackStatus): string {
  if (fault !== undefined) return `cannot be read: ${oneLine(fault)}`;
  if (resources === undefined) return "not deployed";
  const parts = [resources === 0 ? "empty" : "deployed"];
  if (pending.length > 0) parts.push(`${pending.length} unfinished`);
  if (lock !== undefined) parts.push(`locked by ${oneLine(lock)}`);
  return parts.join(", ");
}

/** `2026-03-01 12:30:05`, in UTC. */
function timeOf(updated: string | undefined): string {
  if (updated === undefined) return "never";
  const time = new Date(updated);
  return Number.isNaN(time.getTime()) ? oneLine(updated) : time.toISOString().slice(0, 19).replace("T", " ");
}

function pendingLines(statuses: readonly StackStatus[]): readonly string[] {
  const lines = statuses.flatMap(({ stack, pending, notices }) => [
    ...pending.map((operation) => `  ${stack}: ${oneLine(operation)} has an unknown result; up checks it`),
    ...notices.map((notice) => `  ${stripControls(notice)}`),
  ]);
  return lines.length === 0
    ? []
    : ["", "Unfinished operations", ...lines.flatMap((line) => wrap(line, WIDTH, "  "))];
}

function hints({ name }: Environment, statuses: readonly StackStatus[]): readonly string[] {
  const isEmpty = statuses.every(({ resources, fault }) => fault === undefined && (resources ?? 0) === 0);
  return [
    "",
    isEmpty
      ? `Nothing is deployed; to deploy, run ${commandName()} up ${name}`
      : `To detect drift, run ${commandName()} refresh ${name}`,
  ];
}
