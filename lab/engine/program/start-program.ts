import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { parseTsconfig } from "get-tsconfig";
import { EngineError } from "../errors";
import { Child, describeExit } from "../plugin/child";
import type { Project, StackConfig } from "../project";
import { packageRoot } from "../root";

/** Exit code of the SDK when it has already reported the failure. */
const REPORTED_FAILURE = 32;

/** Script that the program's process loads before the SDK. */
const PRELOAD = path.join(packageRoot(), "lab/engine/preload.js");

/** Arguments of {@link startProgram}. */
export interface ProgramCommand {
  readonly project: Project;
  readonly organization: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly monitor: string;
  readonly engine: string;
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** Starts the program as the SDK's language host does: node with the SDK's own `cmd/run`. */
export function startProgram(command: ProgramCommand): Child {
  const { project } = command;
  const { directory, entry } = entryPoint(project);
  const flags: readonly (readonly [string, string])[] = [
    ["--monitor", command.monitor],
    ["--engine", command.engine],
    ["--organization", command.organization],
    ["--project", project.name],
    ["--root-directory", project.dir],
    ["--stack", command.stack],
    ["--pwd", directory],
  ];
  return new Child({
    name: "the program",
    command: process.execPath,
    args: [
      ...nodeArguments(project.runtime.options.nodeargs),
      // The SDK handles some rejections a turn later than node expects.
      "--disable-warning=PromiseRejectionHandledWarning",
      "--require",
      PRELOAD,
      locateRunner(directory),
      ...flags.flat(),
      ...(command.dryRun ? ["--dry-run"] : []),
      "--parallel",
      String(command.parallel),
      entry,
    ],
    cwd: project.dir,
    env: {
      ...command.env,
      ...configEnvironment(command.config),
      ...typescriptEnvironment(project, directory),
    },
    onLine: command.onLine,
  });
}

/** Describes how a program failed; undefined when it ended well or has reported the failure itself. */
export function describeFailure(child: Child, exit: Awaited<Child["exited"]>): string | undefined {
  if (exit.code === 0 || exit.code === REPORTED_FAILURE) return undefined;
  if (/heap out of memory|Reached heap limit/i.test(child.stderrTail)) {
    return "the program ran out of memory; give node more, in Pulumi.yaml: runtime.options.nodeargs: --max-old-space-size=4096";
  }
  const tail = child.stderrTail;
  return `the program ended with ${describeExit(exit)}${tail && `; its stderr ends:\n${tail}`}`;
}

/** Returns the configuration as the SDK reads it from the environment. */
function configEnvironment(config: StackConfig): NodeJS.ProcessEnv {
  const values: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [key, { value, secret }] of config.values) {
    const split = key.indexOf(":");
    values[`${key.slice(0, split)}:config:${key.slice(split + 1)}`] = value;
    if (secret) secrets.push(key);
  }
  return { PULUMI_CONFIG: JSON.stringify(values), PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secrets) };
}

/**
 * Returns the settings of the TypeScript compiler: the SDK compiles with ts-node, which also checks the types; where the
 * project sets `noCheck`, the engine's own preload compiles, which is faster. The SDK always compiles ES modules.
 */
function typescriptEnvironment(project: Project, directory: string): NodeJS.ProcessEnv {
  const { typescript, tsconfig } = project.runtime.options;
  if (typescript === false) return {};
  const file = tsconfig ? path.resolve(project.dir, tsconfig) : path.join(directory, "tsconfig.json");
  const bySdk = {
    PULUMI_NODEJS_TYPESCRIPT: "true",
    ...(tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: file } : {}),
  };
  if (!fs.existsSync(file) || isEsModule(directory)) return bySdk;
  const { compilerOptions = {} } = parseTsconfig(file);
  if (compilerOptions.noCheck !== true) return bySdk;
  return { ARCHIPELAGO_LAB_COMPILER_OPTIONS: JSON.stringify(compilerOptions) };
}

function isEsModule(directory: string): boolean {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const file = path.join(folder, "package.json");
    if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, "utf8")).type === "module";
    if (folder === path.dirname(folder)) return false;
  }
}

function entryPoint(project: Project): { readonly directory: string; readonly entry: string } {
  const stat = fs.statSync(project.main, { throwIfNoEntry: false });
  if (!stat)
    throw new EngineError(
      "LAB_CONFIG",
      `${project.file}: main is ${JSON.stringify(project.main)}, which does not exist`,
    );
  if (stat.isDirectory()) return { directory: project.main, entry: "." };
  return { directory: path.dirname(project.main), entry: path.basename(project.main) };
}

function locateRunner(directory: string): string {
  try {
    return createRequire(path.join(directory, "noop.js")).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    throw new EngineError(
      "LAB_CONFIG",
      `@pulumi/pulumi is not installed in ${directory} or above; run npm install there`,
    );
  }
}

/** Splits arguments at spaces; quotes keep them together. */
function nodeArguments(text: string | undefined): readonly string[] {
  return [...(text ?? "").matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}
