import type { Rule } from "../rule/rule";
import type { SettingSchema } from "../rule/setting-schema";

/** Renders the page of a pack: a table of its rules, then a section per rule with its settings and steps. */
export function renderPackPage(pack: string, introduction: string, rules: readonly Rule[]): string {
  return [
    `# Policy pack \`${pack}\``,
    "",
    introduction,
    "",
    "Besides its own settings, every rule has those that [the guide](README.md#configuration) describes.",
    "",
    "| rule | level | severity | requirement |",
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
  const subject = kind === "resource" ? "one resource, before its operation" : "the whole stack";
  const requiredBy = [
    ...(framework ? [`${framework.name} ${framework.reference}`] : []),
    ...controls.map((control) => `\`${control}\``),
  ];
  return [
    `## ${name}`,
    "",
    `**${title}.** ${description}`,
    "",
    `${capitalize(level)}, severity ${severity}; topic ${topic}. Checks ${subject}${rule.remediation ? "; can fix violations at the level `remediate`" : ""}.`,
    "",
    `To comply: ${remediationSteps} [Why](${url}).`,
    ...(requiredBy.length > 0 ? ["", `Required by: ${requiredBy.join(", ")}.`] : []),
    ...renderSettingsTable(rule.settings ?? {}),
    "",
  ];
}

function renderSettingsTable(settings: Readonly<Record<string, SettingSchema>>): readonly string[] {
  const entries = Object.entries(settings);
  if (entries.length === 0) return [];
  return [
    "",
    "| setting | type | default | meaning |",
    "| --- | --- | --- | --- |",
    ...entries.map(([name, schema]) =>
      renderRow([
        `\`${name}\``,
        describeType(schema),
        schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``,
        schema.description ?? "",
      ]),
    ),
  ];
}

function describeType(schema: SettingSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  const { items } = schema;
  if (typeof items === "object" && !Array.isArray(items)) {
    const item = describeType(items);
    return `list of ${item === "string" ? "strings" : item}`;
  }
  const type = [schema.type ?? "any"].flat().join(" or ");
  const name = { boolean: "`true` or `false`" }[type] ?? type;
  const { minimum, maximum } = schema;
  if (minimum !== undefined && maximum !== undefined) return `${name} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${name}, ${minimum} or more`;
  return maximum === undefined ? name : `${name}, ${maximum} or less`;
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
