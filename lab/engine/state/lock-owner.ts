import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { faultCode } from "./disk";
import { isObject } from "./resource-codec";

/** Who holds a lock: the fields of Pulumi's lock file, and what tells a dead process from a living one. */
export interface LockOwner {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** ISO 8601; shown, never decided by. */
  readonly timestamp: string;
  /** Name of this very lock; a lock of the real CLI has none. */
  readonly id?: string;
  /** Differs after every start of the machine. */
  readonly bootId?: string;
  /** Process numbers mean something only within one such space. */
  readonly pidSpace?: string;
  /** Ticks from the start of the machine to that of the process. */
  readonly startTime?: string;
}

/** This process as the owner of a lock. */
export function thisOwner(id: string, now: Date): LockOwner {
  const startTime = startTimeOf(process.pid);
  const bootId = bootIdOf();
  const pidSpace = pidSpaceOf();
  return {
    pid: process.pid,
    username: userName(),
    hostname: hostname(),
    timestamp: now.toISOString(),
    id,
    ...(bootId !== undefined && { bootId }),
    ...(pidSpace !== undefined && { pidSpace }),
    ...(startTime !== undefined && { startTime }),
  };
}

/** An owner from a lock file; undefined when it is not one. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && typeof value["pid"] === "number" ? (value as unknown as LockOwner) : undefined;
  } catch {
    // Half of a lock file is a lock all the same, of an owner that is not known.
    return undefined;
  }
}

/**
 * Whether an owner is certainly dead. Another host, another space of process numbers or a lock of the real CLI, which
 * does not say enough, is never certain.
 */
export function isDead(owner: LockOwner): boolean {
  if (owner.id === undefined || owner.hostname !== hostname()) return false;
  if (owner.bootId !== undefined && owner.bootId !== bootIdOf()) return true;
  if (owner.pidSpace !== pidSpaceOf()) return false;
  if (!isRunning(owner.pid)) return true;
  const startTime = startTimeOf(owner.pid);
  return owner.startTime !== undefined && startTime !== undefined && startTime !== owner.startTime;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return faultCode(error) !== "ESRCH";
  }
}

function startTimeOf(pid: number): string | undefined {
  const stat = readOrNothing(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name of the program, in brackets, may hold anything; the 22nd field is the 20th after it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

function bootIdOf(): string | undefined {
  return readOrNothing(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
}

function pidSpaceOf(): string | undefined {
  return readOrNothing(() => readlinkSync("/proc/self/ns/pid"));
}

/** Only Linux has /proc. */
function readOrNothing(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return String(process.getuid?.() ?? "unknown");
  }
}
