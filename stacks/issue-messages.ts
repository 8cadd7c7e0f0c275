import { z } from "zod";
import { didYouMean } from "../common/suggestions";

/** Formats `is <value>, expected <expected>`; a long value is truncated. */
export function formatFault(value: unknown, expected: string): string {
  const text = value === undefined ? "missing" : (JSON.stringify(value) ?? String(value));
  return `is ${text.length > 80 ? `${text.slice(0, 80)}…` : text}, expected ${expected}`;
}

/** Options for a schema whose faults read {@link formatFault}. */
export function expectation(expected: string): { error: (issue: { readonly input?: unknown }) => string } {
  return { error: (issue) => formatFault(issue.input, expected) };
}

/** Describes a fault that zod found: the given value, the expected one, and suggestions for an unknown key. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return formatFault(issue.input, TYPES[issue.expected] ?? issue.expected);
    case "invalid_value":
      return formatFault(issue.input, issue.values.map((value) => JSON.stringify(value)).join(", "));
    case "invalid_format":
      return formatFault(issue.input, FORMATS[issue.format] ?? issue.format);
    case "too_small":
      return formatFault(
        issue.input,
        `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unitOf(issue)}`,
      );
    case "too_big":
      return formatFault(
        issue.input,
        `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unitOf(issue)}`,
      );
    case "invalid_key":
      return issue.issues[0]?.message;
    case "unrecognized_keys":
      return issue.keys
        .map((key) => `unknown key ${JSON.stringify(key)}${formatSuggestion(key, issue.inst)}`)
        .join(", ");
    default:
      return undefined;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "a boolean",
  array: "a list",
  object: "a map",
  record: "a map",
};

const FORMATS: Readonly<Record<string, string>> = { safeint: "a whole number" };

function unitOf({ origin }: { readonly origin: string }): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " entries" : "";
}

function formatSuggestion(key: string, schema: unknown): string {
  return schema instanceof z.ZodObject ? didYouMean(key, Object.keys(schema.shape)) : "";
}
