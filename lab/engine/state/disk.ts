import { constants, type Stats } from "node:fs";
import * as fs from "node:fs/promises";

/** A new file that is being written. */
export interface DiskFile {
  /** Appends bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when the written bytes survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The file-system operations that the state needs. Tests inject faults here. */
export interface Disk {
  read(path: string): Promise<Buffer>;
  /** Creates a file. @throws EEXIST when the path exists */
  create(path: string, mode: number): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  /** Names in a folder; empty when the folder does not exist. */
  list(path: string): Promise<string[]>;
  /** Status of a path, without following a link; undefined when the path does not exist. */
  stat(path: string): Promise<Stats | undefined>;
  makeFolder(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Free bytes of this user in the file system of a folder. */
  free(path: string): Promise<number>;
}

/** The machine's file system. */
export const realDisk: Disk = {
  read: (path) => fs.readFile(path),
  async create(path, mode) {
    const handle = await fs.open(path, "wx", mode);
    return {
      async write(bytes) {
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await handle.write(bytes, done, bytes.length - done);
          done += bytesWritten;
        }
      },
      sync: () => handle.datasync(),
      close: () => handle.close(),
    };
  },
  rename: (from, to) => fs.rename(from, to),
  link: (from, to) => fs.link(from, to),
  remove: (path) => fs.unlink(path),
  copy: (from, to) => fs.copyFile(from, to, constants.COPYFILE_FICLONE),
  async list(path) {
    try {
      return await fs.readdir(path);
    } catch (error) {
      if (faultCode(error) === "ENOENT") return [];
      throw error;
    }
  },
  async stat(path) {
    try {
      return await fs.lstat(path);
    } catch (error) {
      if (faultCode(error) === "ENOENT" || faultCode(error) === "ENOTDIR") return undefined;
      throw error;
    }
  },
  async makeFolder(path) {
    await fs.mkdir(path, { recursive: true, mode: 0o700 });
  },
  async syncFolder(path) {
    const handle = await fs.open(path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async free(path) {
    const { bavail, bsize } = await fs.statfs(path);
    return bavail * bsize;
  },
};

/** The `code` of a system error, such as `ENOSPC`; undefined for anything else. */
export function faultCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Removes a file if it exists. */
export async function removeIfThere(disk: Disk, path: string): Promise<void> {
  try {
    await disk.remove(path);
  } catch (error) {
    if (faultCode(error) !== "ENOENT") throw error;
  }
}

/** The bytes of a file; undefined when it does not exist. */
export async function readIfThere(disk: Disk, path: string): Promise<Buffer | undefined> {
  try {
    return await disk.read(path);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
