import * as path from "node:path";
import { Option } from "commander";
import { archipelago, type MeasuredOperation } from "./lib/archipelago";
import { inFolder } from "./lib/folders";
import type { Target } from "./lib/question";
import type { Report } from "./lib/report";
import { benchCommand, parseCount, parseCounts, progress, reporting, runScript } from "./lib/script";
import { growth, type Point, summarize } from "./lib/statistics";

/** Size of the measurement. */
export interface PeerOptions {
  /** Region counts in ascending order, at most 32. */
  readonly regions: readonly number[];
  /** Number of repetitions, each from an empty lab. */
  readonly runs: number;
  /** One provider per region, or one for all regions with the `region` argument. */
  readonly mode: "providers" | "single";
}

/** Operations of one run, in order. */
const STEPS = [
  ["preview", "preview"],
  ["create", "up"],
  ["no-op", "up"],
  ["re-preview", "preview"],
  ["destroy", "destroy"],
] as const;
type Step = (typeof STEPS)[number][0];

/** A measured operation with its step and size. */
interface Sample {
  readonly step: Step;
  readonly regions: number;
  readonly operation: MeasuredOperation;
}

/** Targets by step, region count and measure. */
const TARGETS: Readonly<Record<string, Target>> = {
  "create/10/wall": { atMost: 10 },
  "create/10/engine + plugin CPU": { atMost: 4 },
  "create/30/wall": { atMost: 30 },
};
const ENGINE_MEMORY: Target = { atMost: 250 };

const PROJECT = path.dirname(require.resolve("./peer-program/index.js"));
const MOST_REGIONS = 32;

/** Measures a flat program over many regions on the lab engine: the cost of each process, and whether it is linear. */
export async function benchPeer(report: Report, { regions, runs, mode }: PeerOptions): Promise<void> {
  const excess = regions.filter((count) => count > MOST_REGIONS);
  if (excess.length > 0) {
    throw new Error(`peer: regions is ${JSON.stringify(excess)}, expected at most ${MOST_REGIONS}`);
  }
  progress("peer: warming up, so that no run compiles what is kept for the next");
  await runOnce(1, mode);
  const samples: Sample[] = [];
  for (const count of regions) {
    for (let run = 1; run <= runs; run++) {
      progress(`peer: ${count} regions, run ${run} of ${runs}`);
      samples.push(...(await runOnce(count, mode)));
    }
    for (const [step] of STEPS) addMeasurements(report, samplesOf(samples, step, count));
    tellRatio(report, samples, count);
  }
  for (const [step] of STEPS) tellGrowth(report, samples, step, regions);
}

function runOnce(regions: number, mode: PeerOptions["mode"]): Promise<readonly Sample[]> {
  return inFolder(async (lab) => {
    const samples: Sample[] = [];
    for (const [step, verb] of STEPS) {
      const env = { BENCH_REGIONS: String(regions), BENCH_MODE: mode };
      const operation = await archipelago({ verb, environment: "bench", project: PROJECT, lab, env });
      samples.push({ step, regions, operation });
    }
    return samples;
  });
}

function samplesOf(samples: readonly Sample[], step: Step, regions: number): readonly Sample[] {
  return samples.filter((sample) => sample.step === step && sample.regions === regions);
}

