import { createHash, randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import { EngineError } from "../errors";
import { writeFault } from "./atomic-write";
import { type Disk, faultCode, readIfThere, removeIfThere } from "./disk";
import { isDead, type LockOwner, parseOwner, thisOwner } from "./lock-owner";

/** A lock on a stack, held by this engine or by Pulumi's CLI. */
export interface LockInfo {
  /** Name of its file without `.json`, as `unlock` takes it. */
  readonly id: string;
  /** Absent when the file cannot be read. */
  readonly owner?: LockOwner;
}

/** Folders of the locks of one stack. */
export interface LockPlace {
  /** `locks/organization/PROJECT/STACK`, where Pulumi's CLI looks. */
  readonly folder: string;
  /** Where this engine writes lock files before it links them, out of sight of Pulumi's CLI. */
  readonly draftFolder: string;
  /** `PROJECT/STACK`, for errors. */
  readonly stack: string;
}

/** A lock that this process holds. */
export interface Lock {
  /** Notices for the user, such as a dead owner's lock that was taken over. */
  readonly notices: readonly string[];
  /** @throws {EngineError} `LAB_STATE` when the lock was removed or taken over */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock of a stack, or fails immediately. All processes of this engine link the same name into the folder of
 * Pulumi's locks, so that exactly one of them wins. Pulumi's CLI uses a new name for each lock: it sees ours in that folder,
 * and we see its locks.
 *
 * @throws {EngineError} `LAB_STATE` naming the owner, the age of the lock, and how to release it
 */
export async function takeLock(disk: Disk, place: LockPlace, now: Date): Promise<Lock> {
  const id = randomUUID();
  const path = lockPath(place);
  const draft = join(place.draftFolder, `${id}.lock`);
  const text = JSON.stringify(thisOwner(id, now));
  const notices: string[] = [];
  try {
    await disk.makeFolder(place.folder);
    await disk.makeFolder(place.draftFolder);
    await writeSynced(disk, draft, text);
  } catch (error) {
    throw writeFault(draft, error);
  }
  try {
    if (!(await tryLink(disk, draft, path, text))) notices.push(await takeOver(disk, place, draft, now));
    const others = (await locksOf(disk, place)).filter((lock) => lock.owner?.id !== id);
    const [other] = others;
    if (other) {
      await removeIfThere(disk, path);
      throw heldError(place, other, now);
    }
  } finally {
    await removeIfThere(disk, draft);
  }
  const isHeld = async (): Promise<boolean> => (await readIfThere(disk, path))?.toString("utf8") === text;
  return {
    notices,
    async assertHeld() {
      if (await isHeld()) return;
      throw new EngineError(
        "LAB_STATE",
        `${place.stack}: the lock was removed while this process held it; nothing more is written`,
      );
    },
    async release() {
      if (await isHeld()) await removeIfThere(disk, path);
    },
  };
}

/** The locks on a stack. */
export async function locksOf(disk: Disk, place: LockPlace): Promise<LockInfo[]> {
  const locks: LockInfo[] = [];
  for (const name of (await disk.list(place.folder)).filter((file) => file.endsWith(".json")).sort()) {
    const bytes = await readIfThere(disk, join(place.folder, name));
    if (!bytes) continue;
    const owner = parseOwner(bytes.toString("utf8"));
    locks.push({ id: name.slice(0, -".json".length), ...(owner && { owner }) });
  }
  return locks;
}

/** Path of this engine's lock: a UUID like Pulumi's, derived from the stack's name, so the same for every process. */
export function lockPath(place: LockPlace): string {
  const hex = createHash("sha256").update(`archipelago-lab ${place.stack}`).digest("hex");
  const uuid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return join(place.folder, `${uuid.join("-")}.json`);
}

/**
 * Takes over the lock of a dead owner. Only the process that creates the guard file named after the dead lock may replace
 * it, by a rename. So the stack is never without a lock, and no lock is taken from a process that has just taken over.
 */
async function takeOver(disk: Disk, place: LockPlace, prepared: string, now: Date): Promise<string> {
  const path = lockPath(place);
  const old = (await readIfThere(disk, path))?.toString("utf8") ?? "";
  const owner = parseOwner(old);
  const info = { id: idOf(path), ...(owner && { owner }) };
  if (!owner || !isDead(owner)) throw heldError(place, info, now);
  const guards: string[] = [];
  for (let attempt = 0; ; attempt++) {
    const guard = join(place.draftFolder, `${owner.id}.${attempt}.guard`);
    guards.unshift(guard);
    if (await tryCopy(disk, prepared, guard)) break;
    const rival = parseOwner((await readIfThere(disk, guard))?.toString("utf8") ?? "");
    // A rival that died during its takeover left its guard behind: the next number decides.
    if (!rival || !isDead(rival))
      throw heldError(place, { id: idOf(path), ...(rival && { owner: rival }) }, now);
  }
  try {
    const current = (await readIfThere(disk, path))?.toString("utf8");
    if (current !== old) throw heldError(place, info, now);
    await disk.rename(prepared, path);
  } finally {
    for (const guard of guards) await removeIfThere(disk, guard);
  }
  return `${place.stack}: took the lock of process ${owner.pid} on ${owner.hostname}, which is dead; it held the lock ${describeAge(owner, now)}`;
}

async function tryLink(disk: Disk, prepared: string, path: string, text: string): Promise<boolean> {
  try {
    await disk.link(prepared, path);
    return true;
  } catch (error) {
    const code = faultCode(error);
    if (code === "EEXIST") return false;
    // A file system without hard links. Only one process creates the file; its text follows a moment later.
    if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS" || code === "EMLINK")
      return tryWrite(disk, path, text);
    throw writeFault(path, error);
  }
}

async function tryCopy(disk: Disk, prepared: string, guard: string): Promise<boolean> {
  return tryLink(disk, prepared, guard, (await disk.read(prepared)).toString("utf8"));
}

async function tryWrite(disk: Disk, path: string, text: string): Promise<boolean> {
  try {
    await writeSynced(disk, path, text);
    return true;
  } catch (error) {
    if (faultCode(error) === "EEXIST") return false;
    throw writeFault(path, error);
  }
}

async function writeSynced(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.create(path, 0o600);
  try {
    await file.write(Buffer.from(text));
    await file.sync();
  } finally {
    await file.close();
  }
}

function heldError(place: LockPlace, { id, owner }: LockInfo, now: Date): EngineError {
  const who = owner
    ? `process ${owner.pid} of ${owner.username} on ${owner.hostname} holds the lock ${describeAge(owner, now)}`
    : "an unknown process holds the lock";
  const release = `if that process is gone, run: archipelago stack unlock ${place.stack} ${id}`;
  return new EngineError("LAB_STATE", `${place.stack}: ${who}; wait for it, or ${release}`);
}

function describeAge({ timestamp }: LockOwner, now: Date): string {
  const minutes = Math.round((now.getTime() - Date.parse(timestamp)) / 60_000);
  return Number.isNaN(minutes) ? "since an unknown time" : `since ${timestamp} (${minutes} minutes)`;
}

function idOf(path: string): string {
  return basename(path, ".json");
}
