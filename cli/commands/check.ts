import { Command } from "commander";
import { findPlaceholders, type Placeholder } from "../../stacks/placeholders";
import { readEnvironment } from "../environment";
import { formatCount, wrap } from "../formatting";
import { openWorkspace } from "../workspace";
import { type OperationFlags, withWorkspace } from "./options";

/** The command `archipelago check`: validates settings, starts nothing. */
export function checkCommand(): Command {
  return withWorkspace(new Command("check"))
    .description("validate the settings of an environment; starts nothing")
    .argument("<env>", "environment, or one of its stacks")
    .option("--json", "print one JSON object and nothing else")
    .action(async (name: string, flags: OperationFlags) => {
      const workspace = await openWorkspace(flags);
      const environment = await readEnvironment(workspace, name);
      const { settings, file, layers } = environment;
      const placeholders = findPlaceholders(settings);
      if (flags.json) {
        console.log(
          JSON.stringify({ environment: name, file, layers, settings, placeholders }, undefined, 2),
        );
        return;
      }
      const lines = settings
        ? [
            `${file} is valid: layout ${settings.layout}, ${formatCount(settings.regions.length, "region")}`,
            ...settings.regions.map(({ code, cidr, zones, nat }) => {
              const role =
                { [settings.primary]: ", primary", [settings.secondary ?? ""]: ", secondary" }[code] ?? "";
              return `  ${code.padEnd(16)}${cidr.padEnd(15)} ${formatCount(zones, "zone")}, NAT ${nat}${role}`;
            }),
            `stacks in deployment order: ${layers.map((layer) => layer.join(" ")).join("; ")}`,
            ...placeholderLines(placeholders),
          ]
        : [`${file} is valid; it has no archipelago:settings to check`];
      console.log(lines.flatMap((line) => wrap(line, 80, "  ")).join("\n"));
    });
}

function placeholderLines(placeholders: readonly Placeholder[]): readonly string[] {
  if (placeholders.length === 0) return ["no placeholders: the settings can be deployed to AWS"];
  const width = Math.max(...placeholders.map(({ path }) => path.length));
  return [
    `${formatCount(placeholders.length, "placeholder")} to replace before AWS; the lab accepts them:`,
    ...placeholders.map(({ path, value }) => `  ${path.padEnd(width)}  ${value}`),
  ];
}
