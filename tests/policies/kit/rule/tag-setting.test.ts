import assert from "node:assert/strict";
import { hasTag, Resource } from "../../../../policies/kit";

const bucket = new Resource({
  type: "aws:s3/bucket:Bucket",
  urn: "urn:pulumi:dev::program::aws:s3/bucket:Bucket::data",
  name: "data",
  protect: false,
  inputs: { tags: { purpose: "logs", note: "a=b", empty: "" } },
});

describe("isTagged", () => {
  it("given a key and a value, when asked, then both must be there", () => {
    assert.equal(hasTag(bucket, "purpose=logs"), true);
    assert.equal(hasTag(bucket, "purpose=data"), false);
    assert.equal(hasTag(bucket, "note=a=b"), true);
    assert.equal(hasTag(bucket, "missing=logs"), false);
  });

  it("given a key alone, when asked, then any value will do", () => {
    assert.equal(hasTag(bucket, "empty"), true);
    assert.equal(hasTag(bucket, "empty="), true);
    assert.equal(hasTag(bucket, "missing"), false);
  });
});
