import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { EngineError, messageOf } from "../errors";
import { faultCode } from "../state/disk";
import { checkProjectName } from "../values/stack-name";
import { qualifyKey, textOf } from "./config-keys";
import type { ConfigValue, Project, ProjectConfig, Runtime, RuntimeOptions } from "./types";
import { readYaml, type YamlEntry, type YamlValue } from "./yaml-file";

const FILES = ["Pulumi.yaml", "Pulumi.yml"];
const TYPES: readonly string[] = ["string", "boolean", "integer", "number", "array", "object"];
/** Keys without a meaning for the engine. */
const IGNORED = ["description", "author", "website", "license", "template", "plugins", "packages"];
const KNOWN = ["name", "runtime", "main", "config", "backend", "stackConfigDir", ...IGNORED];

/**
 * Reads the Pulumi.yaml of a folder.
 *
 * @throws {EngineError} `LAB_CONFIG` with all faults, each with file, line and key
 * @see https://www.pulumi.com/docs/iac/concepts/projects/project-file/
 */
export async function loadProject(dir: string): Promise<Project> {
  const home = resolve(dir);
  const { file, text } = await readProjectFile(home);
  const { root } = readYaml(text, file);
  const faults: string[] = [];
  const addFault = (line: number, message: string): void => void faults.push(`${file}:${line}: ${message}`);
  for (const { key, line } of root.entries) {
    if (!KNOWN.includes(key))
      addFault(line, `key is ${JSON.stringify(key)}, expected one of ${KNOWN.join(", ")}`);
  }
  const stringOf = (key: string): string | undefined => readString(root, key, addFault);
  const name = stringOf("name");
  if (name === undefined) addFault(1, "name is missing, expected the name of the project");
  else reportError(addFault, entryOf(root, "name")?.line ?? 1, () => checkProjectName(name));
  const runtime = runtimeOf(entryOf(root, "runtime"), addFault);
  const config = configOf(entryOf(root, "config"), name ?? "", addFault);
  const main = resolveInside(home, "main", stringOf("main"), entryOf(root, "main")?.line ?? 1, addFault);
  const line = entryOf(root, "stackConfigDir")?.line ?? 1;
  const configDir = resolveInside(home, "stackConfigDir", stringOf("stackConfigDir"), line, addFault);
  const backend = backendOf(entryOf(root, "backend"), addFault);
  if (faults.length > 0) throw new EngineError("LAB_CONFIG", faults.join("\n"));
  return {
    name: name ?? "",
    dir: home,
    file,
    main,
    runtime,
    config,
    configDir,
    ...(backend !== undefined && { backend }),
  };
}

type AddFault = (line: number, message: string) => void;

async function readProjectFile(dir: string): Promise<{ file: string; text: string }> {
  for (const name of FILES) {
    const file = join(dir, name);
    try {
      return { file, text: await readFile(file, "utf8") };
    } catch (error) {
      if (faultCode(error) === "ENOENT") continue;
      throw new EngineError("LAB_CONFIG", `${file}: cannot be read; ${messageOf(error)}`);
    }
  }
  throw new EngineError(
    "LAB_CONFIG",
    `${dir}: the folder has no Pulumi.yaml, expected the folder of a Pulumi project`,
  );
}

function runtimeOf(entry: YamlEntry | undefined, addFault: AddFault): Runtime {
  if (!entry) addFault(1, 'runtime is missing, expected "nodejs"');
  const value = entry?.value;
  const runtimeName = value?.kind === "object" ? entryOf(value, "name")?.value : value;
  if (entry && runtimeName?.value !== "nodejs") {
    const line = runtimeName?.line ?? entry.line;
    addFault(
      line,
      `runtime is ${JSON.stringify(runtimeName?.value ?? null)}, expected "nodejs"; other languages are not run here`,
    );
  }
  const options = value && entryOf(value, "options");
  for (const { key, line } of value?.entries ?? []) {
    if (key !== "name" && key !== "options")
      addFault(line, `runtime.${key} is unknown, expected name or options`);
  }
  return { name: "nodejs", options: options ? optionsOf(options.value, addFault) : {} };
}

