import * as fs from "node:fs";

/** Ticks per second of the kernel's process clock; 100 on every Linux that runs Node. */
const TICKS = 100;
const MB = 1e6;

/** Content of `/proc/PID/stat`. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Start in ticks since boot; distinguishes processes with a reused id. */
  readonly started: number;
  /** User and system time of all its threads, in seconds. */
  readonly cpu: number;
  /** User and system time of ended children, with their own children. */
  readonly childrenCpu: number;
}

/**
 * Reads the text of `/proc/PID/stat`.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function parseStat(text: string): ProcessStat {
  // the name, in parentheses, may itself hold spaces and parentheses
  const end = text.lastIndexOf(")");
  const fields = text.slice(end + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3]);
  const stat = {
    pid: Number.parseInt(text, 10),
    parent: field(4),
    started: field(22),
    cpu: (field(14) + field(15)) / TICKS,
    childrenCpu: (field(16) + field(17)) / TICKS,
  };
  if (end < 0 || !Object.values(stat).every(Number.isFinite)) {
    throw new Error(
      `parseStat: text is ${JSON.stringify(text.slice(0, 80))}, expected that of /proc/PID/stat`,
    );
  }
  return stat;
}

/** Parses the peak of resident memory in 10^6 bytes from `/proc/PID/status`; undefined for an ended process. */
export function parsePeakMemory(text: string): number | undefined {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(text) ?? [];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / MB;
}

/** Reads a process; undefined when no process has the id. */
export function readStat(pid: number | "self"): ProcessStat | undefined {
  const text = readOf(pid, "stat");
  return text === "" ? undefined : parseStat(text);
}

/** Peak of the resident memory of a process in 10^6 bytes. */
export function readPeakMemory(pid: number): number | undefined {
  return parsePeakMemory(readOf(pid, "status"));
}

/** Reads the command line of a process, arguments separated by spaces. */
export function readCommand(pid: number): string {
  return readOf(pid, "cmdline").replaceAll("\0", " ").trim();
}

/** All processes of the machine. */
export function listProcesses(): readonly ProcessStat[] {
  return fs
    .readdirSync("/proc")
    .flatMap((name) => (/^\d+$/.test(name) ? (readStat(Number(name)) ?? []) : []));
}

/** @throws {Error} on systems without /proc */
export function requireProc(platform: string = process.platform): void {
  if (platform === "linux") return;
  throw new Error(
    `platform is ${JSON.stringify(platform)}, expected "linux": processes are measured by /proc`,
  );
}

/** Reads a file of a process; empty when the process has ended. */
function readOf(pid: number | "self", file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return "";
    throw error;
  }
}
