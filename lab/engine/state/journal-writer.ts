import { writeFault } from "./atomic-write";
import type { Disk, DiskFile } from "./disk";

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Appends lines to a file and syncs it. Lines that come while a write is in flight go out together in the next one, so
 * a thousand appends at once cost two syncs. After one failure nothing more is written: a later line after a gap could
 * not be read again.
 */
export class JournalWriter {
  readonly path: string;
  readonly #file: DiskFile;
  readonly #guard: () => Promise<void>;
  #queue: Waiting[] = [];
  #running: Promise<void> | undefined;
  #failure: Error | undefined;
  #ended: Promise<void> | undefined;

  private constructor(path: string, file: DiskFile, guard: () => Promise<void>) {
    this.path = path;
    this.#file = file;
    this.#guard = guard;
  }

  /**
   * Begins a new journal; resolves when its first line is durable.
   *
   * @param guard asked before every write; its rejection stops the writer
   * @throws {EngineError} `LAB_STATE` when the folder cannot be written
   */
  static async create(
    disk: Disk,
    path: string,
    folder: string,
    header: string,
    guard: () => Promise<void>,
  ): Promise<JournalWriter> {
    try {
      const file = await disk.create(path, 0o600);
      try {
        await file.write(Buffer.from(header));
        await file.sync();
        await disk.syncFolder(folder);
      } catch (error) {
        await file.close();
        await disk.remove(path);
        throw error;
      }
      return new JournalWriter(path, file, guard);
    } catch (error) {
      throw writeFault(path, error);
    }
  }

  /** Why nothing more is written. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Appends one line; resolves when it is durable. */
  append(line: string): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    const result = new Promise<void>((resolve, reject) => this.#queue.push({ line, resolve, reject }));
    this.#running ??= this.#drain();
    return result;
  }

  /** Waits for what is in flight and closes the file; nothing at the second call. */
  end(): Promise<void> {
    this.#ended ??= (this.#running ?? Promise.resolve()).then(() => this.#file.close());
    return this.#ended;
  }

  async #drain(): Promise<void> {
    // The first line waits for its neighbours of the same turn.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      try {
        if (this.#failure) throw this.#failure;
        await this.#guard();
        await this.#file.write(Buffer.from(group.map(({ line }) => line).join("")));
        await this.#file.sync();
        for (const { resolve } of group) resolve();
      } catch (error) {
        this.#failure ??= writeFault(this.path, error);
        for (const { reject } of group) reject(this.#failure);
      }
    }
    this.#running = undefined;
  }
}
