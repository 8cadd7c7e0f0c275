import type { PolicyConfigSchema } from "@pulumi/policy";
import type { RuleInfo } from "./rule";
import type { SettingSchema } from "./setting-schema";

/** One exemption of a rule. */
export interface Exemption {
  /** Regular expression that a resource's whole name or whole URN must match; for the stack itself, the stack's name. */
  readonly match: string;
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD` in UTC. @default - it has no end */
  readonly expires?: string;
  /** Regular expressions of the names of the stacks that have the resource. @default - all */
  readonly stacks?: readonly string[];
}

/** Settings that every rule has. */
export interface CommonSettings {
  readonly exempt: readonly Exemption[];
  readonly onUnknown: "fail" | "warn" | "ignore";
  readonly stacks: readonly string[];
  readonly defaultRegion?: string;
}

/** Schema of the settings that every rule has; the default of `onUnknown` is the rule's own. */
const COMMON_SETTINGS: Readonly<Record<string, SettingSchema>> = {
  exempt: {
    type: "array",
    description: "Resources that the rule leaves alone, each with the reason and, best, a last day.",
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
          description: "Regular expression that must match a resource's whole name or whole URN.",
        },
        reason: { type: "string", minLength: 10, description: "Why, in 10 characters or more." },
        expires: {
          type: "string",
          pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
          description: "Last day on which it holds, YYYY-MM-DD in UTC.",
        },
        stacks: {
          type: "array",
          items: { type: "string", format: "regex", minLength: 1 },
          description: "Regular expressions of the names of the stacks that have the resource.",
        },
      },
    },
  },
  onUnknown: {
    type: "string",
    enum: ["fail", "warn", "ignore"],
    description:
      "What becomes of a resource of which the rule cannot decide: a violation, a line of pack-self-checks, or nothing.",
  },
  stacks: {
    type: "array",
    items: { type: "string", format: "regex", minLength: 1 },
    default: [".*"],
    description: "Regular expressions; the rule speaks of stacks whose whole name matches one of them.",
  },
  defaultRegion: {
    type: "string",
    pattern: "^[a-z]{2,}(-[a-z]+)+-[0-9]+$",
    description:
      "Region of resources that neither they, nor their provider, nor the stack's configuration tell of.",
  },
};

/** Schema of all settings of a rule. */
export function schemaOf({ settings, level }: Pick<RuleInfo, "settings" | "level">): PolicyConfigSchema {
  const onUnknown = { ...COMMON_SETTINGS["onUnknown"], default: level === "mandatory" ? "fail" : "warn" };
  return { properties: { ...settings, ...COMMON_SETTINGS, onUnknown } };
}

/**
 * Given settings over the defaults of a rule; the engine has put them there already, others who call a pack may not.
 *
 * @throws {Error} naming every setting that is to be a regular expression and is none: it would match nothing, and so
 * switch the rule off or on without a word
 */
export function resolveSettings(
  rule: Pick<RuleInfo, "name" | "settings" | "level">,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> & CommonSettings {
  const { properties } = schemaOf(rule);
  const defaults = Object.entries(properties).flatMap(([key, schema]) =>
    schema.default === undefined ? [] : [[key, schema.default] as const],
  );
  const settings = { ...Object.fromEntries(defaults), ...given };
  const faults = Object.entries(properties).flatMap(([key, schema]) =>
    findInvalidPatterns(schema, settings[key], key).map((fault) => `${rule.name}: ${fault}`),
  );
  if (faults.length > 0) throw new Error(faults.join("; "));
  return settings as Readonly<Record<string, unknown>> & CommonSettings;
}

/** What is to be a regular expression, anywhere in a value, and is none. */
function findInvalidPatterns(schema: SettingSchema, value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items || Array.isArray(items)) return [];
    return value.flatMap((item, index) =>
      findInvalidPatterns(items as SettingSchema, item, `${path}[${index}]`),
    );
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, own]) => {
      const of = schema.properties?.[key];
      return of ? findInvalidPatterns(of as SettingSchema, own, `${path}.${key}`) : [];
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
