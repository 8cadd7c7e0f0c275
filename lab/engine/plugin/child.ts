import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { EngineError } from "../errors";
import { watch } from "./watchdog";

/** Time a child has to print its port, in ms. */
const PORT_LIMIT_MS = 60_000;
/** Time between SIGINT and SIGKILL, in ms, as in Pulumi's own host. */
const GRACE_MS = 5_000;
/** Length of the end of stderr that error messages quote, in characters. */
const TAIL_CHARACTERS = 4_000;

/** Options of a child process. */
export interface ChildCommand {
  /** Name of the process in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives every line of stdout and stderr, except the port when {@link Child.readPort} is called. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
}

/** How a child process ended. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that ends with this one. It leads its own process group, so that Ctrl-C reaches only the engine. */
export class Child {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  #process: ChildProcess;
  #hasEnded = false;
  #tail = "";
  #firstLine: Promise<string>;
  #isPortExpected = false;

  constructor(command: ChildCommand) {
    this.name = command.name;
    this.#process = spawn(command.command, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.pid = this.#process.pid ?? 0;
    const unwatch = this.pid === 0 ? () => undefined : watch(this.pid);
    this.exited = new Promise((resolve) => {
      this.#process.once("error", (error) => {
        this.#tail += error.message;
        resolve({ code: 127, signal: null });
      });
      // "close" follows the last output; "exit" may come before it.
      this.#process.once("close", (code, signal) => resolve({ code, signal }));
    }).then((exit) => {
      this.#hasEnded = true;
      unwatch();
      return exit as ChildExit;
    });
    this.#firstLine = this.#read(command.onLine);
  }

  /** Whether the process has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The end of stderr, trimmed. */
  get stderrTail(): string {
    return this.#tail.trim();
  }

  /**
   * Returns the port that the process prints as its first line. To be called right after the start, before the process can
   * print.
   *
   * @throws {EngineError} LAB_PLUGIN when the process ends, prints something else, or prints nothing within the limit
   */
  async readPort(limitMs = PORT_LIMIT_MS): Promise<number> {
    this.#isPortExpected = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, limitMs, undefined);
    });
    try {
      const exit = this.exited.then((exit) => exit);
      const first = await Promise.race([this.#firstLine, exit, late]);
      if (first === undefined) {
        throw this.#fault(`printed no port within ${limitMs / 1000} s`);
      }
      if (typeof first !== "string") {
        throw this.#fault(`ended (${describeExit(first)}) before it printed its port`);
      }
      const port = Number(first.trim());
      if (!/^\d+$/.test(first.trim()) || port < 1 || port > 65535) {
        throw this.#fault(
          `printed ${JSON.stringify(first.slice(0, 200))} as its first line, expected its port`,
        );
      }
      return port;
    } catch (error) {
      this.kill();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends SIGINT, and SIGKILL after a grace period. Resolves when the process has ended. */
  async stop(graceMs = GRACE_MS): Promise<void> {
    if (this.#hasEnded) return;
    this.#signal("SIGINT");
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  /** Kills the process group immediately. */
  kill(): void {
    if (!this.#hasEnded) this.#signal("SIGKILL");
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // the process has just ended by itself
    }
  }

  #read(onLine: ChildCommand["onLine"]): Promise<string> {
    const { stdout, stderr } = this.#process;
    if (!stdout || !stderr) throw new Error(`${this.name} was started without pipes`);
    stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#tail = (this.#tail + text).slice(-TAIL_CHARACTERS);
    });
    createInterface({ input: stderr }).on("line", (line) => onLine?.(line, "stderr"));
    return new Promise((resolve) => {
      let first = true;
      createInterface({ input: stdout }).on("line", (line) => {
        if (first && this.#isPortExpected) resolve(line);
        else onLine?.(line, "stdout");
        first = false;
      });
    });
  }

  #fault(what: string): EngineError {
    const output = this.stderrTail === "" ? "its stderr is empty" : `its stderr ends:\n${this.stderrTail}`;
    return new EngineError("LAB_PLUGIN", `${this.name} ${what}; ${output}`);
  }
}

/** Describes an exit, such as `exit code 1`. */
export function describeExit({ code, signal }: ChildExit): string {
  return signal ? `killed by ${signal}` : `exit code ${code}`;
}
