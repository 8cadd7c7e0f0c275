import { relative, resolve } from "node:path";
import { Command } from "commander";
import { readEnvironment } from "../environment";
import { commandName, createColours, wrap } from "../formatting";
import { listenForSignals } from "../interrupt";
import { renderJson } from "../policy/json-report";
import { type PolicyRunResult, runPolicies } from "../policy/run-policies";
import { selectPacks } from "../policy/select-packs";
import { createLocator } from "../policy/source-locations";
import { withoutNewPassphrase } from "../policy/temporary-lab";
import { renderReport, renderStackLine } from "../policy/terminal-report";
import { clearReports, type ReportFiles, writeReports } from "../policy/write-reports";
import { checkSharedStack } from "../required-stacks";
import { openWorkspace, type Workspace } from "../workspace";
import { collect, type OperationFlags, parseCount, parseList, withWorkspace } from "./options";

/** Options of the command, as commander parses them. */
interface PolicyFlags
  extends Pick<OperationFlags, "lab" | "cwd" | "verbose" | "json" | "regions" | "stack" | "parallel"> {
  readonly pack?: readonly string[];
  readonly state?: boolean;
  readonly failOnAdvisory?: boolean;
  readonly report?: string;
}

const STEPS = {
  preview: "previewing",
  up: "deploying for the stacks that read it:",
  state: "checking the state of",
  across: "checking across the stacks of",
} as const;

/** Creates the command `archipelago policy`. */
export function policyCommand(end: (exitCode: number) => void): Command {
  return withWorkspace(new Command("policy"))
    .description("check every stack with policy packs before it is deployed; changes nothing")
    .argument("<env>", "an environment, or one of its stacks: dev, prod, prod-us-east-1, dev-cluster-nightly")
    .option(
      "--pack <dir[=config]>",
      "a policy pack and its configuration file; may be repeated (default: baseline and multi-region of policies/)",
      collect,
    )
    .option("--state", "check deployed stacks instead of previews; every value is known")
    .option("--fail-on-advisory", "fail for advisory violations too")
    .option("--report <dir>", "folder of the reports (default: policy/<env> in the lab)")
    .option("--regions <codes>", "only these regions, comma-separated", parseList)
    .option("--stack <name>", "only this stack of the environment")
    .option("--parallel <n>", "concurrent provider operations", parseCount)
    .option("--json", "print one JSON object and nothing else")
    .action(async (name: string, flags: PolicyFlags) => end(await runPolicyCommand(name, flags)));
}

async function runPolicyCommand(name: string, flags: PolicyFlags): Promise<number> {
  const workspace = withoutNewPassphrase(await openWorkspace(flags));
  const environment = await readEnvironment(workspace, name, {
    ...(flags.regions && { regions: flags.regions }),
    ...(flags.stack !== undefined && { stack: flags.stack }),
  });
  await checkSharedStack(workspace, environment);
  const packs = selectPacks(flags.pack, {
    project: workspace.project.dir,
    cwd: process.cwd(),
    environment: environment.settings?.environment ?? name,
  });
  const folder = resolve(flags.report ?? resolve(workspace.home, "policy", name));
  await clearReports(folder);
  const colours = createColours(process.stdout);
  const notify = (text: string): void => {
    if (flags.json !== true) console.log(wrap(text).join("\n"));
  };
  const width = Math.max(
    ...environment.layers.flat().map((stack) => stack.length),
    `${name}, all together`.length,
  );
  const interrupt = listenForSignals(notify);
  try {
    const result = await runPolicies(workspace, environment, {
      packs,
      state: flags.state === true,
      failOnAdvisory: flags.failOnAdvisory === true,
      interrupt,
      notify,
      onBegin: (stack, step) => notify(colours.dim(`${STEPS[step]} ${stack}`)),
      onEnd: (report) => {
        if (flags.json !== true) console.log(renderStackLine(report, width, colours));
      },
      ...(flags.parallel !== undefined && { parallel: flags.parallel }),
      ...(flags.verbose !== undefined && { verbose: flags.verbose }),
    });
    const files = result.report.interrupted
      ? undefined
      : await writeFiles(workspace, environment.config.file, folder, result);
    if (flags.json) console.log(renderJson(result.report, files));
    else {
      const lines = renderReport(result.report, {
        colours,
        command: commandName(),
        verbose: flags.verbose === true,
        ...(files && { folder: shortenPath(folder) }),
      });
      console.log(lines.join("\n"));
    }
    return result.report.exitCode;
  } finally {
    interrupt.stop();
  }
}

function writeFiles(
  { project }: Workspace,
  configFile: string,
  folder: string,
  { report, examined }: PolicyRunResult,
): Promise<ReportFiles> {
  const locate = createLocator(examined.resources, {
    project: project.dir,
    configFile,
    projectFile: project.file,
  });
  return writeReports(folder, report, locate);
}

/** Returns a path relative to the working directory, if that is shorter. */
function shortenPath(path: string): string {
  const relativePath = relative(process.cwd(), path);
  return relativePath.length < path.length ? relativePath : path;
}
