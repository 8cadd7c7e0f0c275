import { readdir, readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { EngineError, messageOf } from "../errors";
import { faultCode } from "../state/disk";
import { PassphraseSecrets } from "../state/secrets";
import type { Passphrase } from "../state/types";
import { checkStackName } from "../values/stack-name";
import type { Value } from "../values/values";
import { containsSignature, isSecretName, qualifyKey } from "./config-keys";
import type { ConfigValue, Project, ProjectConfig, StackConfig } from "./types";
import { readYaml, type YamlEntry, type YamlValue } from "./yaml-file";

/** Options for loading a stack's configuration. */
export interface ConfigOptions {
  /** Configuration file, relative to the project's folder. @default - Pulumi.STACK.yaml of the project */
  readonly file?: string;
  /** Needed when the file holds a secret. */
  readonly passphrase?: Passphrase;
}

/**
 * Reads the configuration of a stack with its secrets decrypted, and adds the values that the project declares for all
 * stacks.
 *
 * @throws {EngineError} `LAB_CONFIG` with all faults, each with file, line and key, never with the value of a secret
 * @see https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
 */
export async function loadStackConfig(
  project: Project,
  stack: string,
  options: ConfigOptions = {},
): Promise<StackConfig> {
  const file = configFile(project, stack, options.file);
  const { root } = readYaml(await readConfigFile(file), file);
  const faults: string[] = [];
  const salt = readSalt(root, file, faults);
  const config = root.entries.find(({ key }) => key === "config")?.value;
  if (config && config.kind !== "object" && config.kind !== "null") {
    faults.push(`${file}:${config.line}: config is a ${config.kind}, expected an object of keys`);
  }
  const hasSecrets = config !== undefined && holdsSecure(config);
  const secrets = hasSecrets ? await openSecrets(file, salt, options.passphrase) : undefined;
  const reader: Reader = { file, secrets, faults, secretTexts: new Set() };
  const values = new Map<string, ConfigValue>();
  for (const entry of config?.entries ?? []) readEntry(project.name, entry, values, reader);
  addDeclaredValues(project, stack, values, reader);
  if (faults.length > 0) throw new EngineError("LAB_CONFIG", faults.join("\n"));
  const secretValues = [...reader.secretTexts]
    .filter((text) => text !== "")
    .sort((a, b) => b.length - a.length);
  return { values, file, secretValues, ...(salt !== undefined && { salt }) };
}

/** Absolute path of a stack's configuration file. @throws {EngineError} `LAB_CONFIG` when the name is not safe */
export function configFile(project: Project, stack: string, file?: string): string {
  if (file !== undefined) return isAbsolute(file) ? file : resolve(project.dir, file);
  return join(project.configDir, `Pulumi.${checkStackName(stack)}.yaml`);
}

interface Reader {
  readonly file: string;
  readonly secrets: PassphraseSecrets | undefined;
  readonly faults: string[];
  /** All decrypted secrets. */
  readonly secretTexts: Set<string>;
}

async function readConfigFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (faultCode(error) !== "ENOENT")
      throw new EngineError("LAB_CONFIG", `${file}: cannot be read; ${messageOf(error)}`);
    const names = await readdir(dirname(file)).catch(() => []);
    const existing = names.filter((name) => /^Pulumi\..+\.ya?ml$/.test(name)).sort();
    throw new EngineError(
      "LAB_CONFIG",
      `${file}: the file does not exist, expected one of ${existing.join(", ") || "Pulumi.<stack>.yaml (the folder has none)"}`,
    );
  }
}

function readSalt(root: YamlValue, file: string, faults: string[]): string | undefined {
  let salt: string | undefined;
  for (const { key, line, value } of root.entries) {
    if (key === "config") continue;
    if (key === "encryptionsalt" && value.kind === "string") salt = String(value.value);
    else if (key === "secretsprovider" && (value.value === "passphrase" || value.value === "default"))
      continue;
    else {
      const actual = JSON.stringify(value.value);
      const expectation =
        'expected only config, encryptionsalt (a string) and secretsprovider ("passphrase")';
      faults.push(`${file}:${line}: ${key} is ${actual}, ${expectation}`);
    }
  }
  return salt;
}

async function openSecrets(
  file: string,
  salt: string | undefined,
  passphrase: Passphrase | undefined,
): Promise<PassphraseSecrets> {
  if (salt === undefined)
    throw new EngineError(
      "LAB_CONFIG",
      `${file}: encryptionsalt is missing, expected the salt that its secrets were encrypted with`,
    );
  if (!passphrase) {
    throw new EngineError(
      "LAB_CONFIG",
      `${file}: the file holds secrets and the passphrase is missing; set PULUMI_CONFIG_PASSPHRASE`,
    );
  }
  try {
    return await PassphraseSecrets.open(salt, passphrase);
  } catch (error) {
    throw new EngineError("LAB_CONFIG", `${file}: ${messageOf(error)}`);
  }
}

