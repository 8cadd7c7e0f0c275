import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { EngineError } from "../errors";
import { watch } from "./watchdog";

/** Time a child has to print its port. @default 60 s, after which it is taken to hang */
const PORT_LIMIT_MS = 60_000;
/** Time a child has to end after SIGINT before it is killed, as in Pulumi's own host. */
const GRACE_MS = 5_000;
/** How much of a child's stderr is kept for error messages, in characters. */
const TAIL_CHARACTERS = 4_000;

/** How a child process is started. */
export interface ChildCommand {
  /** What it is called in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Every line of stdout and stderr but the port, where {@link Child.readPort} is asked for it. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
}

/** How a child process ended. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that ends when this one does. It leads its own process group, so that Ctrl-C reaches only the engine. */
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
      // "close" comes after the last output has been read, which "exit" does not promise.
      this.#process.once("close", (code, signal) => resolve({ code, signal }));
    }).then((exit) => {
      this.#hasEnded = true;
      unwatch();
      return exit as ChildExit;
    });
    this.#firstLine = this.#read(command.onLine);
  }

  /** Whether it has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The last that it said on stderr, trimmed; empty when it said nothing. */
  get stderrTail(): string {
    return this.#tail.trim();
  }

  /**
   * The port it prints as its first line. To be asked at once, before it can have printed anything.
   *
   * @throws {EngineError} LAB_PLUGIN when it ends, prints something else, or prints nothing within the limit
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

  /** Asks it to end, and ends its group after a grace period. Resolves when it has ended. */
  async stop(graceMs = GRACE_MS): Promise<void> {
    if (this.#hasEnded) return;
    this.#signal("SIGINT");
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  /** Ends its group at once. */
  kill(): void {
    if (!this.#hasEnded) this.#signal("SIGKILL");
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it has just ended by itself
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
    const output =
      this.stderrTail === "" ? "it said nothing on stderr" : `its stderr ends:\n${this.stderrTail}`;
    return new EngineError("LAB_PLUGIN", `${this.name} ${what}; ${output}`);
  }
}

/** An exit in words. */
export function describeExit({ code, signal }: ChildExit): string {
  return signal ? `killed by ${signal}` : `exit code ${code}`;
}
