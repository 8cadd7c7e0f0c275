import { BUCKET_VERSIONING, mustBeOneOf, resourceRule } from "../../kit";
import { VERSIONING_CONTROL } from "../versioning-control";

/** A BucketVersioning that suspends versioning is stopped before S3 is told. */
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
    const given = inputs["versioningConfiguration"];
    inputs["versioningConfiguration"] = { ...(typeof given === "object" ? given : {}), status: "Enabled" };
    return true;
  },
});
