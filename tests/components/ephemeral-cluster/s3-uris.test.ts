import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseS3Uri } from "../../../components/ephemeral-cluster/s3-uris";

describe("parseS3Uri", () => {
  it("splits an S3 URI into bucket and prefix, and rejects other strings", () => {
    assert.deepEqual(parseS3Uri("s3://example-data"), { bucket: "example-data", prefix: "" });
    assert.deepEqual(parseS3Uri("s3://example-data/"), { bucket: "example-data", prefix: "" });
    assert.deepEqual(parseS3Uri("s3://example-data/a/b"), { bucket: "example-data", prefix: "a/b" });
    assert.equal(parseS3Uri("https://example-data/a"), undefined);
    assert.equal(parseS3Uri("s3://A/b"), undefined);
  });
});
