import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { EngineError, messageOf } from "../errors";
import { type Disk, faultCode, removeIfThere } from "./disk";

/** Bytes that stay free on the disk after a write, for the journal and the files beside the checkpoint. */
const RESERVE_BYTES = 16 * 1024;

/** Options of {@link writeAtomically}. */
export interface AtomicOptions {
  /** @default 0o600 */
  readonly mode?: number;
  /** Path under which the replaced file is kept. @default - it is not kept */
  readonly writeBackup?: string;
}

/**
 * Replaces a file completely or not at all. It checks the free space, writes a temporary file beside the old one, syncs it,
 * reads it back, and renames it. After any failure the old file is untouched.
 *
 * @throws {EngineError} `LAB_STATE` naming the file and what to do
 */
export async function writeAtomically(
  disk: Disk,
  path: string,
  bytes: Uint8Array,
  options: AtomicOptions = {},
): Promise<void> {
  const folder = dirname(path);
  // Not ending in .json: Pulumi would list it as a stack.
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await checkRoom(disk, folder, bytes.length);
    const file = await disk.create(temporary, options.mode ?? 0o600);
    try {
      await file.write(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await disk.read(temporary)).equals(bytes)) {
      throw new EngineError(
        "LAB_STATE",
        "the content read back differs from the content written; check the disk",
      );
    }
    if (options.writeBackup !== undefined) await keepBackup(disk, path, options.writeBackup);
    await disk.rename(temporary, path);
    await disk.syncFolder(folder);
  } catch (error) {
    await removeIfThere(disk, temporary);
    throw writeFault(path, error);
  }
}

/** An error that names the file that could not be written, the reason, and what to do. */
export function writeFault(path: string, error: unknown): EngineError {
  const code = faultCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new EngineError("LAB_STATE", `${path}: the disk is full; free some space and run again`);
  }
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") {
    return new EngineError(
      "LAB_STATE",
      `${path}: cannot be written (${code}); make its folder writable for this user and run again`,
    );
  }
  return new EngineError("LAB_STATE", `${path}: cannot be written; ${messageOf(error)}`);
}

async function checkRoom(disk: Disk, folder: string, bytes: number): Promise<void> {
  const free = await disk.free(folder);
  if (free >= bytes + RESERVE_BYTES) return;
  throw Object.assign(new Error(`${bytes} bytes are needed, ${free} are free`), { code: "ENOSPC" });
}

/** Links the old file to the backup's name. A link is a complete copy, since the old file is never changed in place. */
async function keepBackup(disk: Disk, path: string, backup: string): Promise<void> {
  const temporary = `${backup}.tmp`;
  await removeIfThere(disk, temporary);
  try {
    await disk.link(path, temporary);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return;
    await disk.copy(path, temporary); // a file system without hard links
  }
  await disk.rename(temporary, backup);
}