function readEntry(
  project: string,
  entry: YamlEntry,
  values: Map<string, ConfigValue>,
  reader: Reader,
): void {
  const { key, line, value } = entry;
  const place = `${reader.file}:${line}`;
  let name: string;
  try {
    name = qualifyKey(project, key);
  } catch (error) {
    reader.faults.push(`${place}: ${messageOf(error)}`);
    return;
  }
  if (values.has(name)) reader.faults.push(`${place}: ${key} is set twice, expected ${name} once`);
  if (value.kind === "null") {
    reader.faults.push(
      `${place}: ${key} is null, expected a string, number, boolean, list or object; remove the key`,
    );
    return;
  }
  const isObject = (value.kind === "object" && secureOf(value) === undefined) || value.kind === "list";
  const plain = decryptSecrets(key, value, reader);
  const text = typeof plain === "string" ? plain : JSON.stringify(plain);
  if (containsSignature(plain)) {
    reader.faults.push(
      `${place}: ${key} holds the key by which Pulumi marks secrets and assets, expected a value without it`,
    );
  }
  values.set(name, { value: text, secret: holdsSecure(value), object: isObject });
}

/** Decrypts the secrets in a value. A plain string under the name of a secret is a fault. */
function decryptSecrets(path: string, value: YamlValue, reader: Reader): Value {
  const secure = secureOf(value);
  if (secure !== undefined) return decrypt(path, value.line, secure, reader);
  if (value.kind === "list")
    return value.items.map((item, index) => decryptSecrets(`${path}[${index}]`, item, reader));
  if (value.kind === "object") {
    return Object.fromEntries(
      value.entries.map((entry) => [entry.key, decryptSecrets(`${path}.${entry.key}`, entry.value, reader)]),
    );
  }
  const name = path.slice(Math.max(path.lastIndexOf("."), path.lastIndexOf(":")) + 1).replace(/\[.*/, "");
  if (value.kind === "string" && value.value !== "" && isSecretName(name)) {
    const advice = `encrypt it: archipelago config set --secret ${path}`;
    reader.faults.push(
      `${reader.file}:${value.line}: ${path} is in plain text, expected secure: v1:...; ${advice}`,
    );
  }
  return value.value;
}

function decrypt(path: string, line: number, ciphertext: string, reader: Reader): string {
  try {
    const text = reader.secrets?.decrypt(ciphertext) ?? "";
    reader.secretTexts.add(text);
    return text;
  } catch (error) {
    reader.faults.push(
      `${reader.file}:${line}: ${path} cannot be decrypted; ${messageOf(error)}; set it again`,
    );
    return "";
  }
}

function addDeclaredValues(
  project: Project,
  stack: string,
  values: Map<string, ConfigValue>,
  reader: Reader,
): void {
  for (const [key, declared] of project.config) {
    const value = values.get(key) ?? declared.value;
    if (!value) {
      reader.faults.push(
        `${reader.file}: ${key} is missing, expected a value: ${project.file} declares it without a default`,
      );
      continue;
    }
    const expectation = expectedForm(value, declared);
    const actual = value.secret || declared.secret ? "a secret of another form" : JSON.stringify(value.value);
    if (expectation)
      reader.faults.push(`${reader.file}: ${key} of ${stack} is ${actual}, expected ${expectation}`);
    if (declared.secret && !value.secret) {
      reader.faults.push(
        `${reader.file}: ${key} is in plain text, expected secure: v1:...; ${project.file} declares it secret`,
      );
    }
    values.set(key, value);
  }
}

function expectedForm({ value, object }: ConfigValue, { type }: ProjectConfig): string | undefined {
  switch (type) {
    case "boolean":
      return value === "true" || value === "false" ? undefined : "true or false";
    case "integer":
      return /^-?\d+$/.test(value) ? undefined : "a whole number";
    case "number":
      return value.trim() !== "" && Number.isFinite(Number(value)) ? undefined : "a number";
    case "array":
      return object && value.startsWith("[") ? undefined : "a list";
    case "object":
      return object && value.startsWith("{") ? undefined : "an object";
    default:
      return undefined;
  }
}

/** The ciphertext of `{secure: ciphertext}`; undefined for any other value. */
function secureOf(value: YamlValue): string | undefined {
  const [entry, ...others] = value.entries;
  return entry?.key === "secure" && others.length === 0 && entry.value.kind === "string"
    ? String(entry.value.value)
    : undefined;
}

function holdsSecure(value: YamlValue): boolean {
  if (secureOf(value) !== undefined) return true;
  return value.items.some(holdsSecure) || value.entries.some((entry) => holdsSecure(entry.value));
}
