import * as path from "node:path";
import { ROOT } from "./lib/archipelago";
import { inFolder } from "./lib/folders";
import { runMeasured } from "./lib/measured-run";
async function main() {
  const mode = process.argv[2] ?? "packs";
  await inFolder(async (lab) => {
    const run = await runMeasured({ command: process.execPath, args: ["--import", "tsx", path.join(__dirname, "probes/policies.ts"), lab, mode], cwd: ROOT, env: { BENCH_REGIONS: "30", BENCH_MODE: "providers" } });
    const r = JSON.parse(run.stdout);
    console.log(mode, "wall", r.seconds.toFixed(1), "cpu", run.cpu.toFixed(1), "violations", r.violations, Object.entries(run.roles).map(([k, v]) => `${k} ${v.cpu.toFixed(1)}s ${Math.round(v.memory)}MB`).join(", "));
  });
}
void main();
