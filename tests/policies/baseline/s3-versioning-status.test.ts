import assert from "node:assert/strict";
import { s3VersioningStatus } from "../../../policies/baseline/rules/s3-versioning-status";
import { prove, remediate, resource, setInput, unsetInput } from "../../helpers/policy";

const suspended = [
  resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
    bucket: "data-of-example",
    versioningConfiguration: { status: "Suspended", mfaDelete: "Disabled" },
  }),
];

prove(s3VersioningStatus, {
  compliant: [
    resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
      bucket: "data-of-example",
      versioningConfiguration: { status: "Enabled" },
    }),
  ],
  mutants: [
    {
      title: "versioning that is suspended",
      change: (world) => setInput(world, "versioning", "versioningConfiguration.status", "Suspended"),
      messages: { versioning: 'versioningConfiguration.status is "Suspended", expected "Enabled"' },
    },
    {
      title: "no status",
      change: (world) => unsetInput(world, "versioning", "versioningConfiguration"),
      messages: { versioning: 'versioningConfiguration.status is missing, expected "Enabled"' },
    },
  ],
});

describe("the remediation of s3-versioning-status", () => {
  it("given versioning that is suspended, when put right, then it is on and nothing else has changed", () => {
    assert.deepEqual(remediate(s3VersioningStatus, suspended, "versioning"), {
      bucket: "data-of-example",
      versioningConfiguration: { status: "Enabled", mfaDelete: "Disabled" },
    });
  });

  it("given versioning that is on, when put right, then it is left alone", () => {
    const on = setInput(suspended, "versioning", "versioningConfiguration.status", "Enabled");
    assert.equal(remediate(s3VersioningStatus, on, "versioning"), undefined);
  });
});
