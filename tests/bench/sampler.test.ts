import * as assert from "node:assert/strict";
import type { ProcessStat } from "../../bench/lib/proc";
import { type ProcessSource, roleOf, Sampler } from "../../bench/lib/sampler";

const NODE = "node --require /app/lab/engine/preload.js";
const PROGRAM = `${NODE} /app/node_modules/@pulumi/pulumi/cmd/run/index.js --monitor 127.0.0.1:1`;
const PLUGIN = "node --stack-trace-limit=10 /app/lab/plugins/launch.js lab/provider/main.ts 127.0.0.1:1";

/** A process of the machine, with what differs. */
interface Fake extends Partial<ProcessStat> {
  readonly pid: number;
  readonly parent: number;
  readonly command?: string;
  /** Undefined when it is a zombie. */
  readonly memory?: number | undefined;
}

/** A machine whose processes are what `now` holds. */
class Machine implements ProcessSource {
  now: readonly Fake[] = [];

  list = (): readonly ProcessStat[] =>
    this.now.map((each) => ({ started: 1, cpu: 0, childrenCpu: 0, ...each }));
  command = (pid: number): string => this.#of(pid)?.command ?? "";
  memory = (pid: number): number | undefined => this.#of(pid)?.memory;

  #of(pid: number): Fake | undefined {
    return this.now.find((each) => each.pid === pid);
  }
}

describe("Sampler", () => {
  it("assigns the children of an engine to roles and ignores other processes", () => {
    const machine = new Machine();
    machine.now = [
      { pid: 5, parent: 10, command: PLUGIN, cpu: 3, memory: 80 },
      { pid: 9, parent: 1, command: PLUGIN, cpu: 99, memory: 999 },
      { pid: 10, parent: 1, command: "node cli/archipelago.js", cpu: 1, memory: 100 },
      { pid: 11, parent: 10, command: PROGRAM, cpu: 2, memory: 200 },
      { pid: 12, parent: 10, command: PLUGIN, cpu: 4, memory: 70 },
    ];
    const sampler = new Sampler(10, machine);

    sampler.sample();

    assert.deepEqual(sampler.costs(), {
      engine: { cpu: 1, memory: 100, processes: 1 },
      program: { cpu: 2, memory: 200, processes: 1 },
      plugin: { cpu: 7, memory: 150, processes: 2 },
      policies: { cpu: 0, memory: 0, processes: 0 },
    });
  });

  it("keeps the last sample of an ended process", () => {
    const machine = new Machine();
    const engine = { pid: 10, parent: 1, memory: 100 };
    const sampler = new Sampler(10, machine);
    machine.now = [engine, { pid: 11, parent: 10, command: PROGRAM, cpu: 2, memory: 200 }];
    sampler.sample();
    machine.now = [engine, { pid: 11, parent: 10, command: PROGRAM, cpu: 0 }]; // a zombie has no memory left
    sampler.sample();
    machine.now = [engine];
    sampler.sample();

    assert.deepEqual(sampler.costs().program, { cpu: 2, memory: 200, processes: 1 });
  });

  it("keeps a child whose parent has ended", () => {
    const machine = new Machine();
    const sampler = new Sampler(10, machine);
    machine.now = [
      { pid: 10, parent: 1, memory: 1 },
      { pid: 11, parent: 10, command: PLUGIN, cpu: 1, memory: 1 },
    ];
    sampler.sample();
    machine.now = [{ pid: 11, parent: 1, command: PLUGIN, cpu: 5, memory: 2 }];
    sampler.sample();

    assert.deepEqual(sampler.costs().plugin, { cpu: 5, memory: 2, processes: 1 });
  });

  it("ignores a new process with a reused id", () => {
    const machine = new Machine();
    const engine = { pid: 10, parent: 1, memory: 1 };
    const sampler = new Sampler(10, machine);
    machine.now = [engine, { pid: 11, parent: 10, command: PLUGIN, cpu: 1, memory: 1 }];
    sampler.sample();
    machine.now = [engine, { pid: 11, parent: 1, started: 2, command: PLUGIN, cpu: 50, memory: 50 }];
    sampler.sample();

    assert.deepEqual(sampler.costs().plugin, { cpu: 1, memory: 1, processes: 1 });
  });

  it("counts a helper for the role of its parent", () => {
    const machine = new Machine();
    machine.now = [
      { pid: 10, parent: 1, cpu: 1, memory: 1 },
      { pid: 11, parent: 10, command: PROGRAM, cpu: 1, memory: 1 },
      { pid: 12, parent: 10, command: "esbuild --service", cpu: 2, memory: 2 },
      { pid: 13, parent: 11, command: "esbuild --service", cpu: 4, memory: 4 },
    ];
    const sampler = new Sampler(10, machine);

    sampler.sample();

    assert.deepEqual(sampler.costs().engine, { cpu: 3, memory: 3, processes: 2 });
    assert.deepEqual(sampler.costs().program, { cpu: 5, memory: 5, processes: 2 });
  });
});

describe("roleOf", () => {
  it("returns the role of each command line of an operation", () => {
    assert.equal(roleOf(PROGRAM), "program");
    assert.equal(roleOf(`${NODE} /app/node_modules/@pulumi/pulumi/cmd/run --monitor x`), "program");
    assert.equal(roleOf(PLUGIN), "plugin");
    assert.equal(roleOf("node --require tsx /app/lab/awsx/main.ts 127.0.0.1:1"), "plugin");
    assert.equal(roleOf("/bin/sh /app/lab/plugins/pulumi-resource-aws 127.0.0.1:1"), "plugin");
    assert.equal(roleOf("node /app/node_modules/@pulumi/pulumi/cmd/run-policy-pack x"), "policies");
    assert.equal(roleOf("esbuild --service"), undefined);
  });
});
