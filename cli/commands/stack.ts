import { readFile, writeFile } from "node:fs/promises";
import { Command } from "commander";
import { checkStackName } from "../../lab/engine/project";
import { messageOf, UsageError } from "../errors";
import { createColours, oneLine, stripControls, truncate, WIDTH, wrap } from "../formatting";
import { formatTable } from "../report/inventory";
import { readStandardInput } from "../standard-input";
import { openWorkspace, type Workspace, type WorkspaceOptions } from "../workspace";
import { withWorkspace } from "./options";

interface Flags extends WorkspaceOptions {
  readonly json?: boolean;
  readonly force?: boolean;
  readonly file?: string;
  readonly from?: string;
  readonly showSecrets?: boolean;
  readonly dryRun?: boolean;
}

/** The command `archipelago stack`: stack states, in the layout of Pulumi's file backend. */
export function stackCommand(): Command {
  const group = new Command("stack").description("manage the states of stacks");
  const addCommand = (name: string): Command =>
    withWorkspace(group.command(name)).argument("<stack>", "stack, such as dev or prod-us-east-1");
  withWorkspace(group.command("ls"))
    .description("list all stacks")
    .option("--json", "print one JSON list and nothing else")
    .action(list);
  addCommand("export")
    .description("print a state, for pulumi stack import")
    .option("--file <path>", "write to this file")
    .option("--show-secrets", "print secrets in plain text")
    .option("--force", "export despite unfinished operations")
    .action(exportStack);
  addCommand("import")
    .description("replace the state of a stack with an export")
    .option("--file <path>", "read from this file (default: standard input)")
    .option("--force", "accept a different version and unfinished operations")
    .action(importStack);
  addCommand("rm")
    .description("remove a stack from the lab")
    .option("--force", "remove it although it still has resources")
    .action(remove);
  addCommand("unlock")
    .description("release a lock held by another process")
    .argument("[lock]", "lock id (default: the only lock)")
    .action(unlock);
  addCommand("restore")
    .description("restore the state from a backup")
    .option("--from <path>", "backup file (default: the newest valid one)")
    .action(restore);
  addCommand("repair")
    .description("sort a state by dependency and drop dangling references")
    .option("--dry-run", "only print the changes")
    .action(repair);
  return group;
}

async function list(flags: Flags): Promise<void> {
  const { backend } = await openWorkspace(flags);
  const stacks = await backend.stacks();
  if (flags.json) {
    console.log(JSON.stringify(stacks, undefined, 2));
    return;
  }
  if (stacks.length === 0) {
    console.log(`No stacks in ${backend.root}.`);
    return;
  }
  const rows = stacks.map(({ project, stack, resources, updated, locked, fault }) => [
    truncate(oneLine(`${project}/${stack}`), 37),
    fault === undefined ? String(resources ?? "?") : "?",
    updated === undefined ? "never" : oneLine(updated).slice(0, 19).replace("T", " "),
    fault === undefined ? (locked ? "locked" : "") : "damaged",
  ]);
  const lines = formatTable(
    ["stack", "resources", "last update", ""],
    rows,
    [38, 10, 20, 9],
    createColours(process.stdout),
  );
  const faults = stacks.flatMap(({ fault }) =>
    fault === undefined ? [] : wrap(stripControls(fault), WIDTH, "  "),
  );
  console.log([...lines, ...faults].join("\n"));
}

async function exportStack(name: string, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  await checkExists(workspace, name);
  const text = await workspace.backend.exportStack(workspace.project.name, name, {
    ...(flags.showSecrets && { showSecrets: true, passphrase: await workspace.passphrase() }),
    ...(flags.force && { force: true }),
  });
  if (flags.file === undefined) {
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    return;
  }
  await writeFile(flags.file, text, { mode: 0o600 }).catch((error: unknown) => {
    throw new UsageError(
      `--file is ${JSON.stringify(flags.file)}, expected a writable path; ${messageOf(error)}`,
    );
  });
}

async function importStack(name: string, flags: Flags): Promise<void> {
  const { backend, project, passphrase } = await openWorkspace(flags);
  checkStackName(name);
  if (flags.file === undefined && process.stdin.isTTY) {
    throw new UsageError("--file is missing, expected the path of an export, or an export on standard input");
  }
  const text = flags.file === undefined ? await readStandardInput() : await readExport(flags.file);
  const force = flags.force === true;
  const notices = await backend.importStack(project.name, name, text, {
    passphrase: await passphrase(),
    force,
  });
  print(notices, `${name}: imported`);
}

async function readExport(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`--file is ${JSON.stringify(file)}, expected a readable file; ${messageOf(error)}`);
  }
}

async function remove(name: string, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  await checkExists(workspace, name);
  await workspace.backend.remove(workspace.project.name, name, { force: flags.force === true });
  console.log(`${name}: removed; backups of its states remain in ${workspace.home}/.pulumi/backups`);
}

async function unlock(name: string, lock: string | undefined, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  const { backend, project } = workspace;
  await checkExists(workspace, name);
  const locks = await backend.locks(project.name, name);
  const id = lock ?? (locks.length === 1 ? locks[0]?.id : undefined);
  if (id === undefined) {
    const ids = locks.map((each) => each.id).join(", ");
    throw new UsageError(
      `${name}: ${ids === "" ? "it has no lock" : `lock is missing, expected one of ${ids}`}`,
    );
  }
  await backend.unlock(project.name, name, id);
  console.log(`${name}: lock ${id} released`);
}

async function restore(name: string, flags: Flags): Promise<void> {
  const { backend, project } = await openWorkspace(flags);
  checkStackName(name);
  print(await backend.restore(project.name, name, flags.from), `${name}: restored`);
}

async function repair(name: string, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  await checkExists(workspace, name);
  const dryRun = flags.dryRun === true;
  const changes = await workspace.backend.repair(workspace.project.name, name, { dryRun });
  const verdict = dryRun ? "would be repaired" : "repaired";
  print(changes, changes.length === 0 ? `${name}: nothing to repair` : `${name}: ${verdict}`);
}

function print(lines: readonly string[], verdict: string): void {
  console.log([...lines, verdict].flatMap((line) => wrap(stripControls(line), WIDTH, "  ")).join("\n"));
}

/** Checks that a stack exists. @throws {UsageError} listing the existing stacks */
async function checkExists({ backend, project }: Workspace, name: string): Promise<void> {
  checkStackName(name);
  const known = (await backend.stacks(project.name)).map(({ stack }) => stack);
  if (known.includes(name)) return;
  throw new UsageError(
    `stack: name is ${JSON.stringify(name)}, expected ${known.length === 0 ? "an existing stack, but no stack exists" : `one of ${known.join(", ")}`}`,
  );
}
