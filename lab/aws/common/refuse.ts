import type { AwsError } from "../errors";

/**
 * Throws the error that a rule returned, if any.
 *
 * @throws {AwsError} the error
 */
export function refuse(error: AwsError | undefined): void {
  if (error !== undefined) throw error;
}
