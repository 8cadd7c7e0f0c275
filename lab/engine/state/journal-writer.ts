import { writeFault } from "./atomic-write";
import type { Disk, DiskFile } from "./disk";

interface QueuedLine {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Appends lines to a file and syncs it. Lines that arrive during a write share the next one, so that a thousand concurrent
 * appends cost two syncs. After a failure nothing more is written, since a journal with a gap cannot be read.
 */
export class JournalWriter {
  readonly path: string;
  readonly #file: DiskFile;
  readonly #guard: () => Promise<void>;
  #queue: QueuedLine[] = [];
  #running: Promise<void> | undefined;
  #failure: Error | undefined;
  #ended: Promise<void> | undefined;

  private constructor(path: string, file: DiskFile, guard: () => Promise<void>) {
    this.path = path;
    this.#file = file;
    this.#guard = guard;
  }

  /**
   * Creates a journal; resolves when its first line is durable.
   *
   * @param guard runs before every write; a rejection stops the writer
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

  /** The failure after which nothing more is written. */
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

  /** Waits for the writes in flight and closes the file. A second call does nothing. */
  end(): Promise<void> {
    this.#ended ??= (this.#running ?? Promise.resolve()).then(() => this.#file.close());
    return this.#ended;
  }

  async #drain(): Promise<void> {
    // Lines of the same turn of the event loop share the first write.
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
