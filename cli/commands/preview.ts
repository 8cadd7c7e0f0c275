import { Command } from "commander";
import { runOperationCommand } from "./operation";
import { type OperationFlags, withOperation, withPolicyPacks } from "./options";

/** The command `archipelago preview`. */
export function previewCommand(end: (exitCode: number) => void): Command {
  return withPolicyPacks(withOperation(new Command("preview")))
    .description("show what up would change; changes nothing")
    .action(async (name: string, flags: OperationFlags) =>
      end(await runOperationCommand("preview", name, flags)),
    );
}