function optionsOf(options: YamlValue, addFault: AddFault): RuntimeOptions {
  const kinds = {
    typescript: "boolean",
    nodeargs: "string",
    tsconfig: "string",
    packagemanager: "string",
  } as const;
  for (const { key, line, value } of options.entries) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key as keyof typeof kinds] : undefined;
    const name = `runtime.options.${key}`;
    if (!kind) addFault(line, `${name} is unknown, expected one of ${Object.keys(kinds).join(", ")}`);
    else if (value.kind !== kind)
      addFault(line, `${name} is ${JSON.stringify(value.value)}, expected a ${kind}`);
  }
  return options.value as RuntimeOptions;
}

function configOf(
  entry: YamlEntry | undefined,
  project: string,
  addFault: AddFault,
): ReadonlyMap<string, ProjectConfig> {
  const result = new Map<string, ProjectConfig>();
  if (entry && entry.value.kind !== "object")
    addFault(entry.line, "config is not an object, expected an object");
  for (const { key, line, value } of entry?.value.entries ?? []) {
    reportError(addFault, line, () =>
      result.set(qualifyKey(project, key), readDeclaration(`config.${key}`, value, addFault)),
    );
  }
  return result;
}

function readDeclaration(shown: string, value: YamlValue, addFault: AddFault): ProjectConfig {
  const isDeclaration =
    value.kind === "object" &&
    value.entries.every(({ key }) => DECLARATION.includes(key)) &&
    value.entries.length > 0;
  if (!isDeclaration) return { secret: false, value: toConfigValue(value) };
  const type = entryOf(value, "type")?.value;
  if (type && !TYPES.includes(String(type.value))) {
    addFault(
      type.line,
      `${shown}.type is ${JSON.stringify(type.value)}, expected one of ${TYPES.join(", ")}`,
    );
  }
  const initial = entryOf(value, "value")?.value ?? entryOf(value, "default")?.value;
  return {
    ...(type && { type: String(type.value) as NonNullable<ProjectConfig["type"]> }),
    secret: entryOf(value, "secret")?.value.value === true,
    ...(initial && { value: toConfigValue(initial) }),
  };
}

const DECLARATION: readonly string[] = ["type", "description", "default", "value", "secret", "items"];

function toConfigValue(value: YamlValue): ConfigValue {
  return { value: textOf(value), secret: false, object: value.kind === "object" || value.kind === "list" };
}

function backendOf(entry: YamlEntry | undefined, addFault: AddFault): string | undefined {
  if (!entry) return undefined;
  const url = entryOf(entry.value, "url")?.value;
  if (url?.kind === "string") return String(url.value);
  addFault(entry.line, `backend is ${JSON.stringify(entry.value.value)}, expected an object with url`);
  return undefined;
}

function resolveInside(
  dir: string,
  key: string,
  path: string | undefined,
  line: number,
  addFault: AddFault,
): string {
  const target = resolve(dir, path ?? ".");
  if (relative(dir, target).split(/[\\/]/)[0] === "..") {
    addFault(line, `${key} is ${JSON.stringify(path)}, expected a path below the project's folder`);
  }
  return target;
}

function readString(root: YamlValue, key: string, addFault: AddFault): string | undefined {
  const entry = entryOf(root, key);
  if (!entry) return undefined;
  if (entry.value.kind === "string") return String(entry.value.value);
  addFault(entry.line, `${key} is ${JSON.stringify(entry.value.value)}, expected a string`);
  return undefined;
}

function entryOf(value: YamlValue, key: string): YamlEntry | undefined {
  return value.entries.find((entry) => entry.key === key);
}

function reportError(addFault: AddFault, line: number, act: () => unknown): void {
  try {
    act();
  } catch (error) {
    addFault(line, messageOf(error));
  }
}
