import { Command } from "commander";
import { runOperation } from "./operation";
import { type OperationFlags, withOperation } from "./options";

/** The command `archipelago refresh`. */
export function refreshCommand(end: (exitCode: number) => void): Command {
  return withOperation(new Command("refresh"))
    .description("bring the state up to what is in the cloud")
    .option(
      "--clear-pending-creates",
      "forget creates of which nobody can tell whether they happened; look for them by hand first",
    )
    .action(async (name: string, flags: OperationFlags) => end(await runOperation("refresh", name, flags)));
}
