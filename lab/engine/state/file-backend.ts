import { join, resolve } from "node:path";
import { EngineError, messageOf } from "../errors";
import { codecOf, parseState } from "./checkpoint";
import { type Disk, readIfThere, realDisk, removeIfThere } from "./disk";
import { type ExportOptions, exportStack, importDeployment, readImport } from "./export-import";
import { filesOf, refuseLinks, type StackFiles } from "./layout";
import { decodeStoredStack, type StoredStack } from "./load";
import { type LockInfo, locksOf } from "./lock";
import { isDead } from "./lock-owner";
import { lockStack, prepareSession, readOrExplain } from "./prepare-session";
import { SEALED } from "./resource-codec";
import { repairState, restoreCopy } from "./restore-repair";
import { PassphraseSecrets } from "./secrets";
import { FileSession } from "./session";
import type { OpenOptions, Passphrase, StackSummary, StateSession, StateView } from "./types";

/** Dependencies of a {@link FileBackend}, which tests replace. */
export interface BackendOptions {
  /** @default the machine's file system */
  readonly disk?: Disk;
  /** @default the machine's clock */
  readonly now?: () => Date;
}

/** Stores the states of stacks in a folder, in the layout and format of Pulumi's file backend. */
export class FileBackend {
  readonly root: string;
  readonly #disk: Disk;
  readonly #now: () => Date;

  /** @param root the folder that `pulumi login file://` names; `.pulumi` is created in it */
  constructor(root: string, options: BackendOptions = {}) {
    this.root = resolve(root);
    this.#disk = options.disk ?? realDisk;
    this.#now = options.now ?? (() => new Date());
  }

