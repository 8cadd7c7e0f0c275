import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { faultCode } from "./disk";
import { isObject } from "./resource-codec";

/** Owner of a lock: the fields of Pulumi's lock file, and those that show whether the process is still running. */
export interface LockOwner {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** ISO 8601; for display only. */
  readonly timestamp: string;
  /** Id of this lock; absent in a lock of Pulumi's CLI. */
  readonly id?: string;
  /** Changes with every boot of the machine. */
  readonly bootId?: string;
  /** PID namespace, in which the process id is unique. */
  readonly pidSpace?: string;
  /** Start time of the process, in clock ticks since boot. */
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

/** Parses the owner of a lock file; undefined when the text is no owner. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && typeof value["pid"] === "number" ? (value as unknown as LockOwner) : undefined;
  } catch {
    // An incomplete lock file is still a lock, of an unknown owner.
    return undefined;
  }
}

/**
 * Whether an owner is certainly dead. That is never certain for another host, another PID namespace, or a lock of Pulumi's
 * CLI, which has too few fields.
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
  // The program's name in parentheses may contain anything; the 22nd field is the 20th after it.
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
    // A container may run as a user id without a name.
    return String(process.getuid?.() ?? "unknown");
  }
}
