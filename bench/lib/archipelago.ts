import * as path from "node:path";
import { type MeasuredRun, runMeasured } from "./measured-run";

/** The repository. */
export const ROOT = path.resolve(__dirname, "../..");

/** An operation on an environment, run by the command line. */
export interface Operation {
  /** `up`, `preview`, `destroy`. */
  readonly verb: string;
  /** Environment, or one of its stacks. */
  readonly environment: string;
  /** Folder of the project. */
  readonly project: string;
  /** Folder of the lab. */
  readonly lab: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A measured operation that succeeded. */
export interface MeasuredOperation extends MeasuredRun {
  /** Number of resources by operation, such as `{create: 97}`, over all stacks. */
  readonly changes: Readonly<Record<string, number>>;
  /** Sum of `changes`. */
  readonly resources: number;
}

/**
 * Runs the command `archipelago` as a user does, in a process of its own, and measures it.
 *
 * @throws {Error} when it fails: the cost of a failure answers no question
 */
export async function archipelago(operation: Operation): Promise<MeasuredOperation> {
  const { verb, environment, project, lab, env } = operation;
  const args = [verb, environment, "--json", "--cwd", project, "--lab", lab];
  const run = await runMeasured({
    command: process.execPath,
    args: [path.join(ROOT, "cli/archipelago.js"), ...args],
    cwd: project,
    // the cloud is that of the lab, whatever the shell says
    env: { ARCHIPELAGO_LAB_CLOUD: path.join(lab, "cloud"), ...env },
  });
  if (run.exitCode !== 0) {
    const said = `${run.stderr}\n${run.stdout}`.trim().slice(0, 4000);
    throw new Error(`archipelago ${args.join(" ")}: exit code is ${run.exitCode}, expected 0\n${said}`);
  }
  const changes = countChanges(JSON.parse(run.stdout));
  const resources = Object.values(changes).reduce((total, count) => total + count, 0);
  return { ...run, changes, resources };
}

/** Adds up the changes of all stacks in the output of `--json`. */
export function countChanges(printed: unknown): Readonly<Record<string, number>> {
  const { stacks } = printed as { readonly stacks: readonly { readonly changes?: Record<string, number> }[] };
  const total: Record<string, number> = {};
  for (const { changes = {} } of stacks) {
    for (const [op, count] of Object.entries(changes)) total[op] = (total[op] ?? 0) + count;
  }
  return total;
}
