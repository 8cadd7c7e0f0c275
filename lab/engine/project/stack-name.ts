import { EngineError } from "../errors";

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const PROJECT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Names of devices on Windows, with any extension. */
const DEVICES = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
/** Endings that a state or configuration file has beside the name of its stack. */
const ENDINGS = /\.(json|ya?ml|gz|zst|bak|attrs|journal|lab|tmp)$/i;

/**
 * Lets a stack's name pass that is safe as the name of a file on every system.
 *
 * @param existing stacks of the project; a name that differs from one of them only in case is refused, since the two
 *   would share one file on a disk that does not tell case apart
 * @throws {EngineError} `LAB_CONFIG`
 */
export function checkStackName(name: string, existing: readonly string[] = []): string {
  if (!NAME.test(name) || name.includes("..") || name.endsWith(".")) {
    throw invalidName(
      "stack",
      name,
      "1 to 63 lower-case letters, digits, '.', '_' and '-', beginning with a letter or digit, without '..'",
    );
  }
  if (DEVICES.test(name)) throw invalidName("stack", name, "a name that Windows does not keep for a device");
  if (ENDINGS.test(name)) throw invalidName("stack", name, "a name without the ending of a file");
  const twin = existing.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
  if (twin !== undefined) {
    throw invalidName(
      "stack",
      name,
      `a name that differs from the existing stack ${JSON.stringify(twin)} in more than case`,
    );
  }
  return name;
}

/**
 * Lets a project's name pass that is safe as the name of a folder.
 *
 * @throws {EngineError} `LAB_CONFIG`
 */
export function checkProjectName(name: string): string {
  if (PROJECT_NAME.test(name) && !name.includes("..") && !name.endsWith(".") && !DEVICES.test(name))
    return name;
  throw invalidName(
    "project",
    name,
    "1 to 100 letters, digits, '.', '_' and '-', beginning with a letter or digit, without '..'",
  );
}

function invalidName(what: string, name: string, expected: string): EngineError {
  return new EngineError("LAB_CONFIG", `${what}: name is ${JSON.stringify(name)}, expected ${expected}`);
}
