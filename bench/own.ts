import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { archipelago, type MeasuredOperation, ROOT } from "./lib/archipelago";
import { inFolder } from "./lib/folders";
import type { Target } from "./lib/question";
import type { Report } from "./lib/report";
import { benchCommand, parseCount, parseCounts, progress, reporting, runScript } from "./lib/script";
import { fitLine } from "./lib/statistics";

/** Size of the measurement. */
export interface OwnOptions {
  /** Region counts of the single program, two or more: their costs give the fixed part and the part per region. */
  readonly regions: readonly number[];
  /** Number of repetitions. */
  readonly runs: number;
}

const FIXED: Target = { atMost: 2.1 };
const EACH_REGION: Target = { atMost: 0.5 };
/** Regions added to those of prod in the single program. */
const MORE_REGIONS = ["eu-west-1", "ap-southeast-1", "ca-central-1", "sa-east-1", "ap-south-1", "eu-north-1"];

/** Measures previews of this repository's program: dev, each stack of prod, and prod as one program of N regions. */
export async function benchOwn(report: Report, { regions, runs }: OwnOptions): Promise<void> {
  progress("own: warming up, so that no run compiles what is kept for the next");
  await inFolder((lab) => previewsOf(ROOT, lab, "dev", 1));
  await inFolder((lab) => previewEach(report, { project: ROOT, lab, stacks: ["dev"], runs }));
  await inFolder((lab) => previewCells(report, lab, runs));
  await inFolder((folder) => previewSingle(report, folder, regions, runs));
}

interface Previews {
  readonly project: string;
  readonly lab: string;
  readonly stacks: readonly string[];
  readonly runs: number;
}

/** Previews stacks repeatedly. */
async function previewEach(report: Report, { project, lab, stacks, runs }: Previews): Promise<void> {
  for (const stack of stacks) {
    progress(`own: preview of ${stack}`);
    addMeasurements(report, stack, await previewsOf(project, lab, stack, runs));
  }
}

/** Previews each layer after the layers that it reads are deployed, as users do. */
async function previewCells(report: Report, lab: string, runs: number): Promise<void> {
  const codes = prodSettings().regions.map(({ code }) => code);
  const layers = [["prod-foundation"], codes.map((code) => `prod-${code}`), ["prod-edge"]];
  for (const [i, stacks] of layers.entries()) {
    await previewEach(report, { project: ROOT, lab, stacks, runs });
    if (i === layers.length - 1) continue; // nothing reads the last layer
    for (const environment of stacks) {
      progress(`own: up of ${environment}, which the next layer reads`);
      await archipelago({ verb: "up", environment, project: ROOT, lab });
    }
  }
}

/** Previews prod in the single layout with 1, 2, … regions: the growth is the cost of a region. */
async function previewSingle(
  report: Report,
  folder: string,
  regions: readonly number[],
  runs: number,
): Promise<void> {
  const samples: { readonly regions: number; readonly preview: MeasuredOperation }[] = [];
  for (const count of regions) {
    progress(`own: preview of prod in one program of ${count} regions`);
    const project = path.join(folder, `of-${count}`);
    writeProject(project, count);
    const previews = await previewsOf(project, path.join(project, ".lab"), "prod", runs);
    addMeasurements(report, `single-N=${count}`, previews);
    samples.push(...previews.map((preview) => ({ regions: count, preview })));
  }
  if (regions.length < 2) return;
  for (const measure of ["CPU", "program CPU"] as const) {
    const points = samples.map(({ regions: x, preview }) => ({
      x,
      y: measure === "CPU" ? preview.cpu : preview.roles.program.cpu,
    }));
    const { fixed, each, r2 } = fitLine(points);
    const question = { bench: "own", of: "single", measure, unit: "s" } as const;
    report.add({ ...question, name: "fixed part", target: FIXED }, [fixed]);
    report.add({ ...question, name: "each region", target: EACH_REGION }, [each]);
    report.note({ bench: "own", measure, fit: { fixed, each, r2, points: points.length } });
  }
}

