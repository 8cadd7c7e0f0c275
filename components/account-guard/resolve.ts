import { Faults } from "../shared/errors";
import type { AccountGuardArgs } from "./args";

/** Validated arguments with all defaults filled in. */
export interface ResolvedAccountGuardArgs {
  /** Whether S3 blocks public buckets of the account. */
  readonly blockPublicBuckets: boolean;
  /** Whether EMR blocks clusters with public security groups in the region. */
  readonly blockPublicClusters: boolean;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} when no guard is on
 */
export function resolveArgs(name: string, args: AccountGuardArgs): ResolvedAccountGuardArgs {
  const { blockPublicBuckets = true, blockPublicClusters = true } = args;
  const faults = new Faults(name);
  const expected = "true for at least one of blockPublicBuckets and blockPublicClusters";
  faults.expect(
    blockPublicBuckets || blockPublicClusters,
    "blockPublicClusters",
    blockPublicClusters,
    expected,
  );
  faults.raise();
  return { blockPublicBuckets, blockPublicClusters };
}
