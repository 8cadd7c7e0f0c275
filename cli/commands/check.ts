import { Command } from "commander";
import { readEnvironment } from "../environment";
import { count, wrap } from "../text";
import { openWorkspace } from "../workspace";
import { type OperationFlags, withWorkspace } from "./options";

/** The command `archipelago check`: the settings only, nothing is started. */
export function checkCommand(): Command {
  return withWorkspace(new Command("check"))
    .description("check the settings of an environment; starts nothing")
    .argument("<env>", "an environment, or one of its stacks")
    .option("--json", "print one JSON object, and nothing else")
    .action(async (name: string, flags: OperationFlags) => {
      const workspace = await openWorkspace(flags);
      const environment = await readEnvironment(workspace, name);
      const { settings, file, layers } = environment;
      if (flags.json) {
        console.log(JSON.stringify({ environment: name, file, layers, settings }, undefined, 2));
        return;
      }
      const lines = settings
        ? [
            `${file} is right: layout ${settings.layout}, ${count(settings.regions.length, "region")}`,
            ...settings.regions.map(({ code, cidr, zones, nat }) => {
              const role =
                { [settings.primary]: ", primary", [settings.secondary ?? ""]: ", secondary" }[code] ?? "";
              return `  ${code.padEnd(16)}${cidr.padEnd(15)} ${count(zones, "zone")}, NAT ${nat}${role}`;
            }),
            `stacks, in order: ${layers.map((layer) => layer.join(" ")).join("; ")}`,
          ]
        : [`${file}: the program has no archipelago:settings, so there is nothing more to check`];
      console.log(lines.flatMap((line) => wrap(line, 80, "  ")).join("\n"));
    });
}