  /** All stacks, or those of one project. An unreadable one is listed with its fault. */
  async stacks(project?: string): Promise<StackSummary[]> {
    const folder = join(this.root, ".pulumi", "stacks");
    const projects = project === undefined ? await this.#disk.list(folder) : [project];
    const summaries: StackSummary[] = [];
    for (const name of projects.sort()) {
      for (const stack of await this.#names(name)) summaries.push(await this.#summary(name, stack));
    }
    return summaries;
  }

  /**
   * Reads a stack without taking its lock and without any change. Without a passphrase secrets stay encrypted, as
   * `{[SIGNATURE]: SECRET, ciphertext}`.
   *
   * @throws {EngineError} `LAB_STATE` when the state is damaged; `LAB_CONFIG` when the passphrase is wrong
   */
  async read(project: string, stack: string, passphrase?: Passphrase): Promise<StateView> {
    const files = filesOf(this.root, project, stack);
    await refuseLinks(this.#disk, files);
    const storedStack = await readOrExplain(this.#disk, files, true);
    const salt = storedStack.journal?.header?.salt ?? storedStack.state.salt;
    const codec =
      passphrase && salt !== undefined ? codecOf(await PassphraseSecrets.open(salt, passphrase)) : SEALED;
    const base = decodeStoredStack(files, storedStack, codec);
    const notices = [...storedStack.notices, ...(await this.#journalNotices(files, storedStack))];
    if (storedStack.doubt) notices.push(storedStack.doubt);
    return { base, notices, serial: storedStack.sidecar.current.serial, ...(salt !== undefined && { salt }) };
  }

  /**
   * Takes the lock of a stack and loads its state. The journal of a dead process is first written into the checkpoint.
   *
   * @throws {EngineError} `LAB_STATE` when another process holds the lock, the state is damaged, older than the last one, or
   *   its folder cannot be written; `LAB_CONFIG` when the name or the passphrase is wrong
   */
  async open(project: string, stack: string, options: OpenOptions): Promise<StateSession> {
    const files = filesOf(this.root, project, stack, await this.#names(project));
    const lock = await lockStack(this.#disk, files, this.#now());
    try {
      const storedStack = await readOrExplain(this.#disk, files, options.force === true);
      const salt = storedStack.journal?.header?.salt ?? storedStack.state.salt ?? options.salt;
      const secrets =
        salt === undefined
          ? await PassphraseSecrets.create(options.passphrase)
          : await PassphraseSecrets.open(salt, options.passphrase);
      const base = decodeStoredStack(files, storedStack, codecOf(secrets));
      const notices = [...lock.notices, ...storedStack.notices, ...storedStack.journalNotices];
      const now = this.#now;
      const sessionBase = await prepareSession(this.#disk, files, storedStack, base, secrets, now(), notices);
      return await FileSession.start({
        disk: this.#disk,
        files,
        lock,
        secrets,
        base,
        notices,
        now,
        ...sessionBase,
      });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /**
   * Forgets a stack; its copies in `backups/` stay.
   *
   * @throws {EngineError} `LAB_STATE` when it still has resources and `force` is not set
   */
  async remove(project: string, stack: string, options: { readonly force?: boolean } = {}): Promise<void> {
    const files = filesOf(this.root, project, stack);
    await this.#withLock(files, async () => {
      const count = options.force
        ? 0
        : decodeStoredStack(files, await readOrExplain(this.#disk, files, true), SEALED).resources.length;
      if (count > 0) {
        throw new EngineError(
          "LAB_STATE",
          `${project}/${stack}: it has ${count} resources, expected none; destroy it first, or use --force to drop them from the state`,
        );
      }
      // The checkpoint is removed first: after a crash, the other files alone hold no resources.
      for (const path of [files.checkpoint, files.journal, files.backup, files.sidecar]) {
        await removeIfThere(this.#disk, path);
      }
    });
  }

  /**
   * Exports a stack in the format of `pulumi stack import`.
   *
   * @throws {EngineError} `LAB_STATE` when operations are pending and `force` is not set
   */
  async exportStack(project: string, stack: string, options: ExportOptions = {}): Promise<string> {
    const passphrase = options.showSecrets ? options.passphrase : undefined;
    if (options.showSecrets && !passphrase) {
      throw new EngineError(
        "LAB_CONFIG",
        "export: passphrase is missing, expected the passphrase that decrypts the secrets",
      );
    }
    const view = await this.read(project, stack, passphrase);
    return exportStack(filesOf(this.root, project, stack), view, options, this.#now());
  }

  /**
   * Imports an export or a checkpoint as the state of a stack. Its pending operations are left out, and its secrets are
   * encrypted again.
   *
   * @param text content of the file
   * @returns notices for the user
   * @throws {EngineError} `LAB_STATE` when the file is damaged, breaks the integrity rules or belongs to another stack.
   *   `force` only accepts a wrong magic, and pending operations in the replaced state
   */
  async importStack(
    project: string,
    stack: string,
    text: string,
    options: OpenOptions,
  ): Promise<readonly string[]> {
    const files = filesOf(this.root, project, stack);
    const deployment = await readImport(files, text, options);
    const session = await this.open(project, stack, options);
    return importDeployment(session, deployment, options.force === true);
  }

  /**
   * Restores a valid copy. The journal stays if it continues that copy, and the replaced file is kept.
   *
   * @param from path of the copy @default - the newest valid one
   * @returns notices for the user
   * @throws {EngineError} `LAB_STATE` when there is no valid copy, or the given one is not
   */
  async restore(project: string, stack: string, from?: string): Promise<readonly string[]> {
    const files = filesOf(this.root, project, stack);
    return this.#withLock(files, (notices) => restoreCopy(this.#disk, files, from, notices));
  }

  /**
   * Sorts resources and drops references to missing ones.
   *
   * @returns one line for each change; without changes or with `dryRun` nothing is written
   * @throws {EngineError} `LAB_STATE` when the state is damaged in another way
   */
  async repair(
    project: string,
    stack: string,
    options: { readonly dryRun?: boolean } = {},
  ): Promise<readonly string[]> {
    const files = filesOf(this.root, project, stack);
    if (options.dryRun) return repairState(this.#disk, files, undefined);
    return this.#withLock(files, () => repairState(this.#disk, files, this.#now()));
  }

  /** The locks on a stack. */
  async locks(project: string, stack: string): Promise<readonly LockInfo[]> {
    return locksOf(this.#disk, filesOf(this.root, project, stack).lock);
  }

  /**
   * Removes a lock, whether or not its owner is alive.
   *
   * @param id as in the error about the lock, or from {@link locks}
   * @throws {EngineError} `LAB_STATE` when there is no such lock
   */
  async unlock(project: string, stack: string, id: string): Promise<void> {
    const { lock } = filesOf(this.root, project, stack);
    const locks = await locksOf(this.#disk, lock);
    if (locks.some((lock) => lock.id === id))
      return removeIfThere(this.#disk, join(lock.folder, `${id}.json`));
    const ids = locks.map((lock) => lock.id).join(", ") || "none";
    throw new EngineError(
      "LAB_STATE",
      `${project}/${stack}: lock is ${JSON.stringify(id)}, expected the id of an existing lock: ${ids}`,
    );
  }

  async #withLock<T>(files: StackFiles, act: (notices: string[]) => Promise<T>): Promise<T> {
    const lock = await lockStack(this.#disk, files, this.#now());
    try {
      return await act([...lock.notices]);
    } finally {
      await lock.release();
    }
  }

  /** Names of a project's stacks: one for every .json file, and for every journal of a first update that died. */
  async #names(project: string): Promise<string[]> {
    const names = await this.#disk.list(join(this.root, ".pulumi", "stacks", project));
    return [...new Set(names.flatMap((name) => /^([^.].*)\.(json|journal)$/.exec(name)?.[1] ?? []))].sort();
  }

  async #summary(project: string, stack: string): Promise<StackSummary> {
    try {
      const files = filesOf(this.root, project, stack);
      await refuseLinks(this.#disk, files);
      const locked = (await locksOf(this.#disk, files.lock)).length > 0;
      const bytes = await readIfThere(this.#disk, files.checkpoint);
      if (!bytes) return { project, stack, resources: 0, locked };
      try {
        const { resources, time } = parseState(bytes.toString("utf8"), files.checkpoint);
        return {
          project,
          stack,
          resources: resources.length,
          locked,
          ...(time !== undefined && { updated: time }),
        };
      } catch (error) {
        return { project, stack, locked, fault: messageOf(error) };
      }
    } catch (error) {
      return { project, stack, locked: false, fault: messageOf(error) };
    }
  }

  /** Notices about the journal. While a live process holds the lock, the journal belongs to a running update. */
  async #journalNotices(files: StackFiles, found: StoredStack): Promise<readonly string[]> {
    if (!found.journal) return [];
    const [lock] = await locksOf(this.#disk, files.lock);
    if (!lock?.owner || isDead(lock.owner)) return found.journalNotices;
    const { pid, hostname } = lock.owner;
    return [
      `${files.project}/${files.stack}: process ${pid} on ${hostname} is updating the stack; this is the state that it has written so far`,
    ];
  }
}
