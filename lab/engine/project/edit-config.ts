import { isMap, isScalar, type Pair } from "yaml";
import { EngineError } from "../errors";
import { writeAtomically } from "../state/atomic-write";
import { readIfThere, realDisk } from "../state/disk";
import { PassphraseSecrets } from "../state/secrets";
import type { Passphrase } from "../state/types";
import type { Value } from "../values/values";
import { configFile } from "./config";
import { containsSignature, isSecretName, qualifyKey } from "./config-keys";
import type { Project } from "./types";
import { readYaml, type YamlFile } from "./yaml-file";

/** Options for changing a stack's configuration. */
export interface EditOptions {
  /** Configuration file, relative to the project's folder. @default - Pulumi.STACK.yaml of the project */
  readonly file?: string;
}

/** Options for setting one value. */
export interface SetOptions extends EditOptions {
  /** Encrypts the value, which must be a string. @default false */
  readonly secret?: boolean;
  /** Needed for a secret. */
  readonly passphrase?: Passphrase;
}

/**
 * Sets one value in a stack's configuration file and keeps everything else in it, also comments. Creates the file when it
 * is missing, and a salt for its first secret.
 *
 * @throws {EngineError} `LAB_CONFIG` when key or value are invalid, or the passphrase is wrong
 */
export async function setConfig(
  project: Project,
  stack: string,
  key: string,
  value: Value,
  options: SetOptions = {},
): Promise<void> {
  const name = qualifyKey(project.name, key);
  if (containsSignature(value)) {
    throw new EngineError(
      "LAB_CONFIG",
      `${key}: the value holds the key by which Pulumi marks secrets, expected a value without it`,
    );
  }
  if (
    !options.secret &&
    typeof value === "string" &&
    value !== "" &&
    isSecretName(name.slice(name.indexOf(":") + 1))
  ) {
    throw new EngineError(
      "LAB_CONFIG",
      `${key}: the value is in plain text under the name of a secret, expected --secret`,
    );
  }
  await editFile(project, stack, options, async (yaml) => {
    const path = ["config", existingKey(yaml, project, name) ?? name];
    if (!options.secret) {
      yaml.document.setIn(path, yaml.document.createNode(value));
      return;
    }
    if (typeof value !== "string")
      throw new EngineError("LAB_CONFIG", `${key}: the secret is a ${typeof value}, expected a string`);
    const secrets = await openSecrets(yaml, key, options.passphrase);
    yaml.document.set("encryptionsalt", secrets.salt);
    yaml.document.setIn(path, yaml.document.createNode({ secure: secrets.encrypt(value) }));
  });
}

/**
 * Removes one value from a stack's configuration file.
 *
 * @returns whether it existed
 */
export async function removeConfig(
  project: Project,
  stack: string,
  key: string,
  options: EditOptions = {},
): Promise<boolean> {
  const name = qualifyKey(project.name, key);
  let existed = false;
  await editFile(project, stack, options, async (yaml) => {
    const existing = existingKey(yaml, project, name);
    existed = existing !== undefined && yaml.document.deleteIn(["config", existing]);
  });
  return existed;
}

async function editFile(
  project: Project,
  stack: string,
  options: EditOptions,
  change: (yaml: YamlFile) => Promise<void>,
): Promise<void> {
  const file = configFile(project, stack, options.file);
  const bytes = await readIfThere(realDisk, file);
  const before = bytes?.toString("utf8") ?? "config: {}\n";
  const yaml = readYaml(before, file);
  if (yaml.document.contents === null)
    yaml.document.contents = readYaml("config: {}\n", file).document.contents;
  const config = yaml.document.get("config");
  if (!isMap(config)) yaml.document.set("config", yaml.document.createNode({}));
  else if (config.items.length === 0) config.flow = false;
  await change(yaml);
  const after = yaml.document.toString({ lineWidth: 0 });
  if (after === before && bytes) return;
  const mode = bytes ? ((await realDisk.stat(file))?.mode ?? 0o644) & 0o777 : 0o644;
  await writeAtomically(realDisk, file, Buffer.from(after), { mode });
}

/** A key as the file writes it, with or without its namespace; undefined when it is not set. */
function existingKey(yaml: YamlFile, project: Project, name: string): string | undefined {
  const config = yaml.document.get("config");
  if (!isMap(config)) return undefined;
  const keys = config.items.map(({ key }: Pair) => (isScalar(key) ? String(key.value) : ""));
  return keys.find((key) => key !== "" && qualifyKey(project.name, key) === name);
}

async function openSecrets(
  yaml: YamlFile,
  key: string,
  passphrase: Passphrase | undefined,
): Promise<PassphraseSecrets> {
  if (!passphrase) {
    throw new EngineError(
      "LAB_CONFIG",
      `${key}: the passphrase is missing, expected one for the encryption; set PULUMI_CONFIG_PASSPHRASE`,
    );
  }
  const salt = yaml.document.get("encryptionsalt");
  return typeof salt === "string"
    ? PassphraseSecrets.open(salt, passphrase)
    : PassphraseSecrets.create(passphrase);
}
