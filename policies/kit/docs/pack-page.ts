import type { Rule } from "../rule/rule";
import type { SettingSchema } from "../rule/setting-schema";

/** A page about a pack: a table of its rules, then each of them with what it asks, its settings, and how to comply. */
export function renderPackPage(pack: string, introduction: string, rules: readonly Rule[]): string {
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
      renderRow([`[\`${rule.name}\`](#${rule.name})`, rule.level, rule.severity, rule.description]),
    ),
    "",
    ...rules.flatMap(renderSection),
  ].join("\n");
}

function renderSection(rule: Rule): readonly string[] {
  const { name, title, description, level, severity, kind, tags, framework, remediationSteps, url } = rule;
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
    `${capitalize(level)}, severity ${severity}; topic ${topic}. Looks at ${looksAt}${rule.remediation ? "; can put it right at the level `remediate`" : ""}.`,
    "",
    `To comply: ${remediationSteps} [Why](${url}).`,
    ...(sameAs.length > 0 ? ["", `Asked for by: ${sameAs.join(", ")}.`] : []),
    ...renderSettingsTable(rule.settings ?? {}),
    "",
  ];
}

function renderSettingsTable(settings: Readonly<Record<string, SettingSchema>>): readonly string[] {
  const entries = Object.entries(settings);
  if (entries.length === 0) return [];
  return [
    "",
    "| setting | form | default | meaning |",
    "| --- | --- | --- | --- |",
    ...entries.map(([name, schema]) =>
      renderRow([
        `\`${name}\``,
        describeForm(schema),
        schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``,
        schema.description ?? "",
      ]),
    ),
  ];
}

function describeForm(schema: SettingSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  const { items } = schema;
  if (typeof items === "object" && !Array.isArray(items)) return `list of ${describeForm(items)}`;
  const type = [schema.type ?? "any"].flat().join(" or ");
  const form = { integer: "whole number", string: "text", boolean: "`true` or `false`" }[type] ?? type;
  const { minimum, maximum } = schema;
  if (minimum !== undefined && maximum !== undefined) return `${form} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${form}, ${minimum} or more`;
  return maximum === undefined ? form : `${form}, ${maximum} or less`;
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
