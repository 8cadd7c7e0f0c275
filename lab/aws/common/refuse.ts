import type { AwsError } from "../errors";

/**
 * Lets a pure rule speak: nothing happens when it found no fault.
 *
 * @throws {AwsError} the fault
 */
export function refuse(fault: AwsError | undefined): void {
  if (fault !== undefined) throw fault;
}
