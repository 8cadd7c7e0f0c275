import { z } from "zod";
import { SettingsSchema } from "./settings";

/** Part of a JSON schema that the page shows. */
interface Node {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** Returns the page docs/settings.md: each setting with its form, default and meaning, generated from the schema. */
export function settingsPage(): string {
  const schema = z.toJSONSchema(SettingsSchema, { io: "output", unrepresentable: "any" }) as Node;
  return [
    "# Settings",
    "",
    "The object `archipelago:settings` of `Pulumi.<environment>.yaml`. An unknown key is an error; all faults are reported together.",
    "",
    "| setting | form | default | meaning |",
    "| --- | --- | --- | --- |",
    ...rows("", schema).map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`),
    "",
    "Beside the object: `archipelago:billingPhone` (set with `--secret`), a phone in E.164 form that receives billing alarms by SMS;",
    "`archipelago:phone-<label>` and `archipelago:endpoint-<label>` (with `--secret`), the addresses of the phones and endpoints that the settings name,",
    "with `contacts: config`;",
    "`archipelago:clusterStartedAt`, the start of the lifetime of a stack `<environment>-cluster-<name>`, in ISO 8601.",
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
  return { object: "map", integer: "whole number", string: "string" }[String(node.type)] ?? String(node.type);
}
