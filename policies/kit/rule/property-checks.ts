import type { Props } from "../reading/props";

/** Formats a value for a message. */
export function formatValue(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}

/** Describes a wrong value: `<path> is <value>, expected <form>; <advice>`. */
export function describeMismatch(props: Props, path: string, expected: string, advice?: string): string {
  return `${props.at}${path} is ${formatValue(props.value(path))}, expected ${expected}${advice ? `; ${advice}` : ""}`;
}

/** Reports a boolean that is not the expected one; `absent` is the default of the service. */
export function mustBe(
  props: Props,
  path: string,
  expected: boolean,
  options: { readonly absent?: boolean; readonly advice?: string } = {},
): string | undefined {
  const value = props.boolean(path) ?? options.absent;
  return value === expected ? undefined : describeMismatch(props, path, String(expected), options.advice);
}

/** Reports a string that is not one of the expected ones. */
export function mustBeOneOf(
  props: Props,
  path: string,
  expected: readonly string[],
  advice?: string,
): string | undefined {
  const value = props.string(path);
  if (value !== undefined && expected.includes(value)) return undefined;
  return describeMismatch(props, path, expected.map((one) => JSON.stringify(one)).join(" or "), advice);
}

/** Reports a property that is set neither to a value nor to one that another resource will provide. */
export function mustBeSet(props: Props, path: string, expected: string, advice?: string): string | undefined {
  if (props.isSet(path)) return undefined;
  return `${props.at}${path} is missing, expected ${expected}${advice ? `; ${advice}` : ""}`;
}

/** Reports a number that is not between two bounds, both inclusive. */
export function mustBeBetween(
  props: Props,
  path: string,
  bounds: { readonly min?: number; readonly max?: number; readonly unit?: string },
  advice?: string,
): string | undefined {
  const value = props.number(path);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, unit } = bounds;
  if (value !== undefined && value >= min && value <= max) return undefined;
  const form =
    bounds.max === undefined
      ? `${min} or more`
      : bounds.min === undefined
        ? `${max} or less`
        : `${min} to ${max}`;
  return describeMismatch(props, path, unit ? `${form} ${unit}` : form, advice);
}

/** Collects the findings of several checks. */
export function collectFindings(...findings: readonly (string | undefined)[]): readonly string[] {
  return findings.filter((finding) => finding !== undefined);
}
