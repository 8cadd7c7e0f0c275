import type { Faults } from "../shared/errors";

const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const RESERVED_SUFFIX = /(?:-s3alias|--ol-s3|--x-s3|\.mrap|--table-s3)$/;

/**
 * Checks the name of a bucket; undefined is valid.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function checkBucketName(faults: Faults, argument: string, got: string | undefined): void {
  const valid = got === undefined || (BUCKET_NAME.test(got) && !RESERVED_SUFFIX.test(got));
  const form = "3 to 63 lower-case letters, digits, dots and dashes, by S3's rules";
  faults.expect(valid, argument, got, form);
}
