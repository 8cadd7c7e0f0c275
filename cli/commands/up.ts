import { Command } from "commander";
import { runOperationCommand } from "./operation";
import { type OperationFlags, withOperation, withPolicyPacks } from "./options";

/** The command `archipelago up`. */
export function upCommand(end: (exitCode: number) => void): Command {
  return withPolicyPacks(withOperation(new Command("up")))
    .description("deploy an environment to the lab")
    .option("--refresh", "refresh the state first")
    .action(async (name: string, flags: OperationFlags) => end(await runOperationCommand("up", name, flags)));
}
