import { join } from "node:path";
import { messageOf } from "../errors";
import { writeAtomically } from "./atomic-write";
import { type Disk, faultCode, readIfThere, removeIfThere } from "./disk";
import type { StackFiles } from "./layout";
import { advanceSidecar, type Entry, type Sidecar, sha256, writeSidecar } from "./sidecar";
import type { UpdateSummary } from "./types";

/** Number of copies that are kept in `backups/`. */
const MAX_BACKUPS = 10;

/**
 * Writes a new checkpoint. The sidecar is written before and after it, so that after a crash both the old and the new
 * checkpoint are recognised.
 *
 * @param expected sha256 of the checkpoint to be replaced; a file with another content is kept in `backups/`
 * @returns the new sidecar
 * @throws {EngineError} `LAB_STATE` when it cannot be written; the old checkpoint is then untouched
 */
export async function writeCheckpoint(
  disk: Disk,
  files: StackFiles,
  text: string,
  entry: Omit<Entry, "sha256">,
  sidecar: Sidecar,
  expected: string,
  notices: string[],
): Promise<Sidecar> {
  const bytes = Buffer.from(text);
  const next = { ...entry, sha256: sha256(bytes) };
  const old = await readIfThere(disk, files.checkpoint);
  const isVerified = old !== undefined && sha256(old) === expected;
  if (old && !isVerified) {
    const backupPath = await backup(disk, files, old);
    notices.push(
      `${files.checkpoint}: the file was changed while this process held the lock; the changed file is kept in ${backupPath}`,
    );
  }
  await writeSidecar(disk, files, { ...sidecar, next });
  await writeAtomically(disk, files.checkpoint, bytes, isVerified ? { writeBackup: files.backup } : {});
  // Pulumi's storage library may have written the old file's hash there.
  await removeIfThere(disk, `${files.checkpoint}.attrs`);
  const result = advanceSidecar(sidecar, next);
  await writeSidecar(disk, files, result);
  return result;
}

/** Writes a copy into `backups/` and an entry of the history. The state does not depend on them: faults become notices. */
export async function recordUpdate(
  disk: Disk,
  files: StackFiles,
  bytes: Buffer | undefined,
  update: UpdateSummary | undefined,
  notices: string[],
): Promise<void> {
  try {
    if (bytes) await backup(disk, files, bytes);
    if (update) await writeHistory(disk, files, update);
  } catch (error) {
    notices.push(`the state is saved, but its copy or history is not; ${messageOf(error)}`);
  }
}

async function backup(disk: Disk, files: StackFiles, bytes: Buffer): Promise<string> {
  const names = (await disk.list(files.backups)).filter((name) => name.endsWith(".json")).sort();
  const path = join(files.backups, `${files.stack}.${nextTimestamp(names)}.json`);
  await writeAtomically(disk, path, bytes);
  for (const name of names.slice(0, Math.max(0, names.length + 1 - MAX_BACKUPS))) {
    await removeIfThere(disk, join(files.backups, name));
  }
  return path;
}

async function writeHistory(disk: Disk, files: StackFiles, update: UpdateSummary): Promise<void> {
  const names = await disk.list(files.history);
  const { kind, startTime, message = "", result, endTime, resourceChanges = {} } = update;
  const text = JSON.stringify({
    kind,
    startTime,
    message,
    environment: {},
    config: {},
    result,
    endTime,
    resourceChanges,
  });
  const path = join(files.history, `${files.stack}-${nextTimestamp(names)}.history.json`);
  await writeAtomically(disk, path, Buffer.from(`${text}\n`));
}

/** The time in nanoseconds, as in Pulumi's file names, and later than every existing name even if the clock went back. */
function nextTimestamp(names: readonly string[]): string {
  let last = 0n;
  for (const name of names) {
    const digits = /[.-](\d{19})\./.exec(name)?.[1];
    if (digits && BigInt(digits) > last) last = BigInt(digits);
  }
  const now = BigInt(Date.now()) * 1_000_000n;
  return String(now > last ? now : last + 1n);
}

/** Renames a file to a free name. @returns the new path, undefined when there was no file */
export async function moveAside(disk: Disk, path: string, word: string): Promise<string | undefined> {
  for (let number = 1; ; number++) {
    const aside = `${path}.${word}-${number}`;
    if (await disk.stat(aside)) continue;
    try {
      await disk.rename(path, aside);
      return aside;
    } catch (error) {
      if (faultCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }
}
