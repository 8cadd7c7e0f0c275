import { isGiven, isUnknown, number, text } from "./values";

/** One fault of the inputs that the provider itself reports before anything is created. */
export interface Fault {
  /** Path of the input, in the SDK's spelling, such as `rules[0].id`. */
  readonly property: string;
  /** The provider's words. */
  readonly reason: string;
}

/**
 * Whole number or fraction between two bounds, both included.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#IntBetween
 */
export function between(property: string, value: unknown, min: number, max: number): readonly Fault[] {
  const got = number(value);
  if (got === undefined || (got >= min && got <= max)) return [];
  return [
    {
      property,
      reason: `expected ${terraformName(property)} to be in the range (${min} - ${max}), got ${got}`,
    },
  ];
}

/**
 * Number of at least `min`.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#IntAtLeast
 */
export function atLeast(property: string, value: unknown, min: number): readonly Fault[] {
  const got = number(value);
  if (got === undefined || got >= min) return [];
  return [{ property, reason: `expected ${terraformName(property)} to be at least (${min}), got ${got}` }];
}

/**
 * One of a fixed set of texts.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#StringInSlice
 */
export function oneOf(property: string, value: unknown, allowed: readonly string[]): readonly Fault[] {
  const got = text(value);
  if (got === undefined || allowed.includes(got)) return [];
  const known = `[${allowed.map((one) => JSON.stringify(one)).join(" ")}]`;
  return [{ property, reason: `expected ${terraformName(property)} to be one of ${known}, got ${got}` }];
}

/**
 * One of a fixed set of numbers.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#IntInSlice
 */
export function oneOfNumbers(property: string, value: unknown, allowed: readonly number[]): readonly Fault[] {
  const got = number(value);
  if (got === undefined || allowed.includes(got)) return [];
  return [
    {
      property,
      reason: `expected ${terraformName(property)} to be one of [${allowed.join(" ")}], got ${got}`,
    },
  ];
}

/**
 * Text whose length is between two bounds, in characters, both included.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#StringLenBetween
 */
export function length(property: string, value: unknown, min: number, max: number): readonly Fault[] {
  if (typeof value !== "string" || isUnknown(value)) return [];
  if (value.length >= min && value.length <= max) return [];
  return [
    {
      property,
      reason: `expected length of ${terraformName(property)} to be in the range (${min} - ${max}), got ${value}`,
    },
  ];
}

/**
 * Text of a given form.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#StringMatch
 */
export function matches(property: string, value: unknown, form: RegExp, words: string): readonly Fault[] {
  const got = text(value);
  if (got === undefined || form.test(got)) return [];
  return [{ property, reason: `invalid value for ${terraformName(property)} (${words})` }];
}

/** At most `max` elements in a list. */
export function atMost(property: string, value: unknown, max: number): readonly Fault[] {
  if (!Array.isArray(value) || value.length <= max) return [];
  return [
    {
      property,
      reason: `Too many list items: attribute ${terraformName(property)} supports ${max} item maximum, but config has ${value.length} declared`,
    },
  ];
}

/**
 * At most one of several inputs.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/sdkv2/schemas/schema-behaviors#conflictswith
 */
export function exclusive(
  inputs: Readonly<Record<string, unknown>>,
  names: readonly string[],
): readonly Fault[] {
  const given = names.filter((name) => isGiven(inputs[name]));
  const [first, second] = given;
  if (first === undefined || second === undefined) return [];
  return [{ property: first, reason: `"${terraformName(first)}": conflicts with ${terraformName(second)}` }];
}

/**
 * Exactly one of several inputs.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/sdkv2/schemas/schema-behaviors#exactlyoneof
 */
export function exactlyOne(
  inputs: Readonly<Record<string, unknown>>,
  names: readonly string[],
): readonly Fault[] {
  const given = names.filter((name) => isGiven(inputs[name]));
  if (given.length === 1) return [];
  const known = names.map(terraformName).join(",");
  const property = given[0] ?? names[0] ?? "";
  return given.length === 0
    ? [{ property, reason: `"${terraformName(property)}": one of \`${known}\` must be specified` }]
    : [
        {
          property,
          reason: `"${terraformName(property)}": only one of \`${known}\` can be specified, but \`${given.map(terraformName).join(",")}\` were specified.`,
        },
      ];
}

/** The provider's own spelling of an input: `rules[0].noncurrentDays` is known to it as `noncurrent_days`. */
export function terraformName(property: string): string {
  const last = property.split(".").at(-1) ?? property;
  return last.replace(/\[\d+\]$/, "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
