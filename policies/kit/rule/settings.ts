import type { PolicyConfigSchema } from "@pulumi/policy";
import type { RuleInfo } from "./rule";
import type { SettingSchema } from "./setting-schema";

/** One exemption of a rule. */
export interface Exemption {
  /** Regular expression that must match the whole name or URN of a resource, or the name of the stack. */
  readonly match: string;
  readonly reason: string;
  /** Last day of the exemption, `YYYY-MM-DD` in UTC. @default - it does not expire */
  readonly expires?: string;
  /** Regular expressions for the names of stacks in which the exemption applies. @default - all */
  readonly stacks?: readonly string[];
}

/** Settings that every rule has. */
export interface CommonSettings {
  readonly exempt: readonly Exemption[];
  readonly onUnknown: "defer" | "fail" | "warn" | "ignore";
  readonly stacks: readonly string[];
  readonly defaultRegion?: string;
}

/** Schema of the settings that every rule has; the default of `onUnknown` depends on the rule's level. */
const COMMON_SETTINGS: Readonly<Record<string, SettingSchema>> = {
  exempt: {
    type: "array",
    description: "Resources that the rule ignores, each with a reason and preferably an expiry date.",
    default: [],
    items: {
      type: "object",
      required: ["match", "reason"],
      additionalProperties: false,
      properties: {
        match: {
          type: "string",
          format: "regex",
          minLength: 1,
          description: "Regular expression that must match the whole name or URN of a resource.",
        },
        reason: {
          type: "string",
          minLength: 10,
          description: "Reason for the exemption, 10 characters or more.",
        },
        expires: {
          type: "string",
          pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
          description: "Last day of the exemption, YYYY-MM-DD in UTC.",
        },
        stacks: {
          type: "array",
          items: { type: "string", format: "regex", minLength: 1 },
          description: "Regular expressions for the names of stacks in which the exemption applies.",
        },
      },
    },
  },
  onUnknown: {
    type: "string",
    enum: ["defer", "fail", "warn", "ignore"],
    description:
      "Result of an undecided check: a violation (fail), a line in pack-self-checks (warn), or a count there (ignore). defer is warn in a preview, because the update knows the value and decides the check, and fail otherwise.",
  },
  stacks: {
    type: "array",
    items: { type: "string", format: "regex", minLength: 1 },
    default: [".*"],
    description: "Regular expressions; the rule applies to stacks whose whole name matches one of them.",
  },
  defaultRegion: {
    type: "string",
    pattern: "^[a-z]{2,}(-[a-z]+)+-[0-9]+$",
    description:
      "Region of resources for which neither they, nor their provider, nor the stack's configuration has one.",
  },
};

/** Returns the schema of all settings of a rule. */
export function schemaOf({ settings, level }: Pick<RuleInfo, "settings" | "level">): PolicyConfigSchema {
  const onUnknown = { ...COMMON_SETTINGS["onUnknown"], default: level === "mandatory" ? "defer" : "warn" };
  return { properties: { ...settings, ...COMMON_SETTINGS, onUnknown } };
}

/**
 * Applies the defaults of a rule to its settings. Pulumi's engine has done so already; another caller of the pack may not.
 *
 * @throws {Error} naming every invalid regular expression, which would match nothing and so silently disable or enable the rule
 */
export function resolveSettings(
  rule: Pick<RuleInfo, "name" | "settings" | "level">,
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> & CommonSettings {
  const { properties } = schemaOf(rule);
  const defaults = Object.entries(properties).flatMap(([key, schema]) =>
    schema.default === undefined ? [] : [[key, schema.default] as const],
  );
  const allSettings = { ...Object.fromEntries(defaults), ...settings };
  const faults = Object.entries(properties).flatMap(([key, schema]) =>
    findInvalidPatterns(schema, allSettings[key], key).map((fault) => `${rule.name}: ${fault}`),
  );
  if (faults.length > 0) throw new Error(faults.join("; "));
  return allSettings as Readonly<Record<string, unknown>> & CommonSettings;
}

/** Finds invalid regular expressions anywhere in a value. */
function findInvalidPatterns(schema: SettingSchema, value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items || Array.isArray(items)) return [];
    return value.flatMap((item, index) =>
      findInvalidPatterns(items as SettingSchema, item, `${path}[${index}]`),
    );
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => {
      const itemSchema = schema.properties?.[key];
      return itemSchema ? findInvalidPatterns(itemSchema as SettingSchema, item, `${path}.${key}`) : [];
    });
  }
  if (schema.format !== "regex" || typeof value !== "string" || isRegularExpression(value)) return [];
  return [`${path} is ${JSON.stringify(value)}, expected a regular expression`];
}

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
