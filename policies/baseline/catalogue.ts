import type { Rule } from "../kit";
import { s3LifecycleNoncurrent } from "./rules/s3-lifecycle-noncurrent";
import { s3PublicAccessBlock } from "./rules/s3-public-access-block";
import { s3TlsOnly } from "./rules/s3-tls-only";
import { s3VersioningEnabled } from "./rules/s3-versioning-enabled";
import { s3VersioningStatus } from "./rules/s3-versioning-status";

/** The rules of the pack, in the order in which they are reported. */
export const catalogue: readonly Rule[] = [
  // storage
  s3VersioningEnabled,
  s3VersioningStatus,
  s3LifecycleNoncurrent,
  s3PublicAccessBlock,
  s3TlsOnly,
];
