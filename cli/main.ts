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
import { EXIT } from "./errors";
import { exitCodeFor, messageOf } from "./messages";
import { clean, wrap } from "./text";

/**
 * Runs the command line.
 *
 * @param argv arguments after the script's name
 * @returns the exit code: 0 ok, 1 failed, 2 the user's mistake, 8 ended at once
 */
export async function main(argv: readonly string[]): Promise<number> {
  // The reader of a pipe may leave early, and a closed terminal takes no more text: neither is a reason to stop half-way.
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
      `${wrap(`archipelago: ${clean(messageOf(error, verbose))}`, 80, "  ").join("\n")}\n`,
    );
    return exitCodeFor(error);
  }
}

/** All commands; each hands its exit code to `end`. */
export function commandLine(end: (exitCode: number) => void): Command {
  const program = new Command("archipelago")
    .description("The same AWS infrastructure in many regions, in a simulated cloud on this machine.")
    .configureHelp({ helpWidth: 80, showGlobalOptions: false })
    .showHelpAfterError("(--help lists what there is)");
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
  command.exitOverride().configureHelp({ helpWidth: 80 });
  for (const inner of command.commands) exitByThrowing(inner);
}
