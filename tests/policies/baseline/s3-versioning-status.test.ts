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
      title: "suspended versioning",
      change: (fixtures) => setInput(fixtures, "versioning", "versioningConfiguration.status", "Suspended"),
      messages: { versioning: 'versioningConfiguration.status is "Suspended", expected "Enabled"' },
    },
    {
      title: "no status",
      change: (fixtures) => unsetInput(fixtures, "versioning", "versioningConfiguration"),
      messages: { versioning: 'versioningConfiguration.status is missing, expected "Enabled"' },
    },
  ],
});

describe("the remediation of s3-versioning-status", () => {
  it("enables suspended versioning, and changes nothing else", () => {
    assert.deepEqual(remediate(s3VersioningStatus, suspended, "versioning"), {
      bucket: "data-of-example",
      versioningConfiguration: { status: "Enabled", mfaDelete: "Disabled" },
    });
  });

  it("leaves enabled versioning alone", () => {
    const on = setInput(suspended, "versioning", "versioningConfiguration.status", "Enabled");
    assert.equal(remediate(s3VersioningStatus, on, "versioning"), undefined);
  });
});
