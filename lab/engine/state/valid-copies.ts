import { join } from "node:path";
import { EngineError, messageOf } from "../errors";
import { decodeDeployment, parseState } from "./checkpoint";
import { type Disk, readIfThere } from "./disk";
import { verifyIntegrity } from "./integrity";
import { type JournalText, readJournal } from "./journal";
import type { StackFiles } from "./layout";
import { findForeignResources, replayJournal } from "./load";
import { SEALED } from "./resource-codec";
import { type Sidecar, sha256 } from "./sidecar";
import { moveAside } from "./write-checkpoint";

/** A valid copy of a stack's checkpoint. */
export interface Copy {
  readonly path: string;
  readonly bytes: Buffer;
  /** Number of resources, after the journal if it continues this copy. */
  readonly resources: number;
  /** Whether the journal continues this copy. */
  readonly journal: boolean;
}

/** Valid copies among `.bak` and `backups/`, newest first in the order of writing, which does not depend on the clock. */
export async function findCopies(
  disk: Disk,
  files: StackFiles,
  sidecar: Sidecar | undefined,
): Promise<Copy[]> {
  const names = (await disk.list(files.backups)).filter((name) => name.endsWith(".json")).sort();
  const paths = [files.backup, ...names.map((name) => join(files.backups, name))];
  const order = sidecar ? [...sidecar.seen, sidecar.current.sha256] : [];
  const copies: { copy: Copy; rank: number }[] = [];
  for (const [place, path] of paths.entries()) {
    const copy = await readCopy(disk, files, path);
    if (!copy) continue;
    // Copies with an unknown hash come after the others, in the order of their names.
    const known = order.indexOf(sha256(copy.bytes));
    copies.push({ copy, rank: known < 0 ? place - paths.length : known });
  }
  return copies.sort((a, b) => b.rank - a.rank).map(({ copy }) => copy);
}

/** Reads a copy; undefined when it is missing, damaged or of another stack. */
async function readCopy(disk: Disk, files: StackFiles, path: string): Promise<Copy | undefined> {
  const bytes = await readIfThere(disk, path);
  if (!bytes) return undefined;
  try {
    return await checkCopy(disk, files, path, bytes);
  } catch {
    // One candidate of many: a damaged file is no copy.
    return undefined;
  }
}

/**
 * Checks a file that is to become the checkpoint.
 *
 * @throws {EngineError} `LAB_STATE` when it is damaged or of another stack
 */
export async function checkCopy(disk: Disk, files: StackFiles, path: string, bytes: Buffer): Promise<Copy> {
  const base = decodeDeployment(parseState(bytes.toString("utf8"), path), SEALED, path);
  const faults = [...findForeignResources(base, files.project, files.stack), ...verifyIntegrity(base)];
  if (faults.length > 0) throw new EngineError("LAB_STATE", `${path}: ${faults.join("\n")}`);
  const journal = await readJournalFile(disk, files);
  const isContinued = journal?.header?.base === sha256(bytes);
  const resources =
    isContinued && journal
      ? replayJournal(files, base, journal, SEALED).resources.length
      : base.resources.length;
  return { path, bytes, resources, journal: isContinued };
}

/** An error about an unreadable state: the fault, the newest valid copies, and the command that restores one. */
export async function addCopiesToError(
  disk: Disk,
  files: StackFiles,
  sidecar: Sidecar | undefined,
  error: unknown,
): Promise<EngineError> {
  const copies = await findCopies(disk, files, sidecar);
  const [newest] = copies;
  if (!newest) return new EngineError("LAB_STATE", `${messageOf(error)}\nno valid copy was found`);
  const lines = copies.slice(0, 3).map(({ path, resources, journal }) => {
    return `  ${path}: ${resources} resources${journal ? ", with the journal of the last update" : ""}`;
  });
  const command = `archipelago stack restore ${files.stack} --from ${newest.path}`;
  return new EngineError(
    "LAB_STATE",
    `${messageOf(error)}\nnothing was changed; valid copies, newest first:\n${lines.join("\n")}\nrun: ${command}`,
  );
}

/** Renames a journal that does not belong to the state. @returns notices for the user */
export async function moveJournalAside(disk: Disk, files: StackFiles): Promise<string[]> {
  const path = await moveAside(disk, files.journal, "unused");
  return path === undefined
    ? []
    : [`${files.journal}: the journal did not belong to this state and is kept as ${path}`];
}

async function readJournalFile(disk: Disk, files: StackFiles): Promise<JournalText | undefined> {
  const bytes = await readIfThere(disk, files.journal);
  return bytes && readJournal(bytes, files.journal, true);
}
