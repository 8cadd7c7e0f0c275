import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { ROOT } from "./lib/archipelago";
import { inFolder } from "./lib/folders";
import type { Report } from "./lib/report";
import { benchCommand, parseCount, progress, reporting, runScript } from "./lib/script";

/** Size of the measurement. */
export interface DeclarationsOptions {
  /** Number of repetitions, each in its own process. */
  readonly runs: number;
}

/** Cost of looking up types in one process; CPU times in milliseconds. */
export interface LookupCosts {
  readonly types: number;
  /** The first type. */
  readonly first: number;
  /** Each other type, on average. */
  readonly other: number;
  /** Each type, looked up again. */
  readonly again: number;
  /** Growth of resident memory, in 10^6 bytes. */
  readonly memory: number;
}

const PROBE = require.resolve("./probes/declarations");

/** Measures the lookup of resource types, from the installed package and from the cache on disk. */
export async function benchDeclarations(report: Report, { runs }: DeclarationsOptions): Promise<void> {
  const empty: LookupCosts[] = [];
  const filled: LookupCosts[] = [];
  for (let run = 1; run <= runs; run++) {
    progress(`declarations: run ${run} of ${runs}`);
    await inFolder(async (cache) => {
      empty.push(await probe(cache));
      filled.push(await probe(cache));
    });
  }
  for (const [name, costs] of [
    ["never read", empty],
    ["on disk", filled],
  ] as const) {
    const of = `${costs[0]?.types} types`;
    const add = (measure: string, unit: "ms" | "MB", figure: (one: LookupCosts) => number): void => {
      report.add({ bench: "declarations", name, of, measure, unit }, costs.map(figure));
    };
    add("first type", "ms", ({ first }) => first);
    add("each other", "ms", ({ other }) => other);
    add("once more", "ms", ({ again }) => again);
    add("memory", "MB", ({ memory }) => memory);
  }
}

/** Runs the probe in its own process, since a loaded parser stays loaded. */
async function probe(cache: string): Promise<LookupCosts> {
  const child = spawn(process.execPath, ["--import", "tsx", PROBE, cache], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [printed, code] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`declarations: exit code of the probe is ${code}, expected 0`);
  return JSON.parse(printed) as LookupCosts;
}

if (require.main === module) {
  const command = benchCommand("declarations", "Reading resource types from the installed @pulumi/aws.")
    .option("--runs <n>", "number of repetitions", parseCount, 5)
    .action((flags: DeclarationsOptions & { markdown?: boolean }) =>
      reporting(flags, (report) => benchDeclarations(report, flags)),
    );
  void runScript(command);
}
