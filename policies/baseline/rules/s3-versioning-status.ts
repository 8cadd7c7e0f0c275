import { BUCKET_VERSIONING, mustBeOneOf, resourceRule } from "../../kit";
import { VERSIONING_CONTROL } from "../versioning-control";

/** Rejects a BucketVersioning that suspends versioning before its deployment. */
export const s3VersioningStatus = resourceRule({
  name: "s3-versioning-status",
  title: "Versioning is not suspended",
  description: "A BucketVersioning turns versioning on.",
  level: "mandatory",
  severity: "high",
  ...VERSIONING_CONTROL,
  remediationSteps: 'Set versioningConfiguration.status to "Enabled".',
  types: BUCKET_VERSIONING,
  checks: {
    status: (versioning) => mustBeOneOf(versioning, "versioningConfiguration.status", ["Enabled"]),
  },
  remediation: (inputs, versioning) => {
    if (versioning.string("versioningConfiguration.status") === "Enabled") return false;
    const configuration = inputs["versioningConfiguration"];
    inputs["versioningConfiguration"] = {
      ...(typeof configuration === "object" ? configuration : {}),
      status: "Enabled",
    };
    return true;
  },
});
