import * as path from "node:path";
import { ROOT } from "./lib/archipelago";
import { inFolder } from "./lib/folders";
import { type MeasuredRun, runMeasured } from "./lib/measured-run";
import type { Target, Unit } from "./lib/question";
import type { Report } from "./lib/report";
import { benchCommand, parseCount, parseCounts, progress, reporting, runScript } from "./lib/script";

/** Size of the measurement. */
export interface PoliciesOptions {
  /** Region counts in ascending order, at most 32. */
  readonly regions: readonly number[];
  /** Number of repetitions. */
  readonly runs: number;
}

/** Result of one preview. */
export interface PreviewCosts {
  readonly resources: number;
  /** Mandatory violations. */
  readonly violations: number;
  /** Duration of the preview. */
  readonly seconds: number;
  /** Each pack alone. @default - not measured */
  readonly packs: readonly PackCosts[];
}

/** Cost of a pack alone, in milliseconds. */
export interface PackCosts {
  readonly pack: string;
  readonly rules: number;
  readonly stackRules: number;
  /** From the start of the process until it is configured. */
  readonly start: number;
  /** All resources, 16 at a time. */
  readonly resources: number;
  /** The stack as a whole. */
  readonly stack: number;
}

type Mode = "plain" | "packs" | "alone";
type Measured = PreviewCosts & Pick<MeasuredRun, "roles" | "cpu">;

const EXTRA_WALL: Target = { atMost: 4 };
const PACK_MEMORY: Target = { atMost: 300 };

/** Measures the time that both policy packs add to a preview of the flat program, and the cost of each pack alone. */
export async function benchPolicies(report: Report, { regions, runs }: PoliciesOptions): Promise<void> {
  progress("policies: warming up, so that no run compiles what is kept for the next");
  await runPreview(1, "packs");
  for (const count of regions) {
    const plain: Measured[] = [];
    const withPacks: Measured[] = [];
    for (let run = 1; run <= runs; run++) {
      progress(`policies: ${count} regions, run ${run} of ${runs}`);
      // in turn, so that a machine that becomes slower does so for both
      plain.push(await runPreview(count, "plain"));
      withPacks.push(await runPreview(count, "packs"));
    }
    addMeasurements(report, count, plain, withPacks);
    progress(`policies: ${count} regions, each pack by itself`);
    tellAlone(report, count, await runPreview(count, "alone"));
  }
}

function runPreview(regions: number, mode: Mode): Promise<Measured> {
  return inFolder(async (lab) => {
    const run = await runMeasured({
      command: process.execPath,
      args: ["--import", "tsx", path.join(__dirname, "probes/policies.ts"), lab, mode],
      cwd: ROOT,
      env: { BENCH_REGIONS: String(regions), BENCH_MODE: "providers" },
    });
    if (run.exitCode !== 0)
      throw new Error(`policies: exit code is ${run.exitCode}, expected 0\n${run.stderr}`);
    return { ...(JSON.parse(run.stdout) as PreviewCosts), roles: run.roles, cpu: run.cpu };
  });
}

function addMeasurements(
  report: Report,
  regions: number,
  plain: readonly Measured[],
  judged: readonly Measured[],
): void {
  const add = (measure: string, unit: Unit, figures: readonly number[], target?: Target): void =>
    report.add(
      { bench: "policies", name: "both packs", of: `N=${regions}`, measure, unit, ...(target && { target }) },
      figures,
    );
  const extra = (of: (one: Measured) => number): readonly number[] =>
    judged.map((one, index) => of(one) - of(plain[index] ?? one));
  add(
    "resources",
    "count",
    judged.map(({ resources }) => resources),
  );
  add(
    "mandatory violations",
    "count",
    judged.map(({ violations }) => violations),
  );
  add(
    "preview without",
    "s",
    plain.map(({ seconds }) => seconds),
  );
  add(
    "preview with",
    "s",
    judged.map(({ seconds }) => seconds),
  );
  add(
    "beyond the preview, wall",
    "s",
    extra(({ seconds }) => seconds),
    EXTRA_WALL,
  );
  add(
    "beyond the preview, CPU",
    "s",
    extra(({ cpu }) => cpu),
  );
  add(
    "packs CPU",
    "s",
    judged.map(({ roles }) => roles.policies.cpu),
  );
  add(
    "packs memory",
    "MB",
    judged.map(({ roles }) => roles.policies.memory),
    PACK_MEMORY,
  );
  add(
    "engine memory beyond",
    "MB",
    extra(({ roles }) => roles.engine.memory),
  );
}

function tellAlone(report: Report, regions: number, { packs, resources }: Measured): void {
  for (const { pack, rules, stackRules, ...costs } of packs) {
    const add = (measure: string, unit: Unit, figure: number): void =>
      report.add({ bench: "policies", name: pack, of: `N=${regions}`, measure, unit }, [figure]);
    add("start", "ms", costs.start);
    add("rules", "count", rules);
    add("one resource", "us", (1000 * costs.resources) / resources);
    add("the stack", "ms", costs.stack);
    add("one stack rule", "ms", costs.stack / stackRules);
  }
}

if (require.main === module) {
  const command = benchCommand("policies", "Both policy packs over a flat program of N regions.")
    .option("--regions <counts>", "region counts, comma-separated", parseCounts, [1, 10, 30])
    .option("--runs <n>", "number of repetitions", parseCount, 3)
    .action((flags: PoliciesOptions & { markdown?: boolean }) =>
      reporting(flags, (report) => benchPolicies(report, flags)),
    );
  void runScript(command);
}