async function previewsOf(
  project: string,
  lab: string,
  environment: string,
  runs: number,
): Promise<readonly MeasuredOperation[]> {
  const previews: MeasuredOperation[] = [];
  for (let run = 0; run < runs; run++) {
    previews.push(await archipelago({ verb: "preview", environment, project, lab }));
  }
  return previews;
}

function addMeasurements(report: Report, stack: string, previews: readonly MeasuredOperation[]): void {
  const add = (
    measure: string,
    unit: "s" | "MB" | "count",
    of: (preview: MeasuredOperation) => number,
  ): void => {
    report.add({ bench: "own", ...labelOf(stack), measure, unit }, previews.map(of));
  };
  add("resources", "count", ({ resources }) => resources);
  add("wall", "s", ({ wall }) => wall);
  add("CPU", "s", ({ cpu }) => cpu);
  add("program CPU", "s", ({ roles }) => roles.program.cpu);
  add("engine CPU", "s", ({ roles }) => roles.engine.cpu);
  add("plugin CPU", "s", ({ roles }) => roles.plugin.cpu);
  add("program memory", "MB", ({ roles }) => roles.program.memory);
  add("engine memory", "MB", ({ roles }) => roles.engine.memory);
  add("plugin memory", "MB", ({ roles }) => roles.plugin.memory);
}

/** Name of a stack without its environment, for tables. */
function labelOf(stack: string): { readonly name: string; readonly of: string } {
  const [environment = stack, ...place] = stack.split("-");
  return { name: `preview ${environment}`, of: place.join("-") || "whole" };
}

/** Settings that this script reads; the others are passed on unchanged. */
interface ProdSettings extends Readonly<Record<string, unknown>> {
  readonly regions: readonly { readonly code: string; readonly endpoint?: string }[];
}

interface StackFile {
  readonly config: Readonly<Record<string, unknown>> & { readonly "archipelago:settings": ProdSettings };
}

function prodSettings(): ProdSettings {
  return readProd().config["archipelago:settings"];
}

function readProd(): StackFile {
  return parse(fs.readFileSync(path.join(ROOT, "Pulumi.prod.yaml"), "utf8")) as StackFile;
}

/** Creates a project that runs this repository's program with its own settings. */
function writeProject(project: string, count: number): void {
  fs.mkdirSync(project, { recursive: true });
  for (const name of ["index.ts", "stacks", "components", "node_modules", "package.json", "tsconfig.json"]) {
    fs.symlinkSync(path.join(ROOT, name), path.join(project, name));
  }
  fs.copyFileSync(path.join(ROOT, "tsconfig.pulumi.json"), path.join(project, "tsconfig.pulumi.json"));
  fs.copyFileSync(path.join(ROOT, "Pulumi.yaml"), path.join(project, "Pulumi.yaml"));
  const { config } = readProd();
  fs.writeFileSync(path.join(project, "Pulumi.prod.yaml"), stringify({ config: ofRegions(config, count) }));
}

function ofRegions(config: StackFile["config"], count: number): Readonly<Record<string, unknown>> {
  const { secondary, ...settings } = config["archipelago:settings"];
  const own = settings.regions.map(({ code }) => code);
  const more = MORE_REGIONS.map((code) => ({ code, endpoint: `${code}.prod.example.net` }));
  const all = [...settings.regions, ...more.filter(({ code }) => !own.includes(code))];
  if (count > all.length) throw new Error(`own: regions is ${count}, expected at most ${all.length}`);
  return {
    ...config,
    "archipelago:settings": {
      ...settings,
      layout: "single",
      regions: all.slice(0, count),
      ...(count > 1 && { secondary }),
    },
  };
}

if (require.main === module) {
  const command = benchCommand("own", "Previews of this repository's program: fixed and regional part.")
    .option("--regions <counts>", "numbers of regions of the single program", parseCounts, [1, 2, 4, 8])
    .option("--runs <n>", "number of repetitions", parseCount, 3)
    .action((flags: OwnOptions & { markdown?: boolean }) =>
      reporting(flags, (report) => benchOwn(report, flags)),
    );
  void runScript(command);
}
