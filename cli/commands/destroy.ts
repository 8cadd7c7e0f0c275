import { Command } from "commander";
import { runOperation } from "./operation";
import { type OperationFlags, withOperation } from "./options";

/** The command `archipelago destroy`. */
export function destroyCommand(end: (exitCode: number) => void): Command {
  return withOperation(new Command("destroy"))
    .description("delete all that an environment has")
    .action(async (name: string, flags: OperationFlags) => end(await runOperation("destroy", name, flags)));
}
