import * as fs from "node:fs";
import * as path from "node:path";
import { FileBackend, type Passphrase, type PutRecord, type ResourceState } from "../lab/engine/state";
import { inFolder } from "./lib/folders";
import type { Report } from "./lib/report";
import { benchCommand, parseCount, parseCounts, progress, reporting, runScript } from "./lib/script";
import { growth, summarize } from "./lib/statistics";

/** Size of the measurement. */
export interface StateOptions {
  /** Sizes of states, in resources, in ascending order. */
  readonly resources: readonly number[];
  /** Appends to the journal, for each way of waiting. */
  readonly appends: number;
  /** Number of repetitions. */
  readonly runs: number;
  /** Folder for the states, on the measured disk. @default - the system's temporary folder */
  readonly folder?: string;
}

/** Costs of one size in one run; times in seconds. */
interface SizeRun {
  readonly bytes: number;
  readonly create: number;
  readonly open: number;
  readonly openCpu: number;
  readonly close: number;
  readonly closeCpu: number;
}

/** A state of 16 MB: {@link resourceOf} takes 2 kB in a checkpoint. */
const JOURNAL_BASE = 8450;
/** Resources of the warm-up state. */
const WARM_UP = 500;
/** Concurrent appends of the engine by default. */
const CONCURRENT = 16;
const PROJECT = "bench";
const STACK = "state";
const PASSPHRASE: Passphrase = { text: "bench", source: "the bench" };
const ROOT_URN = `urn:pulumi:${STACK}::${PROJECT}::pulumi:pulumi:Stack::${PROJECT}-${STACK}`;

/** Measures the state of a stack: the cost of an append, and whether opening and closing are linear in resources. */
export async function benchState(report: Report, options: StateOptions): Promise<void> {
  const { resources, appends, runs, folder } = options;
  progress("state: warming up, so that the first figures are not those of code that was never run");
  await inFolder((root) => sizeRun(root, WARM_UP), folder);
  for (const [name, width] of [
    ["append by 1", 1],
    [`append by ${CONCURRENT}`, CONCURRENT],
  ] as const) {
    progress(`state: ${name}`);
    const results: { readonly rate: number; readonly bytes: number; readonly base: number }[] = [];
    for (let run = 0; run < runs; run++) {
      results.push(await inFolder((root) => appendRun(root, appends, width), folder));
    }
    const base = summarize(results.map((result) => result.base)).median / 1e6;
    const of = `${base.toFixed(1)} MB`;
    report.add(
      { bench: "state", name, of, measure: "appends", unit: "per s" },
      results.map(({ rate }) => rate),
    );
    report.add(
      { bench: "state", name, of, measure: "a record", unit: "B" },
      results.map(({ bytes }) => bytes),
    );
  }
  const bySize: (readonly [number, readonly SizeRun[]])[] = [];
  for (const count of resources) {
    progress(`state: ${count} resources`);
    const sizes: SizeRun[] = [];
    for (let run = 0; run < runs; run++) sizes.push(await inFolder((root) => sizeRun(root, count), folder));
    tellSize(report, count, sizes);
    bySize.push([count, sizes]);
  }
  tellGrowth(report, bySize);
}

async function appendRun(root: string, appends: number, width: number) {
  const backend = new FileBackend(root);
  await fill(backend, JOURNAL_BASE);
  const base = fs.statSync(checkpointOf(root)).size;
  const session = await backend.open(PROJECT, STACK, { passphrase: PASSPHRASE });
  const journal = checkpointOf(root).replace(/json$/, "journal");
  const before = fs.statSync(journal).size;
  const began = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < appends; i = next++) await session.append([putOf(JOURNAL_BASE + 1 + i)]);
  };
  await Promise.all(Array.from({ length: width }, worker));
  const rate = (1000 * appends) / (performance.now() - began);
  const bytes = (fs.statSync(journal).size - before) / appends;
  await session.abandon();
  return { rate, bytes, base };
}

/** Creates a state, then opens and closes it with one change, like an update of a stack of that size. */
async function sizeRun(root: string, count: number): Promise<SizeRun> {
  const backend = new FileBackend(root);
  const create = await measureTime(() => fill(backend, count));
  const open = await measureTime(() => backend.open(PROJECT, STACK, { passphrase: PASSPHRASE }));
  await open.result.append([putOf(count + 1)]);
  const close = await measureTime(() => open.result.close());
  return {
    bytes: fs.statSync(checkpointOf(root)).size,
    create: create.wall,
    open: open.wall,
    openCpu: open.cpu,
    close: close.wall,
    closeCpu: close.cpu,
  };
}

