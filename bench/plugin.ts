import { inFolder } from "./lib/folders";
import { type Inputs, Plugin } from "./lib/plugin";
import { requireProc } from "./lib/proc";
import type { Report } from "./lib/report";
import { benchCommand, parseCount, progress, reporting, runScript } from "./lib/script";

/** Size of the measurement. */
export interface PluginOptions {
  /** Resources created in one run. */
  readonly resources: number;
  /** Concurrent requests. */
  readonly parallel: number;
  /** Number of repetitions, each in a new process on an empty cloud. */
  readonly runs: number;
}

/** Cost of one run. */
interface PluginRun {
  /** Seconds from the start of the process until it is configured. */
  readonly start: number;
  /** CPU seconds of the start. */
  readonly startCpu: number;
  /** Check and Create of all resources, in seconds. */
  readonly wall: number;
  readonly cpu: number;
  /** Peaks of resident memory, in 10^6 bytes. */
  readonly idleMemory: number;
  readonly memory: number;
}

/** Created types, in turn: one with its own rules, and one with only a declaration. */
const KINDS: readonly (readonly [type: string, inputs: Inputs])[] = [
  ["aws:sns/topic:Topic", { tags: { owner: "bench" } }],
  ["aws:s3/bucket:Bucket", { tags: { owner: "bench" } }],
  ["aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 30 }],
  ["aws:kinesis/stream:Stream", { shardCount: 1 }],
  [
    "aws:dynamodb/table:Table",
    { hashKey: "pk", attributes: [{ name: "pk", type: "S" }], billingMode: "PAY_PER_REQUEST" },
  ],
];

/** Measures the simulated AWS alone, over the protocol, without an engine. */
export async function benchPlugin(report: Report, options: PluginOptions): Promise<void> {
  requireProc();
  progress("plugin: warming up, so that no run compiles what is kept for the next");
  await runOnce({ ...options, resources: KINDS.length });
  const runs: PluginRun[] = [];
  for (let run = 1; run <= options.runs; run++) {
    progress(`plugin: ${options.resources} resources, run ${run} of ${options.runs}`);
    runs.push(await runOnce(options));
  }
  const { resources } = options;
  const add = (
    name: string,
    measure: string,
    unit: "s" | "ms" | "MB" | "per s",
    of: (run: PluginRun) => number,
  ): void => {
    const what = { bench: "plugin", name, of: name === "start" ? "empty cloud" : `${resources} made` };
    report.add({ ...what, measure, unit }, runs.map(of));
  };
  add("start", "wall", "s", ({ start }) => start);
  add("start", "CPU", "s", ({ startCpu }) => startCpu);
  add("start", "memory", "MB", ({ idleMemory }) => idleMemory);
  add("check+create", "wall", "s", ({ wall }) => wall);
  add("check+create", "CPU", "s", ({ cpu }) => cpu);
  add("check+create", "memory", "MB", ({ memory }) => memory);
  add("check+create", "CPU of one", "ms", ({ cpu }) => (1000 * cpu) / resources);
  add("check+create", "resources", "per s", ({ wall }) => resources / wall);
}

function runOnce({ resources, parallel }: PluginOptions): Promise<PluginRun> {
  return inFolder(async (cloud) => {
    const began = performance.now();
    const plugin = await Plugin.start(cloud);
    try {
      const startedAt = performance.now();
      const idle = plugin.cost();
      await makeAll(plugin, resources, parallel);
      const wall = (performance.now() - startedAt) / 1000;
      const { cpu, memory } = plugin.cost();
      const start = (startedAt - began) / 1000;
      return { start, startCpu: idle.cpu, wall, cpu: cpu - idle.cpu, idleMemory: idle.memory, memory };
    } finally {
      await plugin.stop();
    }
  });
}

async function makeAll(plugin: Plugin, resources: number, parallel: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < resources; i = next++) {
      const [type, inputs] = KINDS[i % KINDS.length] ?? [];
      if (type === undefined || inputs === undefined) throw new Error("plugin: there is nothing to make");
      await plugin.make(type, `bench-${i}`, inputs);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

if (require.main === module) {
  const command = benchCommand("plugin", "Check and Create over gRPC, without an engine.")
    .option("--resources <n>", "resources made in one run", parseCount, 1000)
    .option("--parallel <n>", "requests at a time", parseCount, 16)
    .option("--runs <n>", "times that it is repeated", parseCount, 3)
    .action((flags: PluginOptions & { markdown?: boolean }) =>
      reporting(flags, (report) => benchPlugin(report, flags)),
    );
  void runScript(command);
}
