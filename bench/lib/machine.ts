import * as os from "node:os";

/** The machine of a measurement, and its load. */
export function machine(): Readonly<Record<string, unknown>> {
  const cpus = os.cpus();
  return {
    machine: {
      cpu: cpus[0]?.model ?? "unknown",
      cores: cpus.length,
      memoryMB: Math.round(os.totalmem() / 1e6),
      system: `${os.type()} ${os.release()}`,
      node: process.versions.node,
      load: os.loadavg().map((each) => Math.round(each * 100) / 100),
    },
  };
}

/** Warning about other load, which lengthens wall times more than CPU times; undefined on an idle machine. */
export function busyWarning(
  load: number = os.loadavg()[0] ?? 0,
  cores: number = os.cpus().length,
): string | undefined {
  if (load <= cores / 2) return undefined;
  return `the load is ${load.toFixed(1)} on ${cores} cores: wall times will be too long; CPU times are closer`;
}
