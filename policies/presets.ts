import { catalogue as baseline } from "./baseline/catalogue";
import type { Rule } from "./kit";
import { catalogue as multiRegion } from "./multi-region/catalogue";

/** Names of the ready configurations, from the most to the least severe. */
const PRESETS = ["strict", "recommended", "advisory"] as const;

type Preset = (typeof PRESETS)[number];
type Setting = string | { readonly enforcementLevel: string; readonly [setting: string]: unknown };

const PACKS = { baseline, "multi-region": multiRegion };

/** Settings of `strict` that differ from the defaults, by rule. */
const STRICT_SETTINGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "s3-lifecycle-noncurrent": { maxNoncurrentDays: 90, abortDays: 7 },
  "s3-encryption": { requireKms: true },
  "cloudtrail-validated-encrypted": { requireKms: true },
  "log-group-retention": { minDays: 365, default: 365 },
  "budget-or-anomaly": { required: true },
  "vpc-flow-logs": { trafficTypes: ["ALL"] },
  "sg-no-world-ingress": { allowedPorts: [443], allowIcmp: false },
  "multi-az": { minAzs: 3 },
  "deletion-protection-stateful": { requireProtect: true },
  "cloudfront-baseline": { requireWaf: true, allowDefaultCertificate: false },
  "lambda-baseline": { requireDlq: "always", requireReservedConcurrency: true },
  "athena-workgroup": { maxBytes: 107_374_182_400 },
  "cognito-baseline": { mfa: "ON", minPasswordLength: 14 },
  "emr-baseline": { acceptSparkEncryption: false },
  "alarm-topic-per-region": { required: true },
  "health-check-not-self-referential": { alarmRequired: true },
};

/** Rules that one stack of an account satisfies for all, so that most stacks violate them. */
const ONCE_PER_ACCOUNT: readonly string[] = ["billing-alarm-exists"];

/**
 * Creates a ready configuration of a pack. `strict`: every rule is mandatory, undecided checks are violations, and some settings
 * are stricter. `recommended`: rules of critical and high severity have their default level, all others are advisory.
 * `advisory`: all rules are advisory.
 */
function createPreset(preset: Preset, rules: readonly Rule[]): Readonly<Record<string, Setting>> {
  return Object.fromEntries(rules.map((rule) => [rule.name, settingOf(preset, rule)]));
}

function settingOf(preset: Preset, { name, level, severity }: Rule): Setting {
  if (preset === "strict") {
    return { enforcementLevel: "mandatory", onUnknown: "fail", ...STRICT_SETTINGS[name] };
  }
  if (preset === "advisory" || ONCE_PER_ACCOUNT.includes(name)) return "advisory";
  return severity === "critical" || severity === "high" ? level : "advisory";
}

/** Renders the configuration files of the presets and their page, by their paths in the repository. */
export function renderPresets(): Readonly<Record<string, string>> {
  const files = Object.entries(PACKS).flatMap(([pack, rules]) =>
    PRESETS.map((preset) => [
      `policies/${pack}/config/${preset}.json`,
      renderConfig(createPreset(preset, rules)),
    ]),
  );
  return { ...Object.fromEntries(files), "docs/policies/presets.md": renderPage() };
}

/** Renders a configuration in the format of the repository's linter. */
function renderConfig(config: Readonly<Record<string, Setting>>): string {
  const lines = Object.entries(config).map(([rule, setting]) => {
    if (typeof setting === "string") return `  ${JSON.stringify(rule)}: ${JSON.stringify(setting)}`;
    const inner = Object.entries(setting).map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${renderValue(value)}`,
    );
    return `  ${JSON.stringify(rule)}: {\n${inner.join(",\n")}\n  }`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

function renderValue(value: unknown): string {
  return Array.isArray(value)
    ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]`
    : JSON.stringify(value);
}

function renderPage(): string {
  return [
    "# Presets",
    "",
    "Each pack has three ready configurations beside those of this repository's environments:",
    "",
    "| preset | levels | undecided checks | settings |",
    "| --- | --- | --- | --- |",
    "| `strict` | every rule is mandatory | violations, in a preview as well | stricter, see below |",
    "| `recommended` | rules of critical and high severity have their default level, all others are advisory | decided by the update | defaults |",
    "| `advisory` | every rule is advisory | decided by the update | defaults |",
    "",
    "```sh",
    "pulumi preview --policy-pack policies/baseline --policy-pack-config policies/baseline/config/recommended.json",
    "npm run policy -- dev --pack policies/baseline=policies/baseline/config/strict.json",
    "```",
    "",
    "Start with `advisory` for an existing program, and with `recommended` for a new one. A pack has one configuration file: to change a rule, copy the preset.",
    "`npm run docs` writes the presets from the catalogues, so every rule is in each of them; rules that do not apply to a program, such as",
    "`billing-alarm-exists` in all stacks of an account but one, need `required: false` or `stacks` in `strict`.",
    ...Object.entries(PACKS).flatMap(([pack, rules]) => [
      "",
      `## ${pack}`,
      "",
      "| rule | default | `recommended` | settings of `strict` |",
      "| --- | --- | --- | --- |",
      ...rules.map(
        (rule) =>
          `| [\`${rule.name}\`](${pack}.md#${rule.name}) | ${rule.level} | ${String(settingOf("recommended", rule))} | ${renderStrict(rule)} |`,
      ),
    ]),
    "",
  ].join("\n");
}

function renderStrict({ name }: Rule): string {
  return Object.entries(STRICT_SETTINGS[name] ?? {})
    .map(([key, value]) => `\`${key}: ${renderValue(value)}\``)
    .join(", ");
}
