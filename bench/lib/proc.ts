import * as fs from "node:fs";

/** Ticks of the kernel's process clock in a second; 100 wherever Linux runs Node. */
const TICKS = 100;
const MB = 1e6;

/** What `/proc/PID/stat` says of a process. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** When it started, in ticks since the machine did: tells apart two processes that had the same id. */
  readonly started: number;
  /** User and system time of all its threads, in seconds. */
  readonly cpu: number;
  /** The same of its children that have ended and were waited for, with theirs. */
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

/** Peak of the resident memory in 10^6 bytes, from the text of `/proc/PID/status`; undefined of a process that has ended. */
export function parsePeakMemory(text: string): number | undefined {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(text) ?? [];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / MB;
}

/** A process; undefined when there is none with that id. */
export function readStat(pid: number | "self"): ProcessStat | undefined {
  const text = readOf(pid, "stat");
  return text === "" ? undefined : parseStat(text);
}

/** Peak of the resident memory of a process in 10^6 bytes. */
export function readPeakMemory(pid: number): number | undefined {
  return parsePeakMemory(readOf(pid, "status"));
}

/** The command line of a process, its arguments parted by spaces. */
export function readCommand(pid: number): string {
  return readOf(pid, "cmdline").replaceAll("\0", " ").trim();
}

/** All processes of the machine. */
export function listProcesses(): readonly ProcessStat[] {
  return fs
    .readdirSync("/proc")
    .flatMap((name) => (/^\d+$/.test(name) ? (readStat(Number(name)) ?? []) : []));
}

/** @throws {Error} where there is no /proc, without which nothing can be said of a process */
export function requireProc(platform: string = process.platform): void {
  if (platform === "linux") return;
  throw new Error(
    `platform is ${JSON.stringify(platform)}, expected "linux": processes are measured by /proc`,
  );
}

/** Empty when the process is gone, which it may be at any time. */
function readOf(pid: number | "self", file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return "";
    throw error;
  }
}
