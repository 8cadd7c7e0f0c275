import assert from "node:assert/strict";
import { s3VersioningStatus } from "../../../policies/baseline/rules/s3-versioning-status";
import { prove, remedied, resource, set, unset } from "../../helpers/policy";

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
      given: "versioning that is suspended",
      change: (world) => set(world, "versioning", "versioningConfiguration.status", "Suspended"),
      told: { versioning: 'versioningConfiguration.status is "Suspended", expected "Enabled"' },
    },
    {
      given: "no status",
      change: (world) => unset(world, "versioning", "versioningConfiguration"),
      told: { versioning: 'versioningConfiguration.status is missing, expected "Enabled"' },
    },
  ],
});

describe("the remedy of s3-versioning-status", () => {
  it("given versioning that is suspended, when put right, then it is on and nothing else has changed", () => {
    assert.deepEqual(remedied(s3VersioningStatus, suspended, "versioning"), {
      bucket: "data-of-example",
      versioningConfiguration: { status: "Enabled", mfaDelete: "Disabled" },
    });
  });

  it("given versioning that is on, when put right, then it is left alone", () => {
    const on = set(suspended, "versioning", "versioningConfiguration.status", "Enabled");
    assert.equal(remedied(s3VersioningStatus, on, "versioning"), undefined);
  });
});
