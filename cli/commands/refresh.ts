import { Command } from "commander";
import { runOperationCommand } from "./operation";
import { type OperationFlags, withOperation } from "./options";

/** The command `archipelago refresh`. */
export function refreshCommand(end: (exitCode: number) => void): Command {
  return withOperation(new Command("refresh"))
    .description("update the state to match the cloud")
    .option(
      "--clear-pending-creates",
      "drop pending creates with an unknown result from the state; search the cloud for them first",
    )
    .action(async (name: string, flags: OperationFlags) =>
      end(await runOperationCommand("refresh", name, flags)),
    );
}
