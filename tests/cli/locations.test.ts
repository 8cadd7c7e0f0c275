import assert from "node:assert/strict";
import { findRegionCode, locationOf } from "../../cli/locations";

const urn = (name: string): string => `urn:pulumi:dev::p::aws:s3/bucket:Bucket::${name}`;

describe("regionIn", () => {
  for (const [text, code] of [
    ["storage-ap-northeast-2", "ap-northeast-2"],
    ["network-us-east-1-private-1", "us-east-1"],
    ["aws-us-gov-west-1", "us-gov-west-1"],
    ["billing", undefined],
    ["plus-east-1", undefined],
    ["us-east-10", undefined],
    ["copy-us-east-1-to-eu-west-1", undefined],
  ] as const) {
    it(`finds ${code} in ${text}`, () => {
      assert.equal(findRegionCode(text), code);
    });
  }
});

describe("locationOf", () => {
  it("returns the region in a resource's name", () => {
    assert.equal(locationOf(urn("storage-us-east-1-policy")), "us-east-1");
  });

  it("returns global, or the given location, for a name without a region", () => {
    assert.equal(locationOf(urn("billing")), "global");
    assert.equal(locationOf(urn("billing"), "foundation"), "foundation");
  });

  it("ignores a region in the stack's name", () => {
    assert.equal(locationOf("urn:pulumi:prod-us-east-1::p::aws:s3/bucket:Bucket::logs"), "global");
  });
});
