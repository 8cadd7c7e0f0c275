import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadProject, type Project } from "../lab/engine/project";
import { FileBackend, findPassphrase, type Passphrase } from "../lab/engine/state";
import { UsageError } from "./errors";

/** A project and the lab that holds its stacks. */
export interface Workspace {
  readonly project: Project;
  /** Absolute folder of the lab: states in `.pulumi`, the simulated cloud in `cloud`. */
  readonly home: string;
  /** Absolute folder of the simulated cloud. */
  readonly cloud: string;
  readonly backend: FileBackend;
  /** Reads the passphrase, without prompting. */
  readonly passphrase: () => Promise<Passphrase>;
}

/** Options of every command. */
export interface WorkspaceOptions {
  /** Folder of the lab. @default - ARCHIPELAGO_LAB_HOME, else .lab in the project's folder */
  readonly lab?: string;
  /** Folder in which, and above which, Pulumi.yaml is searched. @default - the current folder */
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
  const project = await loadProject(findProjectFolder(resolve(options.cwd ?? ".")));
  const folder = options.lab ?? (env["ARCHIPELAGO_LAB_HOME"] || undefined);
  const home = folder === undefined ? join(project.dir, ".lab") : resolve(folder);
  const cloud = env["ARCHIPELAGO_LAB_CLOUD"] ? resolve(env["ARCHIPELAGO_LAB_CLOUD"]) : join(home, "cloud");
  return {
    project,
    home,
    cloud,
    backend: new FileBackend(home),
    passphrase: () => findPassphrase(home, env),
  };
}

function findProjectFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml")) || existsSync(join(folder, "Pulumi.yml"))) return folder;
    if (folder === dirname(folder)) {
      throw new UsageError(
        `${from}: neither this folder nor one above has a Pulumi.yaml, expected the folder of a Pulumi project`,
      );
    }
  }
}
