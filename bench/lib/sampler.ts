import { listProcesses, type ProcessStat, readCommand, readPeakMemory } from "./proc";

/** Role of a process in a measured run. */
export type Role = "engine" | "program" | "plugin" | "policies";

/** Total cost of the processes of one role. */
export interface RoleCost {
  /** User and system seconds. */
  readonly cpu: number;
  /** Sum of the peaks of resident memory, in 10^6 bytes. */
  readonly memory: number;
  readonly processes: number;
}

/** Last sample of a process. */
export interface Seen {
  readonly role: Role;
  readonly cpu: number;
  readonly memory: number;
}

/** Source of process data; tests replace it. */
export interface ProcessSource {
  readonly list: () => readonly ProcessStat[];
  readonly command: (pid: number) => string;
  /** Peak of resident memory in 10^6 bytes. */
  readonly memory: (pid: number) => number | undefined;
}

const LIVE: ProcessSource = { list: listProcesses, command: readCommand, memory: readPeakMemory };

/** Samples a process and its descendants, and keeps the last sample of each. */
export class Sampler {
  readonly #root: number;
  readonly #source: ProcessSource;
  readonly #seen = new Map<string, Seen>();
  /** Processes by id and start, since ids are reused. */
  readonly #family = new Set<string>();

  constructor(root: number, source: ProcessSource = LIVE) {
    this.#root = root;
    this.#source = source;
  }

  /** Takes one sample. */
  sample(): void {
    const all = this.#source.list();
    this.#gather(all);
    const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
    for (const each of all) {
      if (!this.#family.has(keyOf(each))) continue;
      const memory = this.#source.memory(each.pid);
      if (memory === undefined) continue;
      this.#seen.set(keyOf(each), { role: this.#roleOf(each.pid, parents), cpu: each.cpu, memory });
    }
  }

  /** Role of a process by its command line, else by that of its nearest ancestor. */
  #roleOf(pid: number, parents: ReadonlyMap<number, number>): Role {
    for (
      let each: number | undefined = pid;
      each !== undefined && each !== this.#root;
      each = parents.get(each)
    ) {
      const role = roleOf(this.#source.command(each));
      if (role !== undefined) return role;
    }
    return "engine";
  }

  #gather(all: readonly ProcessStat[]): void {
    const keys = new Map(all.map((each) => [each.pid, keyOf(each)]));
    const root = keys.get(this.#root);
    if (this.#family.size === 0 && root !== undefined) this.#family.add(root);
    // a child may be listed before its parent: look until nothing new is found
    for (let before = -1; before !== this.#family.size; ) {
      before = this.#family.size;
      for (const each of all) {
        if (this.#family.has(keys.get(each.parent) ?? "")) this.#family.add(keyOf(each));
      }
    }
  }

  /** Cost of each role so far. */
  costs(): Readonly<Record<Role, RoleCost>> {
    return sumByRole([...this.#seen.values()]);
  }
}

/** Role of a descendant of the engine by its command line; undefined when the command line has no known role. */
export function roleOf(command: string): Role | undefined {
  if (/@pulumi\/pulumi\/cmd\/run(?:\/index\.js)?(?: |$)/.test(command)) return "program";
  if (/@pulumi\/pulumi\/cmd\/run-policy-pack(?:\/index\.js)?(?: |$)/.test(command)) return "policies";
  if (/\blab\/(?:plugins|provider|awsx)\/|\bpulumi-resource-/.test(command)) return "plugin";
  return undefined;
}

/** Adds processes up by their role. */
export function sumByRole(processes: readonly Seen[]): Readonly<Record<Role, RoleCost>> {
  const sum = (role: Role): RoleCost => {
    const own = processes.filter((each) => each.role === role);
    const total = (of: (each: Seen) => number): number => own.reduce((before, each) => before + of(each), 0);
    return { cpu: total(({ cpu }) => cpu), memory: total(({ memory }) => memory), processes: own.length };
  };
  return { engine: sum("engine"), program: sum("program"), plugin: sum("plugin"), policies: sum("policies") };
}

function keyOf({ pid, started }: ProcessStat): string {
  return `${pid}:${started}`;
}
