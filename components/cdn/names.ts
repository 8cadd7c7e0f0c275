import type { Faults } from "../shared/errors";
import type { CdnNames } from "./args";

/** Most names in one list of a policy. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_NAMES = 10;

/** Checks names of headers, cookies or query strings; undefined is valid. */
export function checkNames(
  faults: Faults,
  argument: string,
  names: CdnNames | undefined,
  form = /^[^\s;,="]+$/,
): void {
  if (names === undefined || names === "all") return;
  faults.expect(names.length <= MAX_NAMES, `number of ${argument}`, names.length, `at most ${MAX_NAMES}`);
  const distinct = new Set(names.map((name) => name.toLowerCase())).size === names.length;
  faults.expect(distinct, argument, names, "each name once");
  const invalid = names.find((name) => !form.test(name));
  faults.expect(invalid === undefined, argument, invalid, "names that CloudFront accepts here");
}

/** Returns the behavior of a policy for some names, and the names if it lists them. */
export function namesInputs(names: CdnNames | undefined): {
  readonly behavior: "none" | "whitelist" | "all";
  readonly items?: string[];
} {
  if (names === "all") return { behavior: "all" };
  return names === undefined || names.length === 0
    ? { behavior: "none" }
    : { behavior: "whitelist", items: [...names] };
}
