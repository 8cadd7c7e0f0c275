import { Command } from "commander";
import { type Environment, readEnvironment } from "../environment";
import { messageOf } from "../messages";
import { inventoryTable, table } from "../report/inventory";
import { label } from "../tally";
import { type Colours, clean, coloursOf, commandName, oneLine, WIDTH, wrap } from "../text";
import { openWorkspace, type Workspace } from "../workspace";
import { clustersOf, readInventory } from "./operation";
import { type OperationFlags, withWorkspace } from "./options";

/** What is known of one stack without asking the cloud. */
interface StackStatus {
  readonly stack: string;
  /** Entries of its state; absent when there is no state, or it cannot be read. */
  readonly resources?: number;
  /** Time of the last update, ISO 8601. */
  readonly updated?: string;
  /** Operations that were begun and whose end is not known. */
  readonly pending: readonly string[];
  /** Who holds its lock. */
  readonly lock?: string;
  readonly fault?: string;
  readonly notices: readonly string[];
}

/** The command `archipelago status`: what is deployed where, by the states; changes nothing and takes no lock. */
export function statusCommand(): Command {
  return withWorkspace(new Command("status"))
    .description("show what is deployed where, and what is unfinished")
    .argument("<env>", "an environment, or one of its stacks")
    .option("--json", "print one JSON object, and nothing else")
    .action(async (name: string, flags: OperationFlags) => {
      const workspace = await openWorkspace(flags);
      const environment = await readEnvironment(workspace, name);
      const stacks = [...environment.layers.flat(), ...(await clustersOf(workspace, environment))];
      const statuses = await Promise.all(stacks.map((stack) => statusOf(workspace, stack)));
      const inventory = await readInventory(workspace, environment);
      if (flags.json) {
        const places = inventory.map(({ services, ...rest }) => ({
          ...rest,
          services: Object.fromEntries(services),
        }));
        console.log(JSON.stringify({ environment: name, stacks: statuses, places }, undefined, 2));
        return;
      }
      const colours = coloursOf(process.stdout);
      const what = inventory.length > 0 ? ["", ...inventoryTable(inventory, colours)] : [];
      console.log(
        [
          ...stackLines(statuses, colours),
          ...what,
          ...pendingLines(statuses),
          ...advice(environment, statuses),
        ].join("\n"),
      );
    });
}

async function statusOf({ backend, project }: Workspace, stack: string): Promise<StackStatus> {
  const summary = (await backend.stacks(project.name)).find((one) => one.stack === stack);
  if (!summary) return { stack, pending: [], notices: [] };
  const [lock] = summary.locked ? await backend.locks(project.name, stack) : [];
  const held = lock && {
    lock: lock.owner
      ? `${lock.owner.username}, process ${lock.owner.pid} on ${lock.owner.hostname} since ${lock.owner.timestamp}`
      : `unknown (${lock.id})`,
  };
  const known = { stack, ...(summary.updated !== undefined && { updated: summary.updated }), ...held };
  try {
    const { base, notices } = await backend.read(project.name, stack);
    const pending = base.pendingOperations.map(({ type, resource }) => `${type} ${label(resource.urn)}`);
    return { ...known, resources: base.resources.length, pending, notices };
  } catch (error) {
    return { ...known, fault: messageOf(error), pending: [], notices: [] };
  }
}

function stackLines(statuses: readonly StackStatus[], colours: Colours): readonly string[] {
  const widest = Math.max(5, ...statuses.map(({ stack }) => stack.length));
  const first = Math.min(widest + 1, 30);
  const rows = statuses.map((status) => [status.stack, describe(status), timeOf(status.updated)]);
  return table(["stack", "state", "last update"], rows, [first, WIDTH - first - 22, 20], colours);
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
    ...pending.map(
      (operation) => `  ${stack}: ${oneLine(operation)} was begun, and its end is not known; up finds out`,
    ),
    ...notices.map((notice) => `  ${clean(notice)}`),
  ]);
  return lines.length === 0 ? [] : ["", "Unfinished", ...lines.flatMap((line) => wrap(line, WIDTH, "  "))];
}

function advice({ name }: Environment, statuses: readonly StackStatus[]): readonly string[] {
  const isNowhere = statuses.every(({ resources, fault }) => fault === undefined && (resources ?? 0) === 0);
  return [
    "",
    isNowhere
      ? `Nothing is deployed; ${commandName()} up ${name} begins.`
      : `Drift is found by: ${commandName()} refresh ${name}`,
  ];
}