async function fill(backend: FileBackend, count: number): Promise<void> {
  const session = await backend.open(PROJECT, STACK, { passphrase: PASSPHRASE });
  const root: ResourceState = { urn: ROOT_URN, type: "pulumi:pulumi:Stack", custom: false };
  const records: PutRecord[] = [{ kind: "put", key: 0, resource: root }];
  for (let i = 1; i < count; i++) records.push(putOf(i));
  await session.append(records);
  await session.close();
}

function putOf(key: number): PutRecord {
  return { kind: "put", key, resource: resourceOf(key) };
}

/** A resource of the average size of a real deployment: 2 kB in the checkpoint. */
function resourceOf(number: number): ResourceState {
  const name = `eu-west-1-alarm-${number}`;
  const arn = `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
  const inputs = {
    name,
    alarmActions: ["arn:aws:sns:eu-west-1:123456789012:alerts"],
    alarmDescription: "Errors of the application in five minutes. ".repeat(8),
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 3,
    metricName: `errors-${number}`,
    namespace: "App",
    period: 60,
    statistic: "Sum",
    tags: { Environment: "bench", Project: "state", Region: "eu-west-1" },
    threshold: 5,
  };
  return {
    urn: `urn:pulumi:${STACK}::${PROJECT}::aws:cloudwatch/metricAlarm:MetricAlarm::${name}`,
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    custom: true,
    id: name,
    parent: ROOT_URN,
    inputs,
    outputs: { ...inputs, arn, id: name, tagsAll: inputs.tags },
    created: "2026-01-01T00:00:00.000Z",
    modified: "2026-01-01T00:00:00.000Z",
  };
}

function checkpointOf(root: string): string {
  return path.join(root, ".pulumi/stacks", PROJECT, `${STACK}.json`);
}

async function measureTime<T>(act: () => Promise<T>) {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const result = await act();
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { result, wall, cpu: (user + system) / 1e6 };
}

function tellSize(report: Report, count: number, runs: readonly SizeRun[]): void {
  const of = `N=${count}`;
  const add = (name: string, measure: string, unit: "s" | "MB", figure: (run: SizeRun) => number): void => {
    report.add({ bench: "state", name, of, measure, unit }, runs.map(figure));
  };
  add("checkpoint", "size", "MB", ({ bytes }) => bytes / 1e6);
  add("create", "wall", "s", ({ create }) => create);
  add("open", "wall", "s", ({ open }) => open);
  add("open", "CPU", "s", ({ openCpu }) => openCpu);
  add("close", "wall", "s", ({ close }) => close);
  add("close", "CPU", "s", ({ closeCpu }) => closeCpu);
}

/** Opening derives a key in a fixed time; where that matters, the cost per resource falls with their number. */
function tellGrowth(report: Report, bySize: readonly (readonly [number, readonly SizeRun[]])[]): void {
  const small = bySize[0];
  const large = bySize.at(-1);
  if (small === undefined || large === undefined || small === large) return;
  for (const [name, figure] of [
    ["open", ({ openCpu }: SizeRun) => openCpu],
    ["close", ({ closeCpu }: SizeRun) => closeCpu],
  ] as const) {
    const [from, to] = [small, large].map(([x, runs]) => ({ x, y: summarize(runs.map(figure)).median }));
    if (from === undefined || to === undefined) continue;
    const of = `${large[0]} / ${small[0]}`;
    const what = { bench: "state", name: `${name} of one`, of, measure: "CPU", unit: "ratio" } as const;
    report.add(what, [growth(from, to)]);
  }
}

if (require.main === module) {
  const command = benchCommand("state", "The journal and the checkpoint of a stack.")
    .option("--resources <counts>", "sizes of states, comma-separated", parseCounts, [1000, 4000, 16_000])
    .option("--appends <n>", "appends to the journal", parseCount, 1000)
    .option("--runs <n>", "number of repetitions", parseCount, 3)
    .option("--folder <dir>", "where: on the disk that is to be measured")
    .action((flags: StateOptions & { markdown?: boolean }) =>
      reporting(flags, (report) => benchState(report, flags)),
    );
  void runScript(command);
}
