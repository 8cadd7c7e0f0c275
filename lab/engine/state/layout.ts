import { join, relative, sep } from "node:path";
import { EngineError } from "../errors";
import { checkProjectName, checkStackName } from "../values/stack-name";
import { writeAtomically } from "./atomic-write";
import { type Disk, readIfThere } from "./disk";
import type { LockPlace } from "./lock";

/** Version of Pulumi's folder layout, as in `meta.yaml`. */
const LAYOUT_VERSION = "1";

/** The paths of one stack in the layout of Pulumi's file backend. Files of our own have extensions that Pulumi ignores. */
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
 * @throws {EngineError} `LAB_CONFIG` when a name is not safe as a file name
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
 * Creates the folders of a stack, and the `meta.yaml` that states the layout.
 *
 * @throws {EngineError} `LAB_STATE` when `meta.yaml` states another layout
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
 * Refuses symbolic links on the way from the root to a stack's files.
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
          `${prefix}: the path is a symbolic link, expected a file or a folder`,
        );
      }
    }
  }
}
