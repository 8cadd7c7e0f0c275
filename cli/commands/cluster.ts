import { Command } from "commander";
import { CLUSTER_FORM, ENVIRONMENT_FORM } from "../../stacks/scope";
import { readEnvironment } from "../environment";
import { UsageError } from "../errors";
import { openWorkspace } from "../workspace";
import { clustersOf, runOperation } from "./operation";
import { type OperationFlags, withWorkspace } from "./options";

/** The command `archipelago cluster`: clusters that live for hours, each a stack of its own. */
export function clusterCommand(end: (exitCode: number) => void): Command {
  const group = new Command("cluster").description("ephemeral clusters, each a stack of its own");
  const one = (name: "up" | "down", operation: "up" | "destroy", description: string): void => {
    withWorkspace(group.command(name))
      .description(description)
      .argument("<stack>", "<env>-cluster-<name>, such as dev-cluster-nightly")
      .option("--json", "print one JSON object, and nothing else")
      .action(async (stack: string, flags: OperationFlags) => {
        refuseOther(stack);
        end(await runOperation(operation, stack, flags));
      });
  };
  one("up", "up", "start a cluster; its hours count from now");
  one("down", "destroy", "take a cluster away, and nothing else");
  withWorkspace(group.command("ls"))
    .description("list the clusters of an environment")
    .argument("<env>", "such as dev")
    .option("--json", "print one JSON list, and nothing else")
    .action(async (name: string, flags: OperationFlags) => {
      const workspace = await openWorkspace(flags);
      const clusters = await clustersOf(workspace, await readEnvironment(workspace, name));
      if (flags.json) console.log(JSON.stringify(clusters, undefined, 2));
      else console.log(clusters.length > 0 ? clusters.join("\n") : `${name} has no clusters.`);
    });
  return group;
}

function refuseOther(stack: string): void {
  const [environment = "", word, ...name] = stack.split("-");
  if (ENVIRONMENT_FORM.test(environment) && word === "cluster" && CLUSTER_FORM.test(name.join("-"))) return;
  throw new UsageError(
    `cluster: stack is ${JSON.stringify(stack)}, expected <env>-cluster-<name>, such as dev-cluster-nightly`,
  );
}
