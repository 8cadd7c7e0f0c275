import * as fs from "node:fs";
import * as path from "node:path";
import { lookups } from "../aws/lookups";
import { createRegistry } from "../aws/registry";
import { SERVICES } from "../aws/services";
import { timeScale } from "./clock";
import { ProgramDeclarations } from "./declarations/program-declarations";
import { serve } from "./server";
import { LmdbStore } from "./store";

/** Directory of the simulated cloud: from the environment, or below the lab's home. */
function cloudDirectory(environment: NodeJS.ProcessEnv): string {
  const home = environment["ARCHIPELAGO_LAB_HOME"] ?? path.resolve(".lab");
  return environment["ARCHIPELAGO_LAB_CLOUD"] ?? path.join(home, "cloud");
}

/** Ends the plugin with the engine that started it, however the engine ends. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1000).unref();
  const input = fs.fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return; // a terminal and /dev/null do not end with the parent
  process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0));
  process.stdin.resume();
}

async function main(): Promise<void> {
  endWithParent();
  const scale = timeScale(process.env["ARCHIPELAGO_LAB_TIME"]);
  const cloud = {
    store: new LmdbStore(cloudDirectory(process.env), scale),
    registry: createRegistry([lookups, ...SERVICES]),
    declarations: new ProgramDeclarations([process.cwd()]),
    realTime: scale > 0,
    crash: (): never => {
      process.kill(process.pid, "SIGKILL");
      throw new Error("crash: the process survived SIGKILL");
    },
  };
  const { port } = await serve(cloud, () => undefined);
  process.stdout.write(`${port}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`pulumi-resource-aws: ${error.message}\n`);
  process.exit(1);
});
