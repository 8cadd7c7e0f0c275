import assert from "node:assert/strict";
import { placeOf, regionIn } from "../../cli/places";

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
    it(`given ${text}, when searched, then it is ${code}`, () => {
      assert.equal(regionIn(text), code);
    });
  }
});

describe("placeOf", () => {
  it("given a resource that a region names, when placed, then it is in the region", () => {
    assert.equal(placeOf(urn("storage-us-east-1-policy")), "us-east-1");
  });

  it("given one without, when placed, then it is global, or where the caller says", () => {
    assert.equal(placeOf(urn("billing")), "global");
    assert.equal(placeOf(urn("billing"), "foundation"), "foundation");
  });

  it("given a stack that is named after a region, when placed, then only the resource's name counts", () => {
    assert.equal(placeOf("urn:pulumi:prod-us-east-1::p::aws:s3/bucket:Bucket::logs"), "global");
  });
});
