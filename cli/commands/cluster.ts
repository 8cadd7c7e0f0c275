import { Command } from "commander";
import { CLUSTER_FORM, ENVIRONMENT_FORM } from "../../stacks/scope";
import { readEnvironment } from "../environment";
import { UsageError } from "../errors";
import { openWorkspace } from "../workspace";
import { listClusters, runOperationCommand } from "./operation";
import { type OperationFlags, withWorkspace } from "./options";

/** The command `archipelago cluster`: ephemeral clusters, each in its own stack. */
export function clusterCommand(end: (exitCode: number) => void): Command {
  const group = new Command("cluster").description("manage ephemeral clusters, each in its own stack");
  const addCommand = (name: "up" | "down", operation: "up" | "destroy", description: string): void => {
    withWorkspace(group.command(name))
      .description(description)
      .argument("<stack>", "<env>-cluster-<name>, such as dev-cluster-nightly")
      .option("--json", "print one JSON object and nothing else")
      .action(async (stack: string, flags: OperationFlags) => {
        rejectOtherStacks(stack);
        end(await runOperationCommand(operation, stack, flags));
      });
  };
  addCommand("up", "up", "start a cluster; its lifetime starts now");
  addCommand("down", "destroy", "delete a cluster, and nothing else");
  withWorkspace(group.command("ls"))
    .description("list the clusters of an environment")
    .argument("<env>", "environment, such as dev")
    .option("--json", "print one JSON list and nothing else")
    .action(async (name: string, flags: OperationFlags) => {
      const workspace = await openWorkspace(flags);
      const clusters = await listClusters(workspace, await readEnvironment(workspace, name));
      if (flags.json) console.log(JSON.stringify(clusters, undefined, 2));
      else console.log(clusters.length > 0 ? clusters.join("\n") : `${name} has no clusters.`);
    });
  return group;
}

function rejectOtherStacks(stack: string): void {
  const [environment = "", word, ...name] = stack.split("-");
  if (ENVIRONMENT_FORM.test(environment) && word === "cluster" && CLUSTER_FORM.test(name.join("-"))) return;
  throw new UsageError(
    `cluster: stack is ${JSON.stringify(stack)}, expected <env>-cluster-<name>, such as dev-cluster-nightly, with a name of at most 40 letters, digits and single hyphens`,
  );
}
