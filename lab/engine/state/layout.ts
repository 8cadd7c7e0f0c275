import { join, relative, sep } from "node:path";
import { EngineError } from "../errors";
import { checkProjectName, checkStackName } from "../project/stack-name";
import { writeAtomically } from "./atomic-write";
import { type Disk, readIfThere } from "./disk";
import type { LockPlace } from "./lock";

/** Version of Pulumi's layout of folders, in `meta.yaml`. */
const LAYOUT_VERSION = "1";

/** The paths of one stack, as Pulumi's file backend lays them out; what is ours has endings that it passes over. */
export interface StackFiles {
  readonly project: string;
  readonly stack: string;
  /** The folder that `pulumi login file://` names. */
  readonly root: string;
  readonly folder: string;
  readonly checkpoint: string;
  readonly backup: string;
  readonly journal: string;
  readonly sidecar: string;
  readonly backups: string;
  readonly history: string;
  readonly lock: LockPlace;
}

/**
 * The paths of a stack.
 *
 * @throws {EngineError} `LAB_CONFIG` when a name is not safe as the name of a file
 */
export function filesOf(
  root: string,
  project: string,
  stack: string,
  existing: readonly string[] = [],
): StackFiles {
  checkProjectName(project);
  checkStackName(stack, existing);
  const pulumi = join(root, ".pulumi");
  const folder = join(pulumi, "stacks", project);
  return {
    project,
    stack,
    root,
    folder,
    checkpoint: join(folder, `${stack}.json`),
    backup: join(folder, `${stack}.json.bak`),
    journal: join(folder, `${stack}.journal`),
    sidecar: join(folder, `${stack}.lab`),
    backups: join(pulumi, "backups", project, stack),
    history: join(pulumi, "history", project, stack),
    lock: {
      folder: join(pulumi, "locks", "organization", project, stack),
      draftFolder: join(pulumi, "lab", "locks", project, stack),
      stack: `${project}/${stack}`,
    },
  };
}

/**
 * Makes the folders of a stack, and `meta.yaml` that tells Pulumi their layout.
 *
 * @throws {EngineError} `LAB_STATE` when another layout is there
 */
export async function prepareLayout(disk: Disk, files: StackFiles): Promise<void> {
  await refuseLinks(disk, files);
  await disk.makeFolder(files.folder);
  await disk.makeFolder(files.backups);
  await disk.makeFolder(files.history);
  const meta = join(files.root, ".pulumi", "meta.yaml");
  const text = (await readIfThere(disk, meta))?.toString("utf8");
  if (text === undefined) {
    await writeAtomically(disk, meta, Buffer.from(`version: ${LAYOUT_VERSION}\n`));
    return;
  }
  const version = /^version:\s*(\S+)\s*$/m.exec(text)?.[1];
  if (version === LAYOUT_VERSION) return;
  throw new EngineError(
    "LAB_STATE",
    `${meta}: version is ${JSON.stringify(version)}, expected ${LAYOUT_VERSION}; run pulumi state upgrade`,
  );
}

/**
 * Makes sure that nothing between the root and a stack's files is a symbolic link that leads elsewhere.
 *
 * @throws {EngineError} `LAB_STATE` naming the link
 */
export async function refuseLinks(disk: Disk, files: StackFiles): Promise<void> {
  const { checkpoint, backup, journal, sidecar, backups, history, lock } = files;
  const seen = new Set<string>();
  for (const path of [
    checkpoint,
    backup,
    journal,
    sidecar,
    backups,
    history,
    lock.folder,
    lock.draftFolder,
  ]) {
    let prefix = files.root;
    for (const part of relative(files.root, path).split(sep)) {
      prefix = join(prefix, part);
      if (seen.has(prefix)) continue;
      seen.add(prefix);
      if ((await disk.stat(prefix))?.isSymbolicLink()) {
        throw new EngineError(
          "LAB_STATE",
          `${prefix}: it is a symbolic link, expected a file or folder in its own place`,
        );
      }
    }
  }
}
