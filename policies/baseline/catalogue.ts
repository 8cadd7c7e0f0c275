import type { Rule } from "../kit";
import { s3VersioningEnabled } from "./rules/s3-versioning-enabled";
import { s3VersioningStatus } from "./rules/s3-versioning-status";

/** The rules of the pack, in the order in which they are reported. */
export const catalogue: readonly Rule[] = [
  // storage
  s3VersioningEnabled,
  s3VersioningStatus,
];
