import { EngineError } from "../errors";

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const PROJECT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Device names of Windows, with any extension. */
const DEVICES = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
/** Extensions of files beside a stack's state or configuration. */
const ENDINGS = /\.(json|ya?ml|gz|zst|bak|attrs|journal|lab|tmp)$/i;

/**
 * Returns a stack's name if it is safe as a file name on every system.
 *
 * @param existing stacks of the project; a name that differs from one of them only in case is refused, since both would
 *   share one file on a case-insensitive disk
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
  if (DEVICES.test(name)) throw invalidName("stack", name, "a name that is not a device of Windows");
  if (ENDINGS.test(name)) throw invalidName("stack", name, "a name without a file extension");
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
 * Returns a project's name if it is safe as a folder name.
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
