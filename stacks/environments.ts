import { readdirSync } from "node:fs";
import { RunError } from "@pulumi/pulumi/errors";
import { command, fitScope, parseScope, type Scope } from "./scope";
import { parseSettings, type Settings } from "./settings";

/** Environments that have a file of their own, Pulumi.<environment>.yaml, in this folder; sorted. */
export function knownEnvironments(folder: string): readonly string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.([a-z][a-z0-9]*)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * The scope of a stack and its environment's settings, each fitting the other.
 *
 * @param raw the value of `archipelago:settings`; undefined when the stack has none
 * @param folder the project's folder
 * @throws {RunError} when the stack's name, its environment or its settings are at fault
 */
export function openStack(
  stack: string,
  raw: unknown,
  folder: string,
): { readonly scope: Scope; readonly settings: Settings } {
  const scope = parseScope(stack, raw === undefined ? knownEnvironments(folder) : undefined);
  const { environment } = scope;
  if (raw === undefined) {
    throw new RunError(
      `stack ${JSON.stringify(stack)}: archipelago:settings is missing, expected it in Pulumi.${environment}.yaml; ` +
        `run ${command(stack, environment)}`,
    );
  }
  const settings = parseSettings(raw, `Pulumi.${environment}.yaml`);
  return { scope: fitScope(stack, scope, settings), settings };
}
