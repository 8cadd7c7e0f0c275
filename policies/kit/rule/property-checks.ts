import type { Props } from "../reading/props";

/** A value as it is shown in a finding. */
export function formatValue(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}

/** `<path> is <value>, expected <what>; <what to do>`. */
export function describeMismatch(props: Props, path: string, expected: string, advice?: string): string {
  return `${props.at}${path} is ${formatValue(props.value(path))}, expected ${expected}${advice ? `; ${advice}` : ""}`;
}

/** A finding when a truth value is not what it must be; `absent` is what the service takes when nothing is said. */
export function mustBe(
  props: Props,
  path: string,
  expected: boolean,
  options: { readonly absent?: boolean; readonly advice?: string } = {},
): string | undefined {
  const value = props.boolean(path) ?? options.absent;
  return value === expected ? undefined : describeMismatch(props, path, String(expected), options.advice);
}

/** A finding when a text is none of those that it may be. */
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

/** A finding when nothing is given, neither a value nor a resource that will have it. */
export function mustBeSet(props: Props, path: string, expected: string, advice?: string): string | undefined {
  if (props.isSet(path)) return undefined;
  return `${props.at}${path} is missing, expected ${expected}${advice ? `; ${advice}` : ""}`;
}

/** A finding when a number is not between two bounds, both included. */
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

/** Findings of several checks, without those that found nothing. */
export function collectFindings(...findings: readonly (string | undefined)[]): readonly string[] {
  return findings.filter((finding) => finding !== undefined);
}
