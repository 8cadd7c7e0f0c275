import { spawn } from "node:child_process";
import { readStat, requireProc } from "./proc";
import { type Role, type RoleCost, Sampler } from "./sampler";

/** Sampling interval: on average the last 50 ms of a process are missed. */
const INTERVAL_MS = 100;

/** A command to run once. */
export interface MeasuredCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Result of one run of a command. */
export interface MeasuredRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Seconds from start to end. */
  readonly wall: number;
  /** User and system seconds of the process and of all processes that it waited for, by the kernel's count. */
  readonly cpu: number;
  /** Cost by role; the sum is less than `cpu`, since time after the last sample is missing. */
  readonly roles: Readonly<Record<Role, RoleCost>>;
}

/**
 * Runs a command in a process of its own and looks at it and its descendants every 100 ms.
 *
 * One at a time: the kernel counts the time of all that this process has waited for in one sum.
 *
 * @throws {Error} when it cannot be started, or there is no /proc
 */
export async function runMeasured({ command, args, cwd, env }: MeasuredCommand): Promise<MeasuredRun> {
  requireProc();
  const before = waitedCpu();
  const began = process.hrtime.bigint();
  const child = spawn(command, [...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  }
  const sampler = new Sampler(child.pid ?? 0);
  const timer = setInterval(() => sampler.sample(), INTERVAL_MS);
  let wall = 0;
  child.once("exit", () => {
    wall = Number(process.hrtime.bigint() - began) / 1e9;
  });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return { exitCode, ...output, wall, cpu: waitedCpu() - before, roles: sampler.costs() };
  } finally {
    clearInterval(timer);
  }
}

function waitedCpu(): number {
  return readStat("self")?.childrenCpu ?? 0;
}
