import { constants, type Stats } from "node:fs";
import * as fs from "node:fs/promises";

/** A file that is being written from its beginning on. */
export interface DiskFile {
  /** Writes all bytes at the end. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when what was written outlives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The part of a file system that the state needs, narrow so that faults can be injected. */
export interface Disk {
  read(path: string): Promise<Buffer>;
  /** A new file. @throws EEXIST when something is there */
  create(path: string, mode: number): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  /** Names in a folder; none when there is no such folder. */
  list(path: string): Promise<string[]>;
  /** What is at a path, without following a link; undefined when nothing is. */
  stat(path: string): Promise<Stats | undefined>;
  makeFolder(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Bytes that this user can still write below a folder. */
  free(path: string): Promise<number>;
}

/** The machine's own file system. */
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

/** Removes a file that may not be there. */
export async function removeIfThere(disk: Disk, path: string): Promise<void> {
  try {
    await disk.remove(path);
  } catch (error) {
    if (faultCode(error) !== "ENOENT") throw error;
  }
}

/** The bytes of a file that may not be there. */
export async function readIfThere(disk: Disk, path: string): Promise<Buffer | undefined> {
  try {
    return await disk.read(path);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
