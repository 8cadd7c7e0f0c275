import { Command, CommanderError } from "commander";
import { checkCommand } from "./commands/check";
import { clusterCommand } from "./commands/cluster";
import { configCommand } from "./commands/config";
import { destroyCommand } from "./commands/destroy";
import { labCommand } from "./commands/lab";
import { policyCommand } from "./commands/policy";
import { previewCommand } from "./commands/preview";
import { refreshCommand } from "./commands/refresh";
import { stackCommand } from "./commands/stack";
import { statusCommand } from "./commands/status";
import { upCommand } from "./commands/up";
import { EXIT, exitCodeFor, messageOf } from "./errors";
import { stripControls, WIDTH, wrap } from "./formatting";

/**
 * Runs a command line.
 *
 * @param argv arguments after the script's name
 * @returns the exit code: 0 success, 1 failure, 2 usage error, 8 stopped by a second signal
 */
export async function main(argv: readonly string[]): Promise<number> {
  // the reader of a pipe may exit early, and a terminal may close: neither may stop an operation half-way
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  let exitCode: number = EXIT.ok;
  const end = (code: number): void => {
    exitCode = code;
  };
  const program = commandLine(end);
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const verbose = argv.includes("--verbose");
    process.stderr.write(
      `${wrap(`archipelago: ${stripControls(messageOf(error, verbose))}`, WIDTH, "  ").join("\n")}\n`,
    );
    return exitCodeFor(error);
  }
}

/** Creates all commands; each passes its exit code to `end`. */
export function commandLine(end: (exitCode: number) => void): Command {
  const program = new Command("archipelago")
    .description("Deploys the same AWS infrastructure to many regions, in a simulated cloud on this machine.")
    .showHelpAfterError("(run with --help to list commands and options)");
  const commands = [
    upCommand(end),
    previewCommand(end),
    policyCommand(end),
    destroyCommand(end),
    refreshCommand(end),
    statusCommand(),
    checkCommand(),
    clusterCommand(end),
    stackCommand(),
    configCommand(),
    labCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  exitByThrowing(program);
  return program;
}

function exitByThrowing(command: Command): void {
  command.exitOverride().configureHelp({ helpWidth: WIDTH, minWidthToWrap: 20 });
  for (const inner of command.commands) exitByThrowing(inner);
}
