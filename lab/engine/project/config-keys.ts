import { SIGNATURE_KEY } from "../../../common/special-values";
import { EngineError } from "../errors";
import type { YamlValue } from "./yaml-file";

/** Last words of names that hold secrets: `dbPassword`, `github-token`, `API_KEY`, but not `passwordLength`. */
const SECRET_NAME =
  /(^|[^a-z])(password|passwd|passphrase|secret|token|api[-_]?key|secret[-_]?key|private[-_]?key|credentials?)$/i;

/**
 * The full form of a key, `namespace:name`. A key without a namespace is the project's own, and `namespace:config:name` is
 * an old form.
 *
 * @throws {EngineError} `LAB_CONFIG` when the key has another form
 */
export function qualifyKey(project: string, key: string): string {
  const parts = key.split(":");
  if (parts.length === 3 && parts[1] === "config") parts.splice(1, 1);
  if (parts.length === 1) parts.unshift(project);
  if (parts.length === 2 && parts.every((part) => part !== "")) return parts.join(":");
  throw new EngineError("LAB_CONFIG", `key is ${JSON.stringify(key)}, expected name or namespace:name`);
}

/** Whether a name is typical of a secret. */
export function isSecretName(name: string): boolean {
  // An upper-case letter starts a word: dbPassword is db-Password.
  return SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, "$1-$2"));
}

/** The string that a program receives for a value: JSON for lists and objects. */
export function textOf({ value, kind }: Pick<YamlValue, "value" | "kind">): string {
  return kind === "string" ? String(value) : JSON.stringify(value);
}

/** Whether a value contains the key of Pulumi's signed objects. */
export function containsSignature(value: unknown): boolean {
  return JSON.stringify(value)?.includes(SIGNATURE_KEY) ?? false;
}
