import { Command } from "commander";
import { runOperation } from "./operation";
import { type OperationFlags, withOperation, withPolicyPacks } from "./options";

/** The command `archipelago up`. */
export function upCommand(end: (exitCode: number) => void): Command {
  return withPolicyPacks(withOperation(new Command("up")))
    .description("make an environment what the program says, in the lab")
    .option("--refresh", "look for drift first")
    .action(async (name: string, flags: OperationFlags) => end(await runOperation("up", name, flags)));
}
