import { asNumber, asString, isList, type Properties, type Value } from "../property-values";
import { type CheckFailure, failure } from "../resource-type";
import { isGiven } from "./inputs";

type Maybe = Value | undefined;

/**
 * Refuses a number outside of two bounds, both inclusive.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#IntBetween
 */
export function checkBetween(
  property: string,
  value: Maybe,
  min: number,
  max: number,
): readonly CheckFailure[] {
  const got = asNumber(value);
  if (got === undefined || (got >= min && got <= max)) return [];
  return [
    failure(property, `expected ${terraformName(property)} to be in the range (${min} - ${max}), got ${got}`),
  ];
}

/**
 * Refuses a number below `min`.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#IntAtLeast
 */
export function checkAtLeast(property: string, value: Maybe, min: number): readonly CheckFailure[] {
  const got = asNumber(value);
  if (got === undefined || got >= min) return [];
  return [failure(property, `expected ${terraformName(property)} to be at least (${min}), got ${got}`)];
}

/**
 * Refuses a string that is not in a fixed set.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#StringInSlice
 */
export function checkOneOf(
  property: string,
  value: Maybe,
  allowed: readonly string[],
): readonly CheckFailure[] {
  const got = asString(value);
  if (got === undefined || got === "" || allowed.includes(got)) return [];
  const known = `[${allowed.map((one) => JSON.stringify(one)).join(" ")}]`;
  return [failure(property, `expected ${terraformName(property)} to be one of ${known}, got ${got}`)];
}

/**
 * Refuses a number that is not in a fixed set.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#IntInSlice
 */
export function checkOneOfNumbers(
  property: string,
  value: Maybe,
  allowed: readonly number[],
): readonly CheckFailure[] {
  const got = asNumber(value);
  if (got === undefined || allowed.includes(got)) return [];
  return [
    failure(property, `expected ${terraformName(property)} to be one of [${allowed.join(" ")}], got ${got}`),
  ];
}

/**
 * Refuses a string whose length in characters is outside of two bounds, both inclusive.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#StringLenBetween
 */
export function checkLength(
  property: string,
  value: Maybe,
  min: number,
  max: number,
): readonly CheckFailure[] {
  const got = asString(value);
  if (got === undefined || (got.length >= min && got.length <= max)) return [];
  return [
    failure(
      property,
      `expected length of ${terraformName(property)} to be in the range (${min} - ${max}), got ${got}`,
    ),
  ];
}

/**
 * Refuses a string that does not match a pattern.
 *
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/validation#StringMatch
 */
export function checkPattern(
  property: string,
  value: Maybe,
  form: RegExp,
  words: string,
): readonly CheckFailure[] {
  const got = asString(value);
  if (got === undefined || form.test(got)) return [];
  return [failure(property, `invalid value for ${terraformName(property)} (${words})`)];
}

/** Refuses a list of more than `max` elements. */
export function checkAtMost(property: string, value: Maybe, max: number): readonly CheckFailure[] {
  if (!isList(value) || value.length <= max) return [];
  return [
    failure(
      property,
      `Too many list items: attribute ${terraformName(property)} supports ${max} item maximum, but config has ${value.length} declared`,
    ),
  ];
}

/**
 * Refuses more than one of several inputs.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/sdkv2/schemas/schema-behaviors#conflictswith
 */
export function checkExclusive(inputs: Properties, names: readonly string[]): readonly CheckFailure[] {
  const givenNames = names.filter((name) => isGiven(inputs[name]));
  const [first, second] = givenNames;
  if (first === undefined || second === undefined) return [];
  return [failure(first, `"${terraformName(first)}": conflicts with ${terraformName(second)}`)];
}

/**
 * Refuses none or more than one of several inputs.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/sdkv2/schemas/schema-behaviors#exactlyoneof
 */
export function checkExactlyOne(inputs: Properties, names: readonly string[]): readonly CheckFailure[] {
  const givenNames = names.filter((name) => isGiven(inputs[name]));
  if (givenNames.length === 1) return [];
  const known = names.map(terraformName).join(",");
  const property = givenNames[0] ?? names[0] ?? "";
  return givenNames.length === 0
    ? [failure(property, `"${terraformName(property)}": one of \`${known}\` must be specified`)]
    : [
        failure(
          property,
          `"${terraformName(property)}": only one of \`${known}\` can be specified, but \`${givenNames.map(terraformName).join(",")}\` were specified.`,
        ),
      ];
}

/** Terraform's name of an input, as in the provider's messages: `noncurrent_days` for `rules[0].noncurrentDays`. */
function terraformName(property: string): string {
  const last = property.split(".").at(-1) ?? property;
  return last.replace(/\[\d+\]$/, "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
