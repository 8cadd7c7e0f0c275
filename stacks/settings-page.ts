import { z } from "zod";
import { SettingsSchema } from "./settings";

/** The part of a JSON schema that the page shows. */
interface Node {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** The page docs/settings.md: every setting with its form, its default and its meaning, from the schema itself. */
export function settingsPage(): string {
  const schema = z.toJSONSchema(SettingsSchema, { io: "output", unrepresentable: "any" }) as Node;
  return [
    "# Settings",
    "",
    "The object `archipelago:settings` of `Pulumi.<environment>.yaml`. An unknown key is refused; all faults are told together.",
    "",
    "| setting | form | default | meaning |",
    "| --- | --- | --- | --- |",
    ...rows("", schema).map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`),
    "",
    "Beside the object: `archipelago:billingPhone` (set with `--secret`), a phone in E.164 form that is told of charges by SMS;",
    "`archipelago:clusterStartedAt`, the moment from which the hours of a `<environment>-cluster-<name>` stack count.",
    "",
  ].join("\n");
}

function rows(path: string, node: Node): string[][] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const name = path === "" ? key : `${path}.${key}`;
    const own = [
      `\`${name}\``,
      form(child),
      child.default === undefined || child.properties ? "" : `\`${JSON.stringify(child.default)}\``,
      child.description ?? "",
    ];
    return [own, ...rows(name, child), ...rows(`${name}[]`, child.items ?? {})];
  });
}

function form(node: Node): string {
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (node.items) return `list of ${form(node.items)}`;
  return { object: "map", integer: "whole number", string: "text" }[String(node.type)] ?? String(node.type);
}
