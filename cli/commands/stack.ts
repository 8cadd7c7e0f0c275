import { readFile, writeFile } from "node:fs/promises";
import { Command } from "commander";
import { checkStackName } from "../../lab/engine/project";
import { UsageError } from "../errors";
import { messageOf } from "../messages";
import { table } from "../report/inventory";
import { standardInput } from "../standard-input";
import { clean, coloursOf, cut, oneLine, WIDTH, wrap } from "../text";
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

/** The command `archipelago stack`: the states of stacks, in the layout of Pulumi's file backend. */
export function stackCommand(): Command {
  const group = new Command("stack").description("look after the states of stacks");
  const one = (name: string): Command =>
    withWorkspace(group.command(name)).argument("<stack>", "such as dev, prod-us-east-1");
  withWorkspace(group.command("ls"))
    .description("list all stacks")
    .option("--json", "print one JSON list, and nothing else")
    .action(list);
  one("export")
    .description("print a state, as pulumi stack import takes it")
    .option("--file <path>", "write it there")
    .option("--show-secrets", "with secrets in the clear")
    .option("--force", "although operations are unfinished")
    .action(exportStack);
  one("import")
    .description("make an export the state of a stack")
    .option("--file <path>", "read it from there (default: standard input)")
    .option("--force", "accept a version that does not fit, and unfinished operations")
    .action(importStack);
  one("rm").description("forget a stack").option("--force", "with the resources it still has").action(remove);
  one("unlock")
    .description("take a lock away from whoever holds it")
    .argument("[lock]", "id of the lock (default: the only one)")
    .action(unlock);
  one("restore")
    .description("make a valid copy the state again")
    .option("--from <path>", "the copy (default: the newest valid one)")
    .action(restore);
  one("repair")
    .description("put a state in order and drop references that lead nowhere")
    .option("--dry-run", "only say what would be done")
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
    console.log(`There are no stacks in ${backend.root}.`);
    return;
  }
  const rows = stacks.map(({ project, stack, resources, updated, locked, fault }) => [
    cut(oneLine(`${project}/${stack}`), 37),
    fault === undefined ? String(resources ?? "?") : "?",
    updated === undefined ? "never" : oneLine(updated).slice(0, 19).replace("T", " "),
    fault === undefined ? (locked ? "locked" : "") : "damaged",
  ]);
  const lines = table(
    ["stack", "resources", "last update", ""],
    rows,
    [38, 10, 20, 9],
    coloursOf(process.stdout),
  );
  const faults = stacks.flatMap(({ fault }) => (fault === undefined ? [] : wrap(clean(fault), WIDTH, "  ")));
  console.log([...lines, ...faults].join("\n"));
}

async function exportStack(name: string, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  await refuseUnknown(workspace, name);
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
      `--file is ${JSON.stringify(flags.file)}, expected a path that can be written; ${messageOf(error)}`,
    );
  });
}

async function importStack(name: string, flags: Flags): Promise<void> {
  const { backend, project, passphrase } = await openWorkspace(flags);
  checkStackName(name);
  if (flags.file === undefined && process.stdin.isTTY) {
    throw new UsageError(
      "--file is missing, expected the path of an export, or the export on standard input",
    );
  }
  const text = flags.file === undefined ? await standardInput() : await readExport(flags.file);
  const force = flags.force === true;
  const notices = await backend.importStack(project.name, name, text, {
    passphrase: await passphrase(),
    force,
  });
  tell(notices, `${name}: imported`);
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
  await refuseUnknown(workspace, name);
  await workspace.backend.remove(workspace.project.name, name, { force: flags.force === true });
  console.log(`${name}: forgotten; copies of its states stay in ${workspace.home}/.pulumi/backups`);
}

async function unlock(name: string, lock: string | undefined, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  const { backend, project } = workspace;
  await refuseUnknown(workspace, name);
  const locks = await backend.locks(project.name, name);
  const id = lock ?? (locks.length === 1 ? locks[0]?.id : undefined);
  if (id === undefined) {
    const ids = locks.map((held) => held.id).join(", ");
    throw new UsageError(`${name}: ${ids === "" ? "nobody holds a lock" : `name one of its locks: ${ids}`}`);
  }
  await backend.unlock(project.name, name, id);
  console.log(`${name}: lock ${id} is gone`);
}

async function restore(name: string, flags: Flags): Promise<void> {
  const { backend, project } = await openWorkspace(flags);
  checkStackName(name);
  tell(await backend.restore(project.name, name, flags.from), `${name}: restored`);
}

async function repair(name: string, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  await refuseUnknown(workspace, name);
  const dryRun = flags.dryRun === true;
  const changes = await workspace.backend.repair(workspace.project.name, name, { dryRun });
  const verdict = dryRun ? "would be repaired" : "repaired";
  tell(changes, changes.length === 0 ? `${name}: nothing to repair` : `${name}: ${verdict}`);
}

function tell(lines: readonly string[], verdict: string): void {
  console.log([...lines, verdict].flatMap((line) => wrap(clean(line), WIDTH, "  ")).join("\n"));
}

/** @throws {UsageError} listing the stacks there are */
async function refuseUnknown({ backend, project }: Workspace, name: string): Promise<void> {
  checkStackName(name);
  const known = (await backend.stacks(project.name)).map(({ stack }) => stack);
  if (known.includes(name)) return;
  throw new UsageError(
    `stack: name is ${JSON.stringify(name)}, expected one that is there: ${known.join(", ") || "none is"}`,
  );
}
