import { EMAIL_FORM, isEmail } from "../../common/contacts";
import type { Faults } from "./errors";

/** Letters, digits and single dashes, at most 40: what may become a part of a child's name. */
const LABEL = /^(?=.{1,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Checks a whole number from `min` to `max`; nothing given is fine. */
export function expectWhole(
  faults: Faults,
  argument: string,
  got: number | undefined,
  min: number,
  max: number,
): boolean {
  const holds = got === undefined || (Number.isInteger(got) && got >= min && got <= max);
  return faults.expect(holds, argument, got, `a whole number from ${min} to ${max}`);
}

/** Checks membership in a closed list; nothing given is fine. */
export function expectOneOf<T extends string | number>(
  faults: Faults,
  argument: string,
  got: T | undefined,
  allowed: readonly T[],
): boolean {
  const holds = got === undefined || allowed.includes(got);
  return faults.expect(holds, argument, got, `one of ${allowed.join(", ")}`);
}

/** Checks a text of `min` to `max` characters; nothing given is fine. */
export function expectText(
  faults: Faults,
  argument: string,
  got: string | undefined,
  min: number,
  max: number,
): boolean {
  const holds = got === undefined || (typeof got === "string" && got.length >= min && got.length <= max);
  return faults.expect(holds, argument, got, `a text of ${min} to ${max} characters`);
}

const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const RESERVED_SUFFIX = /(?:-s3alias|--ol-s3|--x-s3|\.mrap|--table-s3)$/;

/**
 * Checks the name of a bucket; nothing given is fine.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function expectBucketName(faults: Faults, argument: string, got: string | undefined): boolean {
  const holds = got === undefined || (BUCKET_NAME.test(got) && !RESERVED_SUFFIX.test(got));
  return faults.expect(
    holds,
    argument,
    got,
    "3 to 63 lower-case letters, digits, dots and dashes, by S3's rules",
  );
}

/** Checks the keys of a map whose entries become children: each is a part of the child's name. */
export function expectLabels(faults: Faults, argument: string, keys: readonly string[]): boolean {
  const bad = keys.filter((key) => !LABEL.test(key));
  for (const key of bad) {
    faults.expect(
      false,
      `a key of ${argument}`,
      key,
      "lower-case letters, digits and single dashes, 1 to 40 characters",
    );
  }
  return bad.length === 0;
}

/** Checks an e-mail address, plain, without a display name. */
export function expectEmail(faults: Faults, argument: string, got: string): boolean {
  return faults.expect(isEmail(got), argument, got, EMAIL_FORM);
}
