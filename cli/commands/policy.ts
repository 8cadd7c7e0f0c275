import { relative, resolve } from "node:path";
import { Command } from "commander";
import { readEnvironment } from "../environment";
import { commandName, createColours, wrap } from "../formatting";
import { listenForSignals } from "../interrupt";
import { reportJson } from "../policy/json";
import { packsToRun } from "../policy/packs";
import { placesOf } from "../policy/positions";
import { clearReports, type ReportFiles, writeReports } from "../policy/reports";
import { type PolicyRunResult, runPolicies } from "../policy/run";
import { leavingNoPassphrase } from "../policy/scratch";
import { reportLines, stackLine } from "../policy/terminal";
import { checkSharedStack } from "../required-stacks";
import { openWorkspace, type Workspace } from "../workspace";
import { collect, type OperationFlags, parseCount, parseList, withWorkspace } from "./options";

/** Options of the command, as commander hands them over. */
interface PolicyFlags
  extends Pick<OperationFlags, "lab" | "cwd" | "verbose" | "json" | "regions" | "stack" | "parallel"> {
  readonly pack?: readonly string[];
  readonly state?: boolean;
  readonly failOnAdvisory?: boolean;
  readonly report?: string;
}

const BEGINS = {
  preview: "previewing",
  up: "bringing up, for what reads it:",
  state: "looking at the state of",
  across: "looking across the stacks of",
} as const;

/** The command `archipelago policy`. */
export function policyCommand(end: (exitCode: number) => void): Command {
  return withWorkspace(new Command("policy"))
    .description("judge every stack by policy packs, before it is brought up; changes nothing")
    .argument("<env>", "an environment, or one of its stacks: dev, prod, prod-us-east-1, dev-cluster-nightly")
    .option(
      "--pack <dir[=config]>",
      "a policy pack and its configuration file; may be repeated (default: baseline and multi-region of policies/)",
      collect,
    )
    .option("--state", "judge what is up in place of previews; every value is known then")
    .option("--fail-on-advisory", "fail for advice too")
    .option("--report <dir>", "folder of the reports (default: policy/<env> in the lab)")
    .option("--regions <codes>", "only these regions, parted by commas", parseList)
    .option("--stack <name>", "only this stack of the environment")
    .option("--parallel <n>", "provider operations at a time", parseCount)
    .option("--json", "print one JSON object, and nothing else")
    .action(async (name: string, flags: PolicyFlags) => end(await policy(name, flags)));
}

async function policy(name: string, flags: PolicyFlags): Promise<number> {
  const workspace = leavingNoPassphrase(await openWorkspace(flags));
  const environment = await readEnvironment(workspace, name, {
    ...(flags.regions && { regions: flags.regions }),
    ...(flags.stack !== undefined && { stack: flags.stack }),
  });
  await checkSharedStack(workspace, environment);
  const packs = packsToRun(flags.pack, {
    project: workspace.project.dir,
    cwd: process.cwd(),
    environment: environment.settings?.environment ?? name,
  });
  const folder = resolve(flags.report ?? resolve(workspace.home, "policy", name));
  await clearReports(folder);
  const colours = createColours(process.stdout);
  const say = (text: string): void => {
    if (flags.json !== true) console.log(wrap(text).join("\n"));
  };
  const width = Math.max(
    ...environment.layers.flat().map((stack) => stack.length),
    `${name}, all together`.length,
  );
  const interrupt = listenForSignals(say);
  try {
    const ran = await runPolicies(workspace, environment, {
      packs,
      state: flags.state === true,
      failOnAdvisory: flags.failOnAdvisory === true,
      interrupt,
      say,
      onBegin: (stack, what) => say(colours.dim(`${BEGINS[what]} ${stack}`)),
      onEnd: (checked) => {
        if (flags.json !== true) console.log(stackLine(checked, width, colours));
      },
      ...(flags.parallel !== undefined && { parallel: flags.parallel }),
      ...(flags.verbose !== undefined && { verbose: flags.verbose }),
    });
    const files = ran.report.interrupted
      ? undefined
      : await write(workspace, environment.config.file, folder, ran);
    if (flags.json) console.log(reportJson(ran.report, files));
    else {
      const lines = reportLines(ran.report, {
        colours,
        command: commandName(),
        verbose: flags.verbose === true,
        ...(files && { folder: shortest(folder) }),
      });
      console.log(lines.join("\n"));
    }
    return ran.report.exitCode;
  } finally {
    interrupt.stop();
  }
}

function write(
  { project }: Workspace,
  configFile: string,
  folder: string,
  { report, examined }: PolicyRunResult,
): Promise<ReportFiles> {
  const placeOf = placesOf(examined.resources, {
    project: project.dir,
    configFile,
    projectFile: project.file,
  });
  return writeReports(folder, report, placeOf);
}

/** A path from here, where that is shorter. */
function shortest(path: string): string {
  const near = relative(process.cwd(), path);
  return near.length < path.length ? near : path;
}
