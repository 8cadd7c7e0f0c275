import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadProject, type Project } from "../lab/engine/project";
import { FileBackend, findPassphrase, type Passphrase } from "../lab/engine/state";
import { UsageError } from "./errors";

/** Where a command works: a project, and the lab that its stacks are in. */
export interface Workspace {
  readonly project: Project;
  /** Absolute folder of the lab: states in `.pulumi`, the simulated cloud in `cloud`. */
  readonly home: string;
  /** Absolute folder of the simulated cloud. */
  readonly cloud: string;
  readonly backend: FileBackend;
  /** The passphrase, never asked for. */
  readonly passphrase: () => Promise<Passphrase>;
}

/** Options that every command takes. */
export interface WorkspaceOptions {
  /** Folder of the lab. @default - ARCHIPELAGO_LAB_HOME, else .lab in the project's folder */
  readonly lab?: string;
  /** Folder to look for Pulumi.yaml in, and above. @default - the current one */
  readonly cwd?: string;
}

/**
 * Opens the project of a folder and its lab.
 *
 * @throws {UsageError} when there is no Pulumi.yaml
 */
export async function openWorkspace(
  options: WorkspaceOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Workspace> {
  const project = await loadProject(findProject(resolve(options.cwd ?? ".")));
  const named = options.lab ?? (env["ARCHIPELAGO_LAB_HOME"] || undefined);
  const home = named === undefined ? join(project.dir, ".lab") : resolve(named);
  const cloud = env["ARCHIPELAGO_LAB_CLOUD"] ? resolve(env["ARCHIPELAGO_LAB_CLOUD"]) : join(home, "cloud");
  return {
    project,
    home,
    cloud,
    backend: new FileBackend(home),
    passphrase: () => findPassphrase(home, env),
  };
}

function findProject(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml")) || existsSync(join(folder, "Pulumi.yml"))) return folder;
    if (folder === dirname(folder)) {
      throw new UsageError(
        `${from}: there is no Pulumi.yaml in it or above, expected the folder of a Pulumi project`,
      );
    }
  }
}
