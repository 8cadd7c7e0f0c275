import assert from "node:assert/strict";
import { hasTag, Resource } from "../../../../policies/kit";

const bucket = new Resource({
  type: "aws:s3/bucket:Bucket",
  urn: "urn:pulumi:dev::program::aws:s3/bucket:Bucket::data",
  name: "data",
  protect: false,
  inputs: { tags: { purpose: "logs", note: "a=b", empty: "" } },
});

describe("hasTag", () => {
  it("requires key and value", () => {
    assert.equal(hasTag(bucket, "purpose=logs"), true);
    assert.equal(hasTag(bucket, "purpose=data"), false);
    assert.equal(hasTag(bucket, "note=a=b"), true);
    assert.equal(hasTag(bucket, "missing=logs"), false);
  });

  it("accepts any value for a key alone", () => {
    assert.equal(hasTag(bucket, "empty"), true);
    assert.equal(hasTag(bucket, "empty="), true);
    assert.equal(hasTag(bucket, "missing"), false);
  });
});
