import { Argument } from "commander";
import { benchDeclarations } from "./declarations";
import type { Report } from "./lib/report";
import { benchCommand, reporting, runScript } from "./lib/script";
import { benchOwn } from "./own";
import { benchPeer } from "./peer";
import { benchPlugin } from "./plugin";
import { benchPolicies } from "./policies";
import { benchState } from "./state";

/** Each bench at a size for which all together take a few minutes; their own scripts measure more. */
const BENCHES: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  peer: (report) => benchPeer(report, { regions: [1, 3], runs: 1, mode: "providers" }),
  own: (report) => benchOwn(report, { regions: [1, 3], runs: 1 }),
  declarations: (report) => benchDeclarations(report, { runs: 1 }),
  plugin: (report) => benchPlugin(report, { resources: 1000, parallel: 16, runs: 1 }),
  policies: (report) => benchPolicies(report, { regions: [1, 3], runs: 1 }),
  state: (report) => benchState(report, { resources: [1000, 4000], appends: 200, runs: 1 }),
};

const NAMES = Object.keys(BENCHES);

void runScript(
  benchCommand("bench", "Measures; asserts nothing. JSON lines as it goes, tables at the end.")
    .addArgument(new Argument("[names...]", "what to measure (default: all)").choices(NAMES))
    .action((names: readonly string[], flags: { markdown?: boolean }) =>
      reporting(flags, async (report) => {
        for (const name of names.length > 0 ? names : NAMES) await BENCHES[name]?.(report);
      }),
    ),
);
