import { readdirSync } from "node:fs";
import { RunError } from "@pulumi/pulumi/errors";
import { checkScope, parseScope, type Scope, upCommand } from "./scope";
import { parseSettings, type Settings } from "./settings";

/** Lists the environments with a file Pulumi.<environment>.yaml in a folder, sorted. */
export function listEnvironments(folder: string): readonly string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.([a-z][a-z0-9]*)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * Parses a stack's name and its environment's settings, and checks that they fit each other.
 *
 * @param raw the value of `archipelago:settings`; undefined when the stack has none
 * @param folder the project's folder
 * @throws {RunError} when the stack's name, its environment or its settings are invalid
 */
export function loadStack(
  stack: string,
  raw: unknown,
  folder: string,
): { readonly scope: Scope; readonly settings: Settings } {
  const scope = parseScope(stack, raw === undefined ? listEnvironments(folder) : undefined);
  const { environment } = scope;
  if (raw === undefined) {
    throw new RunError(
      `stack ${JSON.stringify(stack)}: archipelago:settings is missing, expected it in Pulumi.${environment}.yaml; ` +
        `run ${upCommand(stack, environment)}`,
    );
  }
  const settings = parseSettings(raw, `Pulumi.${environment}.yaml`);
  return { scope: checkScope(stack, scope, settings), settings };
}
