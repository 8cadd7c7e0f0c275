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

/** What a {@link FileBackend} depends on; each is for tests. */
export interface BackendOptions {
  /** @default the machine's file system */
  readonly disk?: Disk;
  /** @default the machine's clock */
  readonly now?: () => Date;
}

/** States of stacks in a folder, in the layout and format of Pulumi's own file backend. */
export class FileBackend {
  readonly root: string;
  readonly #disk: Disk;
  readonly #now: () => Date;

  /** @param root the folder that `pulumi login file://` names; `.pulumi` is made in it */
  constructor(root: string, options: BackendOptions = {}) {
    this.root = resolve(root);
    this.#disk = options.disk ?? realDisk;
    this.#now = options.now ?? (() => new Date());
  }

  /** All stacks, or those of one project; one that cannot be read is listed with its fault. */
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
   * What a stack holds, without its lock and without changing anything. Without a passphrase secrets stay sealed, as
   * `{[SIGNATURE]: SECRET, ciphertext}`.
   *
   * @throws {EngineError} `LAB_STATE` when the state is damaged; `LAB_CONFIG` when the passphrase is wrong
   */
  async read(project: string, stack: string, passphrase?: Passphrase): Promise<StateView> {
    const files = filesOf(this.root, project, stack);
    await refuseLinks(this.#disk, files);
    const storedStack = await readOrExplain(this.#disk, files, true);
    const salt = storedStack.journal?.header?.salt ?? storedStack.stored.salt;
    const codec =
      passphrase && salt !== undefined ? codecOf(await PassphraseSecrets.open(salt, passphrase)) : SEALED;
    const base = decodeStoredStack(files, storedStack, codec);
    const notices = [...storedStack.notices, ...(await this.#journalNotices(files, storedStack))];
    if (storedStack.doubt) notices.push(storedStack.doubt);
    return { base, notices, serial: storedStack.sidecar.current.serial, ...(salt !== undefined && { salt }) };
  }

  /**
   * Takes the lock of a stack and loads it. What a dead process left in the journal is replayed and written down first.
   *
   * @throws {EngineError} `LAB_STATE` when another holds the lock, the state is damaged, older than the last one, or its
   *   folder cannot be written; `LAB_CONFIG` when the name or the passphrase is wrong
   */
  async open(project: string, stack: string, options: OpenOptions): Promise<StateSession> {
    const files = filesOf(this.root, project, stack, await this.#names(project));
    const lock = await lockStack(this.#disk, files, this.#now());
    try {
      const found = await readOrExplain(this.#disk, files, options.force === true);
      const salt = found.journal?.header?.salt ?? found.stored.salt ?? options.salt;
      const secrets =
        salt === undefined
          ? await PassphraseSecrets.create(options.passphrase)
          : await PassphraseSecrets.open(salt, options.passphrase);
      const base = decodeStoredStack(files, found, codecOf(secrets));
      const notices = [...lock.notices, ...found.notices, ...found.journalNotices];
      const now = this.#now;
      const sessionBase = await prepareSession(this.#disk, files, found, base, secrets, now(), notices);
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
          `${project}/${stack}: it has ${count} resources, expected none; destroy it first, or use --force to forget them`,
        );
      }
      // The checkpoint goes first: what is left of the others after a crash then says nothing of resources.
      for (const path of [files.checkpoint, files.journal, files.backup, files.sidecar]) {
        await removeIfThere(this.#disk, path);
      }
    });
  }

  /**
   * The text of an export, as `pulumi stack import` takes it.
   *
   * @throws {EngineError} `LAB_STATE` when operations are unfinished and `force` is not set
   */
  async exportStack(project: string, stack: string, options: ExportOptions = {}): Promise<string> {
    const passphrase = options.showSecrets ? options.passphrase : undefined;
    if (options.showSecrets && !passphrase) {
      throw new EngineError(
        "LAB_CONFIG",
        "export: passphrase is missing, expected the one to show secrets with",
      );
    }
    const view = await this.read(project, stack, passphrase);
    return exportStack(filesOf(this.root, project, stack), view, options, this.#now());
  }

  /**
   * Makes an export or a checkpoint the state of a stack. Unfinished operations in it are left out; secrets are encrypted
   * anew.
   *
   * @param text of the file
   * @returns what to tell the user
   * @throws {EngineError} `LAB_STATE` when it is damaged, not in order or of another stack; `force` accepts only a magic
   *   that does not fit, and unfinished operations in what is replaced
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
   * Makes a valid copy the state again. The journal stays when it goes on from that copy; what is replaced is kept.
   *
   * @param from path of the copy @default - the newest valid one
   * @returns what to tell the user
   * @throws {EngineError} `LAB_STATE` when there is no valid copy, or the given one is not
   */
  async restore(project: string, stack: string, from?: string): Promise<readonly string[]> {
    const files = filesOf(this.root, project, stack);
    return this.#withLock(files, (notices) => restoreCopy(this.#disk, files, from, notices));
  }

  /**
   * Puts resources in order and drops references that lead nowhere.
   *
   * @returns one line for each change; nothing is written when there is none or with `dryRun`
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
   * Takes a lock away from whoever holds it.
   *
   * @param id as the error of the lock or {@link locks} names it
   * @throws {EngineError} `LAB_STATE` when there is no such lock
   */
  async unlock(project: string, stack: string, id: string): Promise<void> {
    const { lock } = filesOf(this.root, project, stack);
    const locks = await locksOf(this.#disk, lock);
    if (locks.some((held) => held.id === id))
      return removeIfThere(this.#disk, join(lock.folder, `${id}.json`));
    const there = locks.map((held) => held.id).join(", ") || "none";
    throw new EngineError(
      "LAB_STATE",
      `${project}/${stack}: lock is ${JSON.stringify(id)}, expected one that is held: ${there}`,
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

  /** Names of the stacks of a project: every .json file is one, and every journal of a first update that died. */
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

  /** While a lock is held the journal is not left over: an update is running. */
  async #journalNotices(files: StackFiles, found: StoredStack): Promise<readonly string[]> {
    if (!found.journal) return [];
    const [lock] = await locksOf(this.#disk, files.lock);
    if (!lock?.owner || isDead(lock.owner)) return found.journalNotices;
    const { pid, hostname } = lock.owner;
    return [
      `${files.project}/${files.stack}: process ${pid} on ${hostname} is changing it; this is what it has written so far`,
    ];
  }
}
