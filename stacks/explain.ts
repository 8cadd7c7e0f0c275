import { z } from "zod";
import { didYouMean } from "./nearest";

/** `is <value>, expected <expected>`, a long value cut off. */
export function isNot(value: unknown, expected: string): string {
  const text = value === undefined ? "missing" : (JSON.stringify(value) ?? String(value));
  return `is ${text.length > 80 ? `${text.slice(0, 80)}…` : text}, expected ${expected}`;
}

/** For the `error` of a schema: {@link isNot} with these words. */
export function expecting(expected: string): { error: (issue: { readonly input?: unknown }) => string } {
  return { error: (issue) => isNot(issue.input, expected) };
}

/** Words for a fault that zod found: what was given, what is expected, and what a mistyped key may have meant. */
export function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return isNot(issue.input, WORDS[issue.expected] ?? issue.expected);
    case "invalid_value":
      return isNot(issue.input, issue.values.map((value) => JSON.stringify(value)).join(", "));
    case "invalid_format":
      return isNot(issue.input, FORMATS[issue.format] ?? issue.format);
    case "too_small":
      return isNot(
        issue.input,
        `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unit(issue)}`,
      );
    case "too_big":
      return isNot(
        issue.input,
        `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unit(issue)}`,
      );
    case "invalid_key":
      return issue.issues[0]?.message;
    case "unrecognized_keys":
      return issue.keys
        .map((key) => `unknown key ${JSON.stringify(key)}${meant(key, issue.inst)}`)
        .join(", ");
    default:
      return undefined;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

const FORMATS: Readonly<Record<string, string>> = { email: "an e-mail address", safeint: "a whole number" };

function unit({ origin }: { readonly origin: string }): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " entries" : "";
}

function meant(key: string, schema: unknown): string {
  return schema instanceof z.ZodObject ? didYouMean(key, Object.keys(schema.shape)) : "";
}
