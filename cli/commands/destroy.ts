import { Command } from "commander";
import { runOperationCommand } from "./operation";
import { type OperationFlags, withOperation } from "./options";

/** The command `archipelago destroy`. */
export function destroyCommand(end: (exitCode: number) => void): Command {
  return withOperation(new Command("destroy"))
    .description("delete every resource of an environment")
    .action(async (name: string, flags: OperationFlags) =>
      end(await runOperationCommand("destroy", name, flags)),
    );
}
