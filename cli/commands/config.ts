import { existsSync } from "node:fs";
import { basename } from "node:path";
import { Command } from "commander";
import { parse } from "yaml";
import type { Value } from "../../lab/engine";
import { configFile, loadStackConfig, removeConfig, setConfig } from "../../lab/engine/project";
import { UsageError } from "../errors";
import { oneLine, stripControls, WIDTH, wrap } from "../formatting";
import { SECRET_TEXT } from "../report/outputs";
import { readStandardInput } from "../standard-input";
import { openWorkspace, type Workspace, type WorkspaceOptions } from "../workspace";
import { withWorkspace } from "./options";

interface Flags extends WorkspaceOptions {
  readonly secret?: boolean;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

/** The command `archipelago config`: the values of Pulumi.<env>.yaml. */
export function configCommand(): Command {
  const group = new Command("config").description("read and change Pulumi.<env>.yaml");
  const addCommand = (name: string): Command =>
    withWorkspace(group.command(name)).argument("<env>", "environment or stack");
  addCommand("ls")
    .description("list all values; hides secrets")
    .option("--show-secrets", "print secrets in plain text")
    .option("--json", "print one JSON object and nothing else")
    .action(list);
  addCommand("get")
    .argument("<key>", "name, or namespace:name")
    .description("print one value, even a secret")
    .action(get);
  addCommand("set")
    .argument("<key>", "name, or namespace:name")
    .argument("[value]", "string, number, boolean, list or object, as YAML (default: standard input)")
    .option("--secret", "encrypt the value, as a string")
    .description("set one value")
    .action(set);
  addCommand("rm")
    .argument("<key>", "name, or namespace:name")
    .description("remove one value")
    .action(remove);
  return group;
}

async function list(env: string, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  const { values } = await load(workspace, env);
  const visible = [...values].map(([key, { value, secret, object }]) => {
    const text = secret && !flags.showSecrets ? SECRET_TEXT : value;
    return [key, { text, isJson: object && text === value }] as const;
  });
  if (flags.json) {
    const entries = visible.map(
      ([key, { text, isJson }]) => [key, isJson ? JSON.parse(text) : text] as const,
    );
    console.log(JSON.stringify(Object.fromEntries(entries), undefined, 2));
    return;
  }
  console.log(
    visible.flatMap(([key, { text }]) => wrap(`${oneLine(key)}: ${oneLine(text)}`, WIDTH, "    ")).join("\n"),
  );
}

async function get(env: string, key: string, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  const { values } = await load(workspace, env);
  const entry = values.get(fullName(workspace, key));
  if (!entry) {
    throw new UsageError(
      `config: key is ${JSON.stringify(key)}, expected ${values.size === 0 ? "no key: the file has no values" : `one of ${[...values.keys()].join(", ")}`}`,
    );
  }
  console.log(process.stdout.isTTY ? stripControls(entry.value) : entry.value);
}

async function set(env: string, key: string, argument: string | undefined, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  if (argument === undefined && process.stdin.isTTY) {
    throw new UsageError(`${key}: value is missing, expected it as an argument or on standard input`);
  }
  const text = argument ?? (await readStandardInput()).replace(/\r?\n$/, "");
  const value: Value = flags.secret ? text : readValue(key, text);
  const file = fileOf(workspace, env);
  await setConfig(workspace.project, env, key, value, {
    file,
    ...(flags.secret && { secret: true, passphrase: await workspace.passphrase() }),
  });
  console.log(`${basename(file)}: ${key} is set`);
}

async function remove(env: string, key: string, flags: Flags): Promise<void> {
  const workspace = await openWorkspace(flags);
  const file = fileOf(workspace, env);
  if (!existsSync(file))
    throw new UsageError(`config: ${basename(file)} does not exist, expected an environment with a file`);
  const isRemoved = await removeConfig(workspace.project, env, key, { file });
  if (!isRemoved)
    throw new UsageError(`config: key is ${JSON.stringify(key)}, expected a key of ${basename(file)}`);
  console.log(`${basename(file)}: ${key} is removed`);
}

async function load(workspace: Workspace, env: string) {
  return loadStackConfig(workspace.project, env, {
    file: fileOf(workspace, env),
    passphrase: await workspace.passphrase(),
  });
}

/** The file of a stack: its own when it exists, else that of its environment. */
function fileOf({ project }: Workspace, env: string): string {
  const own = configFile(project, env);
  const environment = configFile(project, env.split("-")[0] || env);
  return !existsSync(own) && existsSync(environment) ? environment : own;
}

function fullName({ project }: Workspace, key: string): string {
  return key.includes(":") ? key : `${project.name}:${key}`;
}

function readValue(key: string, text: string): Value {
  try {
    return (parse(text) ?? "") as Value;
  } catch {
    throw new UsageError(
      `${key}: value is ${JSON.stringify(text)}, expected YAML; quote a string that contains YAML syntax`,
    );
  }
}