function addMeasurements(report: Report, samples: readonly Sample[]): void {
  const [first] = samples;
  if (first === undefined) return;
  const { step, regions } = first;
  const add = (
    measure: string,
    unit: "s" | "MB" | "count" | "ms",
    of: (one: MeasuredOperation) => number,
    target?: Target,
  ): void => {
    const bound = target ?? TARGETS[`${step}/${regions}/${measure}`];
    const question = { bench: "peer", name: step, of: regionsOf(regions), measure, unit };
    report.add(
      { ...question, ...(bound && { target: bound }) },
      samples.map(({ operation }) => of(operation)),
    );
  };
  add("resources", "count", ({ resources }) => resources);
  add("wall", "s", ({ wall }) => wall);
  add("program CPU", "s", ({ roles }) => roles.program.cpu);
  add("engine CPU", "s", ({ roles }) => roles.engine.cpu);
  add("plugin CPU", "s", ({ roles }) => roles.plugin.cpu);
  add("engine + plugin CPU", "s", engineAndPlugin);
  add("program memory", "MB", ({ roles }) => roles.program.memory);
  add(
    "engine memory",
    "MB",
    ({ roles }) => roles.engine.memory,
    step === "create" ? ENGINE_MEMORY : undefined,
  );
  add("plugin memory", "MB", ({ roles }) => roles.plugin.memory);
  add("plugin processes", "count", ({ roles }) => roles.plugin.processes);
  add("CPU per resource", "ms", ({ cpu, resources }) => (1000 * cpu) / resources);
}

/** Includes the time of processes after their last sample, so that a target is not met by missing samples. */
function engineAndPlugin({ cpu, roles }: MeasuredOperation): number {
  return cpu - roles.program.cpu;
}

function tellRatio(report: Report, samples: readonly Sample[], regions: number): void {
  const walls = (step: Step): readonly number[] =>
    samplesOf(samples, step, regions).map(({ operation }) => operation.wall);
  const previews = walls("re-preview");
  const ratios = walls("no-op").map((wall, i) => wall / (previews[i] ?? Number.NaN));
  const question = { bench: "peer", name: "no-op / re-preview", of: regionsOf(regions), measure: "wall" };
  report.add({ ...question, unit: "ratio", target: { atMost: 1.2 } }, ratios);
}

/** Ratio of the cost per resource at the largest size to that at 3 regions, where the fixed part is small, or at the smallest. */
function tellGrowth(
  report: Report,
  samples: readonly Sample[],
  step: Step,
  regions: readonly number[],
): void {
  const large = regions.at(-1);
  const small = regions.includes(3) && large !== 3 ? 3 : regions[0];
  if (small === undefined || large === undefined || small === large) return;
  const costs: readonly (readonly [string, (one: MeasuredOperation) => number])[] = [
    ["wall", ({ wall }) => wall],
    ["program CPU", ({ roles }) => roles.program.cpu],
    ["engine + plugin CPU", engineAndPlugin],
  ];
  for (const [measure, of] of costs) {
    const point = (count: number): Point => {
      const operations = samplesOf(samples, step, count).map(({ operation }) => operation);
      const x = summarize(operations.map(({ resources }) => resources)).median;
      return { x, y: summarize(operations.map(of)).median };
    };
    const [from, to] = [point(small), point(large)];
    if (from.y === 0) continue; // a destroy runs no program
    const ratio = growth(from, to);
    const question = { bench: "peer", name: `${step} of one`, of: `N=${large} / ${small}` };
    report.add({ ...question, measure: measure, unit: "ratio" }, [ratio]);
    report.note({
      bench: "peer",
      name: step,
      measure,
      linear: ratio <= LINEAR,
      ratio: Number(ratio.toPrecision(4)),
      quadraticWouldBe: Number((to.x / from.x).toPrecision(4)),
    });
  }
}

/** Growth of the cost per resource up to which the total counts as linear: less than the spread of runs. */
const LINEAR = 1.25;

function regionsOf(count: number): string {
  return `N=${count}`;
}

if (require.main === module) {
  const command = benchCommand("peer", "A flat program over N regions on the lab engine, process by process.")
    .option("--regions <counts>", "region counts, comma-separated", parseCounts, [1, 3, 10, 30])
    .option("--runs <n>", "number of repetitions", parseCount, 3)
    .addOption(
      new Option("--mode <mode>", "who says the region")
        .choices(["providers", "single"])
        .default("providers"),
    )
    .action((flags: PeerOptions & { markdown?: boolean }) =>
      reporting(flags, (report) => benchPeer(report, flags)),
    );
  void runScript(command);
}
