import type { Rule } from "./rule";
import type { SettingSchema } from "./settings";

/** A page about a pack: a table of its rules, then each of them with what it asks, its settings, and how to comply. */
export function packPage(pack: string, introduction: string, rules: readonly Rule[]): string {
  return [
    `# Policy pack \`${pack}\``,
    "",
    introduction,
    "",
    "Every rule has, besides its own settings, those that [the guide](README.md#configuration) tells of.",
    "",
    "| rule | level | severity | what must hold |",
    "| --- | --- | --- | --- |",
    ...rules.map((rule) =>
      row([`[\`${rule.name}\`](#${rule.name})`, rule.level, rule.severity, rule.description]),
    ),
    "",
    ...rules.flatMap(sectionOf),
  ].join("\n");
}

function sectionOf(rule: Rule): readonly string[] {
  const { name, title, description, level, severity, kind, tags, framework, steps, url } = rule;
  const [topic, ...controls] = tags;
  const looksAt = kind === "resource" ? "one resource, before anything is done to it" : "the whole stack";
  const sameAs = [
    ...(framework ? [`${framework.name} ${framework.reference}`] : []),
    ...controls.map((control) => `\`${control}\``),
  ];
  return [
    `## ${name}`,
    "",
    `**${title}.** ${description}`,
    "",
    `${capital(level)}, severity ${severity}; topic ${topic}. Looks at ${looksAt}${rule.remedy ? "; can put it right at the level `remediate`" : ""}.`,
    "",
    `To comply: ${steps} [Why](${url}).`,
    ...(sameAs.length > 0 ? ["", `Asked for by: ${sameAs.join(", ")}.`] : []),
    ...settingsTable(rule.settings ?? {}),
    "",
  ];
}

function settingsTable(settings: Readonly<Record<string, SettingSchema>>): readonly string[] {
  const entries = Object.entries(settings);
  if (entries.length === 0) return [];
  return [
    "",
    "| setting | form | default | meaning |",
    "| --- | --- | --- | --- |",
    ...entries.map(([name, schema]) =>
      row([
        `\`${name}\``,
        formOf(schema),
        schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``,
        schema.description ?? "",
      ]),
    ),
  ];
}

function formOf(schema: SettingSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  const { items } = schema;
  if (typeof items === "object" && !Array.isArray(items)) return `list of ${formOf(items)}`;
  const type = [schema.type ?? "any"].flat().join(" or ");
  const form = { integer: "whole number", string: "text", boolean: "`true` or `false`" }[type] ?? type;
  const { minimum, maximum } = schema;
  if (minimum !== undefined && maximum !== undefined) return `${form} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${form}, ${minimum} or more`;
  return maximum === undefined ? form : `${form}, ${maximum} or less`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
